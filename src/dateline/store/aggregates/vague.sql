-- Events that no timeline shows: without a date, or with one that is less exact than a span of the timeline.
SELECT count(*) FILTER ({last} IS NULL OR {first} IS NULL) AS undated,
    count(*) FILTER ({last} - {first} >= {days}) AS vague
FROM flat_events WHERE {condition} AND ({last} - {first} < {days}) IS NOT TRUE
