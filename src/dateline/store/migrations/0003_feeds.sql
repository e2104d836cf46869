-- What `dateline watch` remembers of each feed, so that it goes on politely where it was.

CREATE TABLE feeds (
    url           VARCHAR PRIMARY KEY,
    etag          VARCHAR,
    last_modified VARCHAR,
    checked       TIMESTAMPTZ,             -- when it was last asked
    due           TIMESTAMPTZ,             -- not to be asked before
    succeeded     TIMESTAMPTZ,             -- when it last answered
    failures      INTEGER NOT NULL,        -- since then
    status        INTEGER,                 -- HTTP's, of the last answer
    message       VARCHAR,                 -- what was wrong with it
    polls         BIGINT NOT NULL,
    items         BIGINT NOT NULL,         -- seen in its last answer
    reports       BIGINT NOT NULL          -- coded in all
);
