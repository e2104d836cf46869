-- Sentences that name a place of either country ($1, $2) which is no party to an event, among the reports of a JSON list ($3).
SELECT DISTINCT r.report_id, m.sentence, r.country
FROM resolutions r JOIN mentions m ON m.mention_id = r.mention_id AND m.report_id = r.report_id
WHERE r.kind = 'place' AND r.country IN ($1, $2)
  AND r.report_id IN (SELECT unnest(from_json($3::JSON, '["VARCHAR"]')))
  AND NOT EXISTS (
    SELECT 1 FROM event_parties p WHERE p.mention_id = r.mention_id AND p.report_id = r.report_id
  )
