-- What analysts said of events: an append-only log, and what follows from it.

-- Never changed, never deleted: who wants to take a word back adds a row of the verdict 'undo'.
CREATE TABLE reviews (
    review_id   VARCHAR PRIMARY KEY,
    report_id   VARCHAR NOT NULL,
    event_id    VARCHAR NOT NULL,        -- as it was called then; recoding may call it otherwise
    verdict     VARCHAR NOT NULL,        -- accept, reject, correct, add, undo
    changes     VARCHAR NOT NULL,        -- JSON: the fields that are otherwise, with spans of the text
    reason      VARCHAR NOT NULL,
    reviewed_by VARCHAR NOT NULL,
    reviewed_at TIMESTAMPTZ NOT NULL,
    undo_of     VARCHAR,                 -- the review that is taken back
    event       VARCHAR NOT NULL,        -- JSON of dateline.records.Event: what the machine had read
    manifest_id VARCHAR NOT NULL         -- that the report was coded with
);

-- The machine's own reading of reports that analysts corrected; `documents` has the corrected one.
CREATE TABLE readings (
    report_id VARCHAR NOT NULL,
    body      BLOB NOT NULL
);

-- The last standing word of each analyst on each event, by the event's present id; made anew from `reviews`.
CREATE TABLE reviewed (
    event_id    VARCHAR NOT NULL,
    report_id   VARCHAR NOT NULL,
    review_id   VARCHAR NOT NULL,
    verdict     VARCHAR NOT NULL,
    reviewed_by VARCHAR NOT NULL,
    reviewed_at TIMESTAMPTZ NOT NULL,
    last        BOOLEAN NOT NULL         -- of all analysts
);
