-- What is counted of a pair in a span of time.
date_trunc('{bin}', {last})::DATE AS bin, count(*) AS n, count(*) FILTER (quad_class <= 2) AS up,
    count(*) FILTER (quad_class >= 3) AS down, sum(killed_best) FILTER (NOT repeated) AS killed,
    count(*) FILTER (date_basis = 'publication') AS inferred
