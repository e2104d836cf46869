-- Acts between pairs of countries by day: of one side, type and day, one. $2 the last day, or NULL. One row a pair and type,
-- with the days since 1970.
{hit}
SELECT a, b, event_type, list(DISTINCT CAST(day AS DATE) - DATE '1970-01-01') AS days FROM hit
WHERE b IS NOT NULL AND a <> b AND length(a) = 3 AND length(b) = 3
  AND a NOT IN ('IGO', 'INT') AND b NOT IN ('IGO', 'INT') AND ($2 IS NULL OR day <= $2)
GROUP BY a, b, event_type
