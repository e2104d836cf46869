-- Events told of as done: of a country ($1: acting, hit, or the place), of a story's id ($2), or in reports that appeared
-- from $3 to $4 with $5 true; else $3 and $4 bound the days. What is NULL does not matter.
SELECT
    f.event_id, f.report_id, f.same_as, f.sentence, f.event_type, f.modes, f.quad_class, f.score, f.status,
    f.words, f.text, f.trigger_start, f.actor_names, f.actor_ids, f.actor_countries, f.actor_sectors,
    f.recipient_names, f.recipient_ids, f.recipient_countries, f.recipient_sectors,
    f.place_id, f.place_name, f.place_country, f.earliest, f.latest, f.killed_best, f.injured_best,
    f.source_words, f.source_kind, f.confidence, f.published, coalesce(f.publisher, f.report_id) AS publisher, f.title,
    c.incident_id AS incident, i.event_type AS incident_type, i.modes AS incident_modes, i.ahead AS incident_ahead,
    i.earliest AS incident_earliest, i.latest AS incident_latest, i.date_method, i.disputed,
    i.reliability || i.credibility AS grade, i.killed_best AS incident_killed
FROM flat_events f
LEFT JOIN cards c ON c.event_id = f.event_id
LEFT JOIN incidents i ON i.incident_id = c.incident_id
WHERE NOT f.negated AND f.status = 'current'
  AND ($1 IS NULL OR list_contains(f.actor_countries, $1) OR list_contains(f.recipient_countries, $1)
    OR f.place_country = $1)
  AND ($2 IS NULL OR c.incident_id IN (SELECT incident_id FROM story_incidents WHERE starts_with(story_id, $2)))
  AND ($3 IS NULL OR CASE WHEN $5 THEN f.published ELSE coalesce(f.latest, f.published, DATE '9999-12-31') END >= $3)
  AND ($4 IS NULL OR CASE WHEN $5 THEN f.published ELSE coalesce(f.earliest, f.published, DATE '0001-01-01') END <= $4)
ORDER BY f.report_id, f.trigger_start, f.event_id
