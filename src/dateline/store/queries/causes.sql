-- Why reports were set aside, most frequent first.
SELECT stage, error, count(*) AS reports, any_value(message ORDER BY report_id) AS example
FROM quarantined GROUP BY ALL ORDER BY reports DESC, stage, error
