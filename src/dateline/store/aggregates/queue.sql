-- What an analyst should look at first: how doubtful the coder is, times how much hangs on the event.
SELECT {columns}, round(doubt * weight, 6) AS priority, doubt, weight FROM (
    SELECT *, greatest(0.05, 4 * confidence * (1 - confidence)) AS doubt,
        (1 + abs(coalesce(score, 0)) / 10 + ln(1 + coalesce(killed_best, 0))
            + CASE WHEN len(actor_words) = 0 THEN 0.3 ELSE 0 END)
            * CASE WHEN status = 'current' AND NOT negated THEN 1 ELSE 0.6 END
            * CASE WHEN repeated THEN 0.5 ELSE 1 END AS weight
    FROM flat_events WHERE {condition}
        AND event_id NOT IN (SELECT event_id FROM reviewed WHERE ? IS NULL OR reviewed_by = ?)
)
