-- Events by span of time and quad class. Those whose days are less exact than the span are left out (and counted).
SELECT date_trunc('{bin}', {last})::DATE AS bin, quad_class AS quad, count(*) AS count,
    count(*) FILTER (NOT repeated) AS happenings, sum(killed_best) FILTER (NOT repeated)::BIGINT AS killed,
    count(*) FILTER (date_basis = 'shared') AS shared, count(*) FILTER (date_basis = 'publication') AS inferred
FROM flat_events WHERE {condition} AND {last} - {first} < {days}
GROUP BY ALL ORDER BY bin, quad
