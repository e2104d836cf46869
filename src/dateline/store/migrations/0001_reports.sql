-- The tables of coded reports. One row is one record; ids are made from content, so the same report gives the same rows.
-- Spans are half-open stretches of reports.text in code points: substr(text, span_start + 1, span_end - span_start).

CREATE TABLE meta (
    key   VARCHAR PRIMARY KEY,
    value VARCHAR NOT NULL
);

CREATE TABLE runs (
    run_id        VARCHAR PRIMARY KEY,
    input         VARCHAR NOT NULL,    -- the sources, as they were given
    manifest_id   VARCHAR NOT NULL,    -- stands for the next six together: same manifest and report, same rows
    version       VARCHAR NOT NULL,
    code_hash     VARCHAR NOT NULL,
    lexicon_hash  VARCHAR NOT NULL,
    ontology_hash VARCHAR NOT NULL,
    model_hash    VARCHAR NOT NULL,
    library_hash  VARCHAR NOT NULL,
    started       TIMESTAMPTZ NOT NULL,
    finished      TIMESTAMPTZ,         -- NULL: still running, or killed
    coded         BIGINT NOT NULL DEFAULT 0,
    empty         BIGINT NOT NULL DEFAULT 0,   -- of the coded ones, those without event and claim
    quarantined   BIGINT NOT NULL DEFAULT 0,
    skipped       BIGINT NOT NULL DEFAULT 0    -- already there under the same manifest
);

CREATE TABLE reports (
    report_id        VARCHAR PRIMARY KEY,
    source           VARCHAR NOT NULL,
    url              VARCHAR,
    publisher        VARCHAR,
    byline           VARCHAR,
    title            VARCHAR,
    text             VARCHAR NOT NULL,
    language         VARCHAR,
    published        TIMESTAMPTZ,
    published_basis  VARCHAR,
    retrieved        TIMESTAMPTZ,
    licence          VARCHAR,
    dateline_start   INTEGER,
    dateline_end     INTEGER,
    manifest_id      VARCHAR NOT NULL
);

CREATE TABLE documents (
    report_id VARCHAR NOT NULL,
    body      BLOB NOT NULL            -- the whole reading: zlib-packed JSON of dateline.records.Document
);

CREATE TABLE parts (
    report_id  VARCHAR NOT NULL,
    kind       VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end   INTEGER NOT NULL
);

CREATE TABLE sentences (
    report_id  VARCHAR NOT NULL,
    sentence   INTEGER NOT NULL,
    part       VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end   INTEGER NOT NULL,
    tokens     INTEGER NOT NULL        -- how many; the tokens themselves are in documents.body
);

CREATE TABLE mentions (
    mention_id VARCHAR NOT NULL,
    report_id  VARCHAR NOT NULL,
    sentence   INTEGER NOT NULL,
    label      VARCHAR NOT NULL,
    words      VARCHAR NOT NULL,
    span_start INTEGER NOT NULL,
    span_end   INTEGER NOT NULL,
    head_start INTEGER,
    head_end   INTEGER,
    refers_to  VARCHAR,
    method     VARCHAR NOT NULL,
    score      DOUBLE NOT NULL
);

CREATE TABLE times (
    time_id    VARCHAR NOT NULL,
    report_id  VARCHAR NOT NULL,
    sentence   INTEGER NOT NULL,
    timex_type VARCHAR NOT NULL,
    value      VARCHAR NOT NULL,
    mod        VARCHAR,
    words      VARCHAR,
    span_start INTEGER,
    span_end   INTEGER,
    earliest   DATE,
    latest     DATE,
    basis      VARCHAR NOT NULL
);

CREATE TABLE resolutions (
    report_id  VARCHAR NOT NULL,
    mention_id VARCHAR NOT NULL,
    kind       VARCHAR NOT NULL,       -- actor or place
    target     VARCHAR,
    name       VARCHAR,
    country    VARCHAR,
    sectors    VARCHAR[] NOT NULL,
    place_id   VARCHAR,
    place_name VARCHAR,
    admin1     VARCHAR,
    admin2     VARCHAR,
    latitude   DOUBLE,
    longitude  DOUBLE,
    precision  VARCHAR,
    feature    VARCHAR,
    score      DOUBLE NOT NULL,
    method     VARCHAR NOT NULL
);

