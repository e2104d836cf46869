-- Pairs of countries with acts between them, the most active first; $1 how many at most.
SELECT a AS one, b AS other, count(DISTINCT same_as) AS acts FROM (
    SELECT least(x.c, y.c) AS a, greatest(x.c, y.c) AS b, f.same_as
    FROM flat_events f, (SELECT unnest(f.actor_countries) AS c) x, (SELECT unnest(f.recipient_countries) AS c) y
    WHERE NOT f.negated AND f.status = 'current' AND x.c <> y.c
      AND length(x.c) = 3 AND length(y.c) = 3 AND x.c NOT IN ('IGO', 'INT') AND y.c NOT IN ('IGO', 'INT')
)
GROUP BY ALL ORDER BY acts DESC, one, other LIMIT $1
