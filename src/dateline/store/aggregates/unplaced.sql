-- Events that no map shows.
SELECT count(*) AS unplaced FROM flat_events WHERE {condition} AND latitude IS NULL
