-- Every pair of countries of an event's actors and recipients, the one with the smaller code left.
-- Most events have one of each; to make lists distinct costs as much as all else, so that only the others are unnested.
SELECT least(a, b) AS "left", greatest(a, b) AS "right", a <= b AS forth, * EXCLUDE (a, b) FROM (
    SELECT actor_countries[1] AS a, recipient_countries[1] AS b, {columns} FROM flat_events
    WHERE len(actor_countries) = 1 AND len(recipient_countries) = 1 AND {condition}
    UNION ALL
    SELECT DISTINCT a, unnest(bs) AS b, {columns} FROM (
        SELECT unnest(list_distinct(actor_countries)) AS a, list_distinct(recipient_countries) AS bs, {columns}
        FROM flat_events
        WHERE len(actor_countries) > 0 AND len(recipient_countries) > 0
            AND len(actor_countries) + len(recipient_countries) > 2 AND {condition}
    )
) WHERE a IS NOT NULL AND b IS NOT NULL AND (a <> b OR {domestic})
