-- Which country did what to which, how often: current events that happened, by type.
SELECT a.country AS actor, b.country AS recipient, e.event_type, count(DISTINCT e.event_id) AS events
FROM events e
JOIN event_parties p ON p.event_id = e.event_id AND p.role = 'actor'
JOIN event_parties q ON q.event_id = e.event_id AND q.role = 'recipient'
JOIN resolutions a ON a.mention_id = p.mention_id AND a.kind = 'actor'
JOIN resolutions b ON b.mention_id = q.mention_id AND b.kind = 'actor'
WHERE e.status = 'current' AND NOT e.negated AND a.country IS NOT NULL AND b.country IS NOT NULL
GROUP BY ALL
ORDER BY events DESC, actor, recipient, event_type
