-- Acts of third countries with either of two ($1, $2), either way, and of third parties that mediated; $3 JSON list of
-- sectors that stand for no state. One row an event and third country.
WITH told AS (
    SELECT event_id, report_id, sentence, event_type, modes, words, text, title, actor_countries, actor_sectors,
        recipient_countries, coalesce(publisher, report_id) AS publisher, published,
        coalesce(latest, earliest, published) AS day, same_as
    FROM flat_events
    WHERE NOT negated AND status = 'current'
      AND (list_has_any(actor_countries, [$1, $2]) OR list_has_any(recipient_countries, [$1, $2]))
), pairs AS (
    SELECT * EXCLUDE (actor_countries, actor_sectors, recipient_countries),
        a.third, a.sectors, r.third AS hit, actor_countries, recipient_countries
    FROM told, LATERAL (SELECT unnest(actor_countries) AS third, unnest(actor_sectors) AS sectors) a,
        LATERAL (SELECT unnest(recipient_countries) AS third) r
)
SELECT DISTINCT event_id, report_id, sentence, event_type, modes, words, text, title, publisher, published, day, same_as,
    CASE WHEN third IN ($1, $2) THEN hit ELSE third END AS third,
    CASE WHEN third IN ($1, $2) THEN third ELSE hit END AS party
FROM pairs
WHERE third <> hit AND ((third IN ($1, $2)) <> (hit IN ($1, $2)))
  AND (coalesce(sectors, '') = '' OR len(list_filter(string_split(sectors, ' '),
        x -> NOT list_contains(from_json($3::JSON, '["VARCHAR"]'), x))) > 0)
ORDER BY day NULLS FIRST, event_id, third, party
