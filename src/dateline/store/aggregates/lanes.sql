-- The most active pairs of countries by span of time: cooperation up, conflict down.
WITH bins AS MATERIALIZED (
    SELECT least(a, b) AS "left", greatest(a, b) AS "right", bin, sum(n) AS n, sum(up)::BIGINT AS up,
        sum(down)::BIGINT AS down, sum(killed)::BIGINT AS killed, sum(inferred)::BIGINT AS inferred
    FROM ({pairs}) WHERE a IS NOT NULL AND b IS NOT NULL AND (a <> b OR {domestic}) GROUP BY ALL
),
top AS (
    SELECT "left", "right", sum(n)::BIGINT AS total FROM bins GROUP BY ALL ORDER BY total DESC, 1, 2 LIMIT {limit}
)
SELECT "left", "right", total, bin, up, down, killed, inferred FROM bins JOIN top USING ("left", "right")
ORDER BY total DESC, 1, 2, bin
