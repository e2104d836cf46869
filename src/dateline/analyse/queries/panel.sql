-- Acts between pairs of countries by day: of one side, type and day, one. $1 JSON list of sectors that stand for no state.
-- Undated happenings count on the day that their report appeared.
WITH told AS (
    SELECT event_id, event_type, actor_countries, actor_sectors, recipient_countries, place_country,
        CASE WHEN earliest IS NOT NULL AND coalesce(latest, earliest) - earliest <= 31
                THEN least(coalesce(latest, earliest), coalesce(published, latest, earliest))
             WHEN earliest IS NULL THEN published END AS day
    FROM flat_events
    WHERE NOT negated AND status = 'current' AND len(actor_countries) > 0
), acted AS (
    SELECT event_id, event_type, day, place_country, recipient_countries,
        unnest(actor_countries) AS a, unnest(actor_sectors) AS sectors
    FROM told WHERE day IS NOT NULL
), state AS (
    SELECT * FROM acted
    WHERE a IS NOT NULL AND (coalesce(sectors, '') = '' OR len(list_filter(
        string_split(sectors, ' '), x -> NOT list_contains(from_json($1::JSON, '["VARCHAR"]'), x))) > 0)
), hit AS (
    SELECT event_type, day, a, unnest(recipient_countries) AS b FROM state
    UNION ALL
    SELECT event_type, day, a, place_country FROM state WHERE event_type IN ('ASSAULT', 'COERCE')
)
SELECT DISTINCT a, b, CAST(day AS DATE) AS day, event_type FROM hit
WHERE b IS NOT NULL AND a <> b AND length(a) = 3 AND length(b) = 3
  AND a NOT IN ('IGO', 'INT') AND b NOT IN ('IGO', 'INT')
