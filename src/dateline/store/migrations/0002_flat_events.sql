-- Each event with its slots resolved, one row an event: made from the other tables' records, for filters and exports.
-- Lists of one party's fields run parallel: actor_names[1] is of actor_countries[1].

CREATE TABLE flat_events (
    event_id            VARCHAR NOT NULL,
    report_id           VARCHAR NOT NULL,
    same_as             VARCHAR NOT NULL,   -- the first event of the report that tells of the same happening
    repeated            BOOLEAN NOT NULL,   -- told before in the report: same_as is another
    sentence            INTEGER NOT NULL,
    event_type          VARCHAR NOT NULL,
    modes               VARCHAR[] NOT NULL,
    contexts            VARCHAR[] NOT NULL,
    quad_class          INTEGER,            -- 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict
    score               DOUBLE,             -- PLOVER's, -10 to 10
    status              VARCHAR NOT NULL,
    negated             BOOLEAN NOT NULL,
    words               VARCHAR NOT NULL,   -- of the trigger
    trigger_start       INTEGER NOT NULL,
    trigger_end         INTEGER NOT NULL,
    actor_words         VARCHAR[] NOT NULL,
    actor_names         VARCHAR[] NOT NULL,
    actor_ids           VARCHAR[] NOT NULL, -- of known parties, else NULL
    actor_countries     VARCHAR[] NOT NULL,
    actor_sectors       VARCHAR[] NOT NULL, -- of one party with blanks between
    recipient_words     VARCHAR[] NOT NULL,
    recipient_names     VARCHAR[] NOT NULL,
    recipient_ids       VARCHAR[] NOT NULL,
    recipient_countries VARCHAR[] NOT NULL,
    recipient_sectors   VARCHAR[] NOT NULL,
    place_words         VARCHAR,
    place_name          VARCHAR,
    place_id            VARCHAR,
    place_country       VARCHAR,
    admin1              VARCHAR,
    admin2              VARCHAR,
    latitude            DOUBLE,
    longitude           DOUBLE,
    precision           VARCHAR,
    feature             VARCHAR,
    time_words          VARCHAR,
    earliest            DATE,
    latest              DATE,
    date_basis          VARCHAR,
    killed_low          BIGINT,
    killed_best         BIGINT,
    killed_high         BIGINT,
    injured_low         BIGINT,
    injured_best        BIGINT,
    injured_high        BIGINT,
    weapon              VARCHAR,
    source_words        VARCHAR,            -- who says it, where a claim holds the event
    source_kind         VARCHAR,
    certainty           VARCHAR,
    confidence          DOUBLE NOT NULL,
    method              VARCHAR NOT NULL,
    text                VARCHAR NOT NULL,   -- the sentence
    title               VARCHAR,
    publisher           VARCHAR,
    url                 VARCHAR,
    language            VARCHAR,
    published           DATE,
    actor_search        VARCHAR NOT NULL,   -- folded, with a blank before and after every word; codes in capitals
    recipient_search    VARCHAR NOT NULL,
    place_search        VARCHAR NOT NULL,
    search              VARCHAR NOT NULL,   -- sentence and title, folded
    lane0               BIGINT NOT NULL,    -- bits of the words in `search`: rows without a word's bits lack the word
    lane1               BIGINT NOT NULL,
    lane2               BIGINT NOT NULL,
    lane3               BIGINT NOT NULL
);

-- Stores that have events already are filled when they are next opened for writing.
INSERT INTO meta VALUES ('flat_events', 'stale');
