-- How the days of an event are known. `date_basis` of flat_events is from now on: stated, shared (stated of another event
-- that tells of the same happening, `date_from`), publication (of current events, inferred), or NULL (not known).
ALTER TABLE flat_events ADD COLUMN date_from VARCHAR;

-- The rows are made anew when the store is next opened for writing.
INSERT INTO meta VALUES ('flat_events', 'stale') ON CONFLICT DO NOTHING;
