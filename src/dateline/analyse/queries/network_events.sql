-- The acts of one tie (parameters: both parties, how many), the weightiest first, with the sentence that tells each.
SELECT e.event_id, e.report_id, e.sentence, e.event_type, e.modes, e.quad_class, e.score, e.words, e.text,
    h.day::DATE AS day, e.title, e.published, coalesce(e.publisher, e.report_id) AS publisher
FROM happened h JOIN flat_events e ON e.rowid = h.event
WHERE h."left" = ? AND h."right" = ?
ORDER BY abs(e.score) DESC NULLS LAST, h.day DESC NULLS LAST, e.event_id LIMIT ?
