-- The runs, latest first.
SELECT * FROM runs ORDER BY started DESC, run_id
