-- The commonest name of known parties, by their ids (a JSON list).
SELECT id AS party, mode(name) AS name FROM (
    SELECT unnest(actor_ids) AS id, unnest(actor_names) AS name FROM flat_events
    UNION ALL SELECT unnest(recipient_ids), unnest(recipient_names) FROM flat_events
)
WHERE list_contains(from_json(?::JSON, '["VARCHAR"]'), id) GROUP BY 1
