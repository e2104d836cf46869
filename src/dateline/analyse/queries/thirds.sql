-- Acts of third countries with either of two ($1, $2), either way. $3 JSON list of sectors that stand for no state, $4 the
-- last day. The weightiest eight of each third country, party and type, with how many there are and how they weigh in
-- all, each halved by every year of its age.
WITH told AS (
    SELECT event_id, same_as, event_type, actor_countries, actor_sectors, recipient_countries,
        list_contains(modes, 'third-party') AS mediates, coalesce(latest, earliest, published) AS day
    FROM flat_events
    WHERE NOT negated AND status = 'current' AND len(actor_countries) > 0 AND len(recipient_countries) > 0
      AND (list_contains(actor_countries, $1) OR list_contains(actor_countries, $2)
        OR list_contains(recipient_countries, $1) OR list_contains(recipient_countries, $2))
), acted AS (
    SELECT event_id, same_as, event_type, mediates, day, recipient_countries,
        unnest(actor_countries) AS a, unnest(actor_sectors) AS sectors
    FROM told WHERE $4 IS NULL OR day IS NULL OR day <= $4
), private AS (
    SELECT sectors FROM (SELECT DISTINCT coalesce(sectors, '') AS sectors FROM acted)
    WHERE sectors <> '' AND len(list_filter(
        string_split(sectors, ' '), x -> NOT list_contains(from_json($3::JSON, '["VARCHAR"]'), x))) = 0
), pairs AS (
    SELECT event_id, same_as, event_type, mediates, day, a, unnest(recipient_countries) AS b
    FROM acted WHERE coalesce(sectors, '') NOT IN (SELECT sectors FROM private)
), ties AS (
    SELECT CASE WHEN a IN ($1, $2) THEN b ELSE a END AS third, CASE WHEN a IN ($1, $2) THEN a ELSE b END AS party,
        event_type, mediates, same_as, min(event_id) AS event_id, max(day) AS day
    FROM pairs WHERE a <> b AND (a IN ($1, $2)) <> (b IN ($1, $2))
    GROUP BY ALL
), weighed AS (
    SELECT *, 0.5 ** (coalesce(greatest($4 - day, 0), 730) / 365.0) AS fresh FROM ties
), best AS (
    SELECT third, party, event_type, mediates, event_id, day, fresh,
        count(*) OVER same AS acts, sum(fresh) OVER same AS total
    FROM weighed WHERE length(third) = 3 AND third NOT IN ('IGO', 'INT')
    WINDOW same AS (PARTITION BY third, party, event_type, mediates)
    QUALIFY row_number() OVER (PARTITION BY third, party, event_type, mediates ORDER BY fresh DESC, event_id) <= 3
)
SELECT best.*, f.report_id, f.sentence, f.text, f.title, f.published, coalesce(f.publisher, f.report_id) AS publisher
FROM best JOIN flat_events f ON f.event_id = best.event_id
ORDER BY third, party, event_type, mediates, best.fresh DESC, best.event_id
