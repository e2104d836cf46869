-- Events whose place is known as an area only, by area.
SELECT place_id, min(place_name) AS place_name, min(place_country) AS country, min(admin1) AS admin1, precision,
    avg(latitude) AS latitude, avg(longitude) AS longitude, count(*) AS count,
    count(*) FILTER (NOT repeated) AS happenings,
    count(*) FILTER (quad_class = 1) AS quad1, count(*) FILTER (quad_class = 2) AS quad2,
    count(*) FILTER (quad_class = 3) AS quad3, count(*) FILTER (quad_class = 4) AS quad4,
    sum(killed_best) FILTER (NOT repeated)::BIGINT AS killed,
    max_by(event_id, confidence, 20) AS event_ids
FROM flat_events WHERE {condition} AND precision NOT IN ('exact', 'town') AND latitude IS NOT NULL
GROUP BY place_id, precision ORDER BY count DESC, place_id, precision LIMIT {limit}
