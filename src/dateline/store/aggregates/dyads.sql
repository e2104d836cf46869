-- Pairs of countries with their events by quad class, in both directions; the one with the smaller code is left.
SELECT least(a, b) AS "left", greatest(a, b) AS "right", sum(n)::BIGINT AS count,
    sum(happenings)::BIGINT AS happenings, sum(quad1)::BIGINT AS quad1, sum(quad2)::BIGINT AS quad2,
    sum(quad3)::BIGINT AS quad3, sum(quad4)::BIGINT AS quad4, coalesce(sum(n) FILTER (a <= b), 0)::BIGINT AS forth,
    coalesce(sum(n) FILTER (a > b), 0)::BIGINT AS back, sum(killed)::BIGINT AS killed,
    sum(scores) / nullif(sum(scored), 0) AS score, min(first_day) AS first_day, max(last_day) AS last_day
FROM ({pairs}) WHERE a IS NOT NULL AND b IS NOT NULL AND (a <> b OR {domestic})
GROUP BY ALL ORDER BY count DESC, "left", "right" LIMIT {limit}