CREATE TABLE events (
    event_id       VARCHAR NOT NULL,
    report_id      VARCHAR NOT NULL,
    sentence       INTEGER NOT NULL,
    event_type     VARCHAR NOT NULL,
    modes          VARCHAR[] NOT NULL,
    contexts       VARCHAR[] NOT NULL,
    words          VARCHAR NOT NULL,   -- of the trigger
    trigger_start  INTEGER NOT NULL,
    trigger_end    INTEGER NOT NULL,
    place          VARCHAR,            -- mentions.mention_id
    time           VARCHAR,            -- times.time_id
    status         VARCHAR NOT NULL,
    status_cue     VARCHAR,
    negated        BOOLEAN NOT NULL,
    negation_cue   VARCHAR,
    killed_low     BIGINT,
    killed_best    BIGINT,
    killed_high    BIGINT,
    killed_approx  BOOLEAN,
    injured_low    BIGINT,
    injured_best   BIGINT,
    injured_high   BIGINT,
    injured_approx BOOLEAN,
    weapon         VARCHAR,
    reported_by    VARCHAR,            -- claims.claim_id
    confidence     DOUBLE NOT NULL,
    method         VARCHAR NOT NULL
);

CREATE TABLE event_parties (
    event_id   VARCHAR NOT NULL,
    report_id  VARCHAR NOT NULL,
    role       VARCHAR NOT NULL,       -- actor or recipient
    position   INTEGER NOT NULL,
    mention_id VARCHAR NOT NULL
);

CREATE TABLE bindings (
    event_id   VARCHAR NOT NULL,
    report_id  VARCHAR NOT NULL,
    slot       VARCHAR NOT NULL,
    target     VARCHAR,                -- NULL: left empty, method says why
    method     VARCHAR NOT NULL,
    score      DOUBLE NOT NULL,
    span_start INTEGER,
    span_end   INTEGER
);

CREATE TABLE claims (
    claim_id     VARCHAR NOT NULL,
    report_id    VARCHAR NOT NULL,
    sentence     INTEGER NOT NULL,
    source       VARCHAR,              -- mentions.mention_id
    source_words VARCHAR,
    source_start INTEGER,
    source_end   INTEGER,
    cue          VARCHAR NOT NULL,
    cue_start    INTEGER NOT NULL,
    cue_end      INTEGER NOT NULL,
    content      VARCHAR NOT NULL,
    content_spans STRUCT(span_start INTEGER, span_end INTEGER)[] NOT NULL,
    speech       VARCHAR NOT NULL,
    source_kind  VARCHAR NOT NULL,
    source_count INTEGER,
    stance       VARCHAR NOT NULL,
    certainty    VARCHAR NOT NULL,
    events       VARCHAR[] NOT NULL,
    score        DOUBLE NOT NULL,
    method       VARCHAR NOT NULL
);

CREATE TABLE links (
    report_id    VARCHAR NOT NULL,
    left_event   VARCHAR NOT NULL,
    right_event  VARCHAR NOT NULL,
    relation     VARCHAR NOT NULL,
    judgement    VARCHAR NOT NULL,
    cue          VARCHAR,
    score        DOUBLE NOT NULL,
    method       VARCHAR NOT NULL
);

CREATE TABLE quarantined (
    report_id   VARCHAR PRIMARY KEY,
    source      VARCHAR NOT NULL,
    stage       VARCHAR NOT NULL,
    error       VARCHAR NOT NULL,
    message     VARCHAR NOT NULL,
    traceback   VARCHAR NOT NULL,
    version     VARCHAR NOT NULL,
    failed_at   TIMESTAMPTZ NOT NULL,
    manifest_id VARCHAR NOT NULL,
    body        BLOB NOT NULL          -- zlib-packed JSON of the record, report and all
);
