-- Events that may lie between two parties ($1 and $2: countries, or ids of known parties): told of as done, and not denied
-- by their own report. $3 and $4 bound the days loosely. `incident` is NULL where the store is not linked.
{told}
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
