-- What is counted of a pair.
count(*) AS n, count(*) FILTER (NOT repeated) AS happenings,
    count(*) FILTER (quad_class = 1) AS quad1, count(*) FILTER (quad_class = 2) AS quad2,
    count(*) FILTER (quad_class = 3) AS quad3, count(*) FILTER (quad_class = 4) AS quad4,
    sum(killed_best) FILTER (NOT repeated) AS killed, sum(score) AS scores, count(score) AS scored,
    min(CASE date_basis WHEN 'publication' THEN latest ELSE earliest END) AS first_day, max(latest) AS last_day
