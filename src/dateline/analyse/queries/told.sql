-- What the questions for told events begin with: their columns, and the incident that each is part of.
SELECT
    f.event_id, f.report_id, f.same_as, f.sentence, f.event_type, f.modes, f.words, f.text,
    f.actor_names, f.actor_ids, f.actor_countries, f.actor_sectors,
    f.recipient_names, f.recipient_ids, f.recipient_countries, f.recipient_sectors,
    f.place_id, f.place_name, f.place_country, f.earliest, f.latest, f.date_basis, f.killed_best,
    f.source_words, f.source_kind, f.confidence, f.published, coalesce(f.publisher, f.report_id) AS publisher, f.title,
    c.incident_id AS incident, i.event_type AS incident_type, i.modes AS incident_modes, i.ahead AS incident_ahead,
    i.earliest AS incident_earliest, i.latest AS incident_latest, i.date_method, i.disputed,
    i.reliability || i.credibility AS grade, i.killed_best AS incident_killed
FROM flat_events f
LEFT JOIN cards c ON c.event_id = f.event_id
LEFT JOIN incidents i ON i.incident_id = c.incident_id
