-- The reports with how much was found in each.
SELECT r.report_id, r.published::DATE AS published, r.publisher, r.title, r.source,
    (SELECT count(*) FROM events e WHERE e.report_id = r.report_id) AS events,
    (SELECT count(*) FROM claims c WHERE c.report_id = r.report_id) AS claims
FROM reports r ORDER BY r.published DESC NULLS LAST, r.report_id
