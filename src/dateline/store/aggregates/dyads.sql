-- Pairs of countries with their events by quad class, in both directions.
SELECT "left", "right", count(*) AS count, count(*) FILTER (NOT repeated) AS happenings,
    count(*) FILTER (quad_class = 1) AS quad1, count(*) FILTER (quad_class = 2) AS quad2,
    count(*) FILTER (quad_class = 3) AS quad3, count(*) FILTER (quad_class = 4) AS quad4,
    count(*) FILTER (forth) AS forth, count(*) FILTER (NOT forth) AS back,
    sum(killed_best) FILTER (NOT repeated)::BIGINT AS killed, avg(score) AS score,
    min(earliest) AS first_day, max(latest) AS last_day
FROM ({pairs}) GROUP BY ALL ORDER BY count DESC, "left", "right" LIMIT {limit}
