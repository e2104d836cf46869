-- Incidents as rows: their own values, and what their events say together.
WITH held AS (
    SELECT c.incident_id, f.event_id, f.report_id, f.status, f.negated, f.publisher, f.published
    FROM cards c JOIN flat_events f USING (event_id)
), summed AS (
    SELECT incident_id,
        first(status ORDER BY negated, list_position(['current', 'historical', 'future', 'hypothetical'], status)) AS status,
        bool_and(negated) AS negated, list(event_id ORDER BY event_id) AS event_ids,
        list(DISTINCT report_id ORDER BY report_id) AS report_ids,
        list(DISTINCT publisher ORDER BY publisher) FILTER (publisher IS NOT NULL) AS publishers,
        min(published) AS first_published, max(published) AS last_published
    FROM held GROUP BY incident_id
), told AS (
    SELECT s.*, CASE WHEN i.date_method = 'stated' THEN 'stated'
        WHEN i.date_method = 'published' AND s.status = 'current' THEN 'publication' END AS basis
    FROM summed s JOIN incidents i USING (incident_id)
)
SELECT i.incident_id, i.title, i.event_type, i.modes, t.status, t.negated, i.actor, i.recipient,
    {countries[actor]} AS actor_countries, {sectors[actor]} AS actor_sectors,
    {countries[recipient]} AS recipient_countries, {sectors[recipient]} AS recipient_sectors,
    i.place_name, i.country AS place_country, i.admin1, i.latitude, i.longitude, i.precision,
    CASE WHEN t.basis IS NOT NULL THEN i.earliest END AS earliest,
    CASE WHEN t.basis IS NOT NULL THEN i.latest END AS latest, t.basis AS date_basis,
    i.killed_low, i.killed_best, i.killed_high, i.injured_low, i.injured_best, i.injured_high,
    i.events, i.reports, i.voices, coalesce(t.publishers, []) AS publishers, i.countries AS source_countries,
    i.disputed, {names[confirms]} AS confirms, {names[denies]} AS denies, {names[claims]} AS claims,
    i.reliability || i.credibility AS grade, i.cohesion, i.pinned, t.first_published, t.last_published,
    t.event_ids, t.report_ids, json_extract_string(i.body, '$.best') AS best_event
FROM incidents i JOIN told t USING (incident_id)
WHERE i.incident_id IN (
    SELECT incident_id FROM cards WHERE event_id IN (SELECT event_id FROM flat_events WHERE {condition})
)
ORDER BY latest DESC NULLS LAST, i.incident_id
