-- Every event with its parties and place in words and codes, newest first.
SELECT
    e.event_id, e.report_id, r.title, r.publisher, r.published::DATE AS published,
    e.event_type, e.modes, e.status, e.negated, e.words,
    list(m.words ORDER BY p.position) FILTER (p.role = 'actor') AS actors,
    list(a.country ORDER BY p.position) FILTER (p.role = 'actor') AS actor_countries,
    list(m.words ORDER BY p.position) FILTER (p.role = 'recipient') AS recipients,
    list(a.country ORDER BY p.position) FILTER (p.role = 'recipient') AS recipient_countries,
    any_value(w.words) AS place, any_value(g.country) AS place_country,
    any_value(g.latitude) AS latitude, any_value(g.longitude) AS longitude,
    any_value(f.earliest) AS earliest, any_value(f.latest) AS latest, any_value(f.date_basis) AS date_basis,
    e.killed_best AS killed, e.injured_best AS injured, any_value(c.source_words) AS reported_by
FROM events e
JOIN reports r USING (report_id)
LEFT JOIN event_parties p USING (event_id)
LEFT JOIN mentions m ON m.mention_id = p.mention_id
LEFT JOIN resolutions a ON a.mention_id = p.mention_id AND a.kind = 'actor'
LEFT JOIN mentions w ON w.mention_id = e.place
LEFT JOIN resolutions g ON g.mention_id = e.place AND g.kind = 'place'
LEFT JOIN flat_events f ON f.event_id = e.event_id
LEFT JOIN claims c ON c.claim_id = e.reported_by
GROUP BY ALL
ORDER BY latest DESC NULLS LAST, e.report_id, e.event_id
