-- What was set aside, in the order of sources.
SELECT report_id, source, stage, error, message, failed_at FROM quarantined ORDER BY source, report_id
