-- Events told of as done: of a country ($1: acting, hit, or the place), of a story's id ($2), or in reports that appeared
-- from $3 to $4 with $5 true; else $3 and $4 bound the days. What is NULL does not matter.
{told}
WHERE NOT f.negated AND f.status = 'current'
  AND ($1 IS NULL OR list_contains(f.actor_countries, $1) OR list_contains(f.recipient_countries, $1)
    OR f.place_country = $1)
  AND ($2 IS NULL OR c.incident_id IN (SELECT incident_id FROM story_incidents WHERE starts_with(story_id, $2)))
  AND ($3 IS NULL OR CASE WHEN $5 THEN f.published ELSE coalesce(f.latest, f.published, DATE '9999-12-31') END >= $3)
  AND ($4 IS NULL OR CASE WHEN $5 THEN f.published ELSE coalesce(f.earliest, f.published, DATE '0001-01-01') END <= $4)
ORDER BY f.report_id, f.trigger_start, f.event_id
