-- One pair of countries by span of time.
SELECT date_trunc('{bin}', {last})::DATE AS bin, count(*) AS count,
    count(*) FILTER (quad_class = 1) AS quad1, count(*) FILTER (quad_class = 2) AS quad2,
    count(*) FILTER (quad_class = 3) AS quad3, count(*) FILTER (quad_class = 4) AS quad4,
    sum(killed_best) FILTER (NOT repeated)::BIGINT AS killed, count(*) FILTER (date_basis = 'shared') AS shared,
    count(*) FILTER (date_basis = 'publication') AS inferred, avg(score) AS score, stddev_samp(score) AS deviation
FROM flat_events WHERE {condition} AND {last} - {first} < {days}
GROUP BY ALL ORDER BY bin
