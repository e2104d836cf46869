-- What sources say in the reports of a JSON list ($1), with the country of the source and the sentence.
SELECT
    c.claim_id, c.report_id, c.sentence, c.source_words, c.content, c.source_kind, c.stance, c.certainty, c.events,
    c.score, m.label AS source_label, a.name AS source_name, a.country AS source_country,
    substr(r.text, s.span_start + 1, s.span_end - s.span_start) AS text,
    coalesce(r.publisher, r.report_id) AS publisher, CAST(r.published AS DATE) AS published, r.title
FROM claims c
JOIN reports r ON r.report_id = c.report_id
JOIN sentences s ON s.report_id = c.report_id AND s.sentence = c.sentence
LEFT JOIN mentions m ON m.mention_id = c.source AND m.report_id = c.report_id
LEFT JOIN resolutions a ON a.mention_id = c.source AND a.report_id = c.report_id AND a.kind = 'actor'
WHERE c.report_id IN (SELECT unnest(from_json($1::JSON, '["VARCHAR"]')))
ORDER BY c.report_id, c.cue_start, c.claim_id
