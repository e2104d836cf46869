-- Events with an exact place, by squares of a grid; each square stands where the middle of its events is.
SELECT floor(latitude / {cell})::INTEGER AS y, floor(longitude / {cell})::INTEGER AS x,
    avg(latitude) AS latitude, avg(longitude) AS longitude, count(*) AS count,
    count(*) FILTER (NOT repeated) AS happenings,
    count(*) FILTER (quad_class = 1) AS quad1, count(*) FILTER (quad_class = 2) AS quad2,
    count(*) FILTER (quad_class = 3) AS quad3, count(*) FILTER (quad_class = 4) AS quad4,
    sum(killed_best) FILTER (NOT repeated)::BIGINT AS killed,
    max_by(event_id, confidence, 20) AS event_ids,
    min(place_name) AS place_name, max(place_name) AS other_place, min(place_country) AS country,
    min(latitude) AS south, max(latitude) AS north, min(longitude) AS west, max(longitude) AS east
FROM flat_events WHERE {condition} AND precision IN ('exact', 'town') AND latitude IS NOT NULL
GROUP BY y, x ORDER BY count DESC, y, x LIMIT {limit}
