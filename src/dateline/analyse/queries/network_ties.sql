-- Ties between the busiest parties (one parameter: how many), whole and by span of time (rows with a `bin`).
, busy AS (
    SELECT party FROM (
        SELECT "left" AS party, count(*) AS acts FROM happened GROUP BY 1
        UNION ALL SELECT "right", count(*) FROM happened GROUP BY 1
    ) GROUP BY 1 ORDER BY sum(acts) DESC, 1 LIMIT ?
)
SELECT "left", "right", date_trunc('{span}', day)::DATE AS bin, grouping(bin) = 1 AS whole, count(*) AS acts,
    count(*) FILTER (forth) AS forth, count(*) FILTER (back) AS back,
    count(*) FILTER (quad = 1) AS quad1, count(*) FILTER (quad = 2) AS quad2,
    count(*) FILTER (quad = 3) AS quad3, count(*) FILTER (quad = 4) AS quad4,
    coalesce(sum(score) FILTER (score > 0), 0) AS cooperation, coalesce(-sum(score) FILTER (score < 0), 0) AS conflict,
    min(day)::DATE AS first_day, max(day)::DATE AS last_day
FROM happened WHERE "left" IN (SELECT party FROM busy) AND "right" IN (SELECT party FROM busy)
GROUP BY GROUPING SETS (("left", "right"), ("left", "right", bin))
ORDER BY whole DESC, bin, acts DESC, "left", "right"
