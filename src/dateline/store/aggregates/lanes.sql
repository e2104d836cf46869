-- The most active pairs of countries by span of time: cooperation up, conflict down.
WITH pairs AS MATERIALIZED ({pairs}),
top AS (SELECT "left", "right", count(*) AS total FROM pairs GROUP BY ALL ORDER BY total DESC, 1, 2 LIMIT {limit})
SELECT "left", "right", total, date_trunc('{bin}', {last})::DATE AS bin, count(*) FILTER (quad_class <= 2) AS up,
    count(*) FILTER (quad_class >= 3) AS down, sum(killed_best) FILTER (NOT repeated)::BIGINT AS killed
FROM pairs JOIN top USING ("left", "right")
GROUP BY ALL ORDER BY total DESC, 1, 2, bin
