-- Pairs of events (effect, cause) that a report of a JSON list ($1) ties together, with the words that say so.
SELECT left_event, right_event, cue, score FROM links
WHERE relation = 'caused_by' AND judgement = 'positive'
  AND report_id IN (SELECT unnest(from_json($1::JSON, '["VARCHAR"]')))
ORDER BY score DESC, left_event, right_event
