-- An event for each of a JSON list ($2) of {a, b, event_type, day}, with the sentence that tells it.
{hit}
, wanted AS (
    SELECT DISTINCT a, b, event_type, day FROM (
        SELECT unnest(from_json($2::JSON, '[{"a": "VARCHAR", "b": "VARCHAR", "event_type": "VARCHAR", "day": "DATE"}]'),
            recursive := true)
    )
), found AS (
    SELECT w.*, min(h.event_id) AS event_id FROM wanted w
    JOIN hit h ON h.a = w.a AND h.b = w.b AND h.event_type = w.event_type AND h.day::DATE = w.day GROUP BY ALL
)
SELECT found.*, e.report_id, e.sentence, e.text, e.title, e.published, coalesce(e.publisher, e.report_id) AS publisher
FROM found JOIN flat_events e ON e.event_id = found.event_id
