-- What `dateline link` finds across reports. All but `rulings` can be made anew from the rest of the store.

-- A report that has been linked, under the manifest that it was coded with.
CREATE TABLE sketches (
    report_id   VARCHAR NOT NULL,
    manifest_id VARCHAR NOT NULL,
    prints      BLOB NOT NULL,           -- the fingerprint: 64-bit hashes, smallest first
    compared    BOOLEAN NOT NULL         -- with all other reports
);

CREATE TABLE copies (
    left_report  VARCHAR NOT NULL,
    right_report VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,       -- exact, near, cut, partial
    of_left      DOUBLE NOT NULL,        -- share of the left one's runs of words that the right one has too
    of_right     DOUBLE NOT NULL,
    shared       BIGINT NOT NULL
);

CREATE TABLE editions (
    family_id VARCHAR NOT NULL,
    report_id VARCHAR NOT NULL,
    position  INTEGER NOT NULL,          -- 0: the first edition
    kind      VARCHAR NOT NULL,
    changes   VARCHAR NOT NULL           -- JSON: what it has otherwise than the first edition, with spans in both
);

CREATE TABLE cards (
    event_id    VARCHAR NOT NULL,
    report_id   VARCHAR NOT NULL,
    incident_id VARCHAR,                 -- NULL: to be grouped
    judged      BOOLEAN NOT NULL,        -- against all events with a key in common
    has_cause   BOOLEAN NOT NULL,
    body        VARCHAR NOT NULL         -- JSON of dateline.records.Card
);

CREATE TABLE card_keys (
    key      BIGINT NOT NULL,
    event_id VARCHAR NOT NULL
);

CREATE TABLE pairs (
    left_event  VARCHAR NOT NULL,
    right_event VARCHAR NOT NULL,
    score       DOUBLE NOT NULL,         -- the probability that both are one happening
    evidence    VARCHAR NOT NULL         -- JSON: [name, log-odds] of each piece of evidence
);

CREATE TABLE incidents (
    incident_id  VARCHAR NOT NULL,
    title        VARCHAR NOT NULL,
    event_type   VARCHAR NOT NULL,
    modes        VARCHAR[] NOT NULL,
    ahead        BOOLEAN NOT NULL,       -- planned or merely possible
    actor        VARCHAR,
    recipient    VARCHAR,
    actor_keys   VARCHAR[] NOT NULL,
    recipient_keys VARCHAR[] NOT NULL,
    place_name   VARCHAR,
    country      VARCHAR,
    admin1       VARCHAR,
    latitude     DOUBLE,
    longitude    DOUBLE,
    precision    VARCHAR,
    earliest     DATE,
    latest       DATE,
    date_method  VARCHAR NOT NULL,       -- stated, published (inferred from the reports' dates), none
    killed_low   BIGINT,
    killed_best  BIGINT,
    killed_high  BIGINT,
    injured_low  BIGINT,
    injured_best BIGINT,
    injured_high BIGINT,
    events       INTEGER NOT NULL,
    reports      INTEGER NOT NULL,
    voices       INTEGER NOT NULL,       -- independent sources: copies count once
    countries    VARCHAR[] NOT NULL,     -- that sources come from
    disputed     VARCHAR[] NOT NULL,
    reliability  VARCHAR NOT NULL,
    credibility  VARCHAR NOT NULL,
    cohesion     DOUBLE NOT NULL,
    pinned       BOOLEAN NOT NULL,
    body         VARCHAR NOT NULL        -- JSON of dateline.records.Incident: versions, histories, reasons
);

CREATE TABLE chains (
    left_incident  VARCHAR NOT NULL,     -- the effect, the answer
    right_incident VARCHAR NOT NULL,     -- the cause
    method         VARCHAR NOT NULL,     -- stated or inferred
    score          DOUBLE NOT NULL,
    reason         VARCHAR NOT NULL,
    events         VARCHAR[] NOT NULL
);

CREATE TABLE stories (
    story_id   VARCHAR NOT NULL,
    title      VARCHAR NOT NULL,
    title_from VARCHAR NOT NULL,
    first_day  DATE,
    last_day   DATE,
    reports    INTEGER NOT NULL
);

CREATE TABLE story_incidents (
    story_id    VARCHAR NOT NULL,
    incident_id VARCHAR NOT NULL
);

-- What analysts decided; it outlives every run.
CREATE TABLE rulings (
    ruling_id   VARCHAR PRIMARY KEY,
    left_event  VARCHAR NOT NULL,
    right_event VARCHAR NOT NULL,
    verdict     VARCHAR NOT NULL,        -- same or different
    kind        VARCHAR NOT NULL,        -- merge, split, pin
    ruled_by    VARCHAR NOT NULL,
    note        VARCHAR NOT NULL,
    ruled_at    TIMESTAMPTZ NOT NULL
);
