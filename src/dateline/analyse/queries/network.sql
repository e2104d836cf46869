-- Acts between parties: what a filter lets through, told of as done, each happening once for each pair. In braces: the
-- filter's condition, who an actor and a recipient is, and what is asked of `happened` at the end. In order of their marks
-- the parameters are those of the filter, a JSON list of sectors that stand for no state, and the first and last day.
-- The day is stated, shared or inferred from publication, if it is known to a month.
WITH told AS (
    SELECT t.*, hash(coalesce(c.incident_id, t.same_as)) AS happening FROM (
        SELECT rowid AS event, event_id, same_as, event_type, quad_class, score,
            actor_countries, actor_ids, actor_sectors, recipient_countries, recipient_ids, recipient_sectors, place_country,
            CASE WHEN latest - earliest <= 31 THEN least(latest, coalesce(published, latest)) END AS day
        FROM flat_events
        WHERE NOT negated AND status = 'current' AND len(actor_countries) > 0 AND {condition}
    ) t LEFT JOIN cards c USING (event_id)
), acted AS (
    SELECT * EXCLUDE (actor_countries, actor_ids, actor_sectors), unnest(actor_countries) AS country,
        unnest(actor_ids) AS id, coalesce(unnest(actor_sectors), '') AS sectors
    FROM told
), private AS (
    SELECT sectors FROM (SELECT DISTINCT sectors FROM acted WHERE sectors <> '') WHERE len(list_filter(
        string_split(sectors, ' '), x -> NOT list_contains(from_json(?::JSON, '["VARCHAR"]'), x))) = 0
), doing AS (
    SELECT * EXCLUDE (country, id, sectors), {actor} AS a FROM acted
    WHERE (? IS NULL OR day >= ?) AND (? IS NULL OR day <= ?)
), hit AS (
    SELECT event, happening, day, quad_class, score, a, unnest(recipient_countries) AS country,
        unnest(recipient_ids) AS id, coalesce(unnest(recipient_sectors), '') AS sectors
    FROM doing WHERE a IS NOT NULL
), paired AS (
    SELECT event, happening, day, quad_class, score, a, {recipient} AS b FROM hit
    UNION ALL
    SELECT event, happening, day, quad_class, score, a, place_country FROM doing
    WHERE {soil} AND event_type IN ('ASSAULT', 'COERCE') AND place_country IS NOT NULL AND a IS NOT NULL
), happened AS MATERIALIZED (
    SELECT least(a, b) AS "left", greatest(a, b) AS "right", happening, min(day) AS day, max(quad_class) AS quad,
        avg(score) AS score, bool_or(a < b) AS forth, bool_or(a > b) AS back, min(event) AS event
    FROM paired WHERE b IS NOT NULL AND a <> b GROUP BY 1, 2, 3
)
{question}
