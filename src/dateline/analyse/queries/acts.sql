-- Events that may lie between two parties ($1 and $2: countries, or ids of known parties): told of as done, and not denied
-- by their own report. $3 and $4 bound the days loosely. `incident` is NULL where the store is not linked.
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
WHERE NOT f.negated AND list_contains($5, f.status)
  AND ($3 IS NULL OR coalesce(f.latest, f.published, DATE '9999-12-31') >= $3)
  AND ($4 IS NULL OR coalesce(f.earliest, f.published, DATE '0001-01-01') <= $4)
  AND (
    (
      (list_contains(f.actor_countries, $1) OR list_contains(f.recipient_countries, $1)
        OR list_contains(f.actor_ids, $1) OR list_contains(f.recipient_ids, $1) OR f.place_country = $1)
      AND (list_contains(f.actor_countries, $2) OR list_contains(f.recipient_countries, $2)
        OR list_contains(f.actor_ids, $2) OR list_contains(f.recipient_ids, $2) OR f.place_country = $2)
    )
    OR (f.event_type = 'ASSAULT' AND f.place_country IS NULL
      AND (list_contains(f.actor_countries, $1) OR list_contains(f.actor_countries, $2))
      AND len(list_filter(f.recipient_countries, x -> x <> $1 AND x <> $2)) = 0)
  )
ORDER BY f.report_id, f.trigger_start, f.event_id
