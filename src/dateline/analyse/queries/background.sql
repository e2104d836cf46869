-- What the reports of a JSON list ($3) tell of the past, with either country ($1, $2) in it.
{told}
WHERE NOT f.negated AND f.status = 'historical'
  AND f.report_id IN (SELECT unnest(from_json($3::JSON, '["VARCHAR"]')))
  AND (list_has_any(f.actor_countries, [$1, $2]) OR list_has_any(f.recipient_countries, [$1, $2])
    OR f.place_country IN ($1, $2))
ORDER BY f.report_id, f.trigger_start, f.event_id
