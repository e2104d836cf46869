-- What questions for acts between countries begin with: who (a) did what to whom (b) on which day, in `hit`; $1 is a JSON
-- list of sectors that stand for no state. Days are stated, shared or inferred from publication; these last count on the day
-- that their report appeared.
WITH told AS (
    SELECT event_id, event_type, actor_countries, actor_sectors, recipient_countries, place_country,
        CASE WHEN latest - earliest <= 31 THEN least(latest, coalesce(published, latest)) END AS day
    FROM flat_events
    WHERE NOT negated AND status = 'current' AND len(actor_countries) > 0
), acted AS (
    SELECT event_id, event_type, day, place_country, recipient_countries,
        unnest(actor_countries) AS a, unnest(actor_sectors) AS sectors
    FROM told WHERE day IS NOT NULL
), private AS (
    SELECT sectors FROM (SELECT DISTINCT coalesce(sectors, '') AS sectors FROM acted)
    WHERE sectors <> '' AND len(list_filter(
        string_split(sectors, ' '), x -> NOT list_contains(from_json($1::JSON, '["VARCHAR"]'), x))) = 0
), state AS (
    SELECT event_id, event_type, day, place_country, recipient_countries, a FROM acted
    WHERE a IS NOT NULL AND coalesce(sectors, '') NOT IN (SELECT sectors FROM private)
), hit AS (
    SELECT event_id, event_type, day, a, unnest(recipient_countries) AS b FROM state
    UNION ALL
    SELECT event_id, event_type, day, a, place_country FROM state
    WHERE event_type IN ('ASSAULT', 'COERCE') AND place_country IS NOT NULL
)
