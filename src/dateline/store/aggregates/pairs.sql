-- Counts for every pair of countries, a of an event's actors and b of its recipients.
-- Most events have one of each: only the others' lists are unnested. Codes are put in order later, on few rows.
SELECT actor_countries[1] AS a, recipient_countries[1] AS b, {sums} FROM flat_events
WHERE len(actor_countries) = 1 AND len(recipient_countries) = 1 AND {condition}
GROUP BY ALL
UNION ALL
SELECT a, b, {sums} FROM (
    SELECT a, unnest(bs) AS b, * EXCLUDE (a, bs) FROM (
        SELECT unnest(list_distinct(actor_countries)) AS a, list_distinct(recipient_countries) AS bs,
            quad_class, score, repeated, killed_best, earliest, latest, date_basis
        FROM flat_events
        WHERE len(actor_countries) > 0 AND len(recipient_countries) > 0
            AND len(actor_countries) + len(recipient_countries) > 2 AND {condition}
    )
)
GROUP BY ALL
