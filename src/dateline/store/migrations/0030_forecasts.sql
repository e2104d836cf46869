-- What was foretold, on which day and how, so that it can be scored when the day comes.

CREATE TABLE forecasts (
    forecast_id VARCHAR PRIMARY KEY,     -- of the day, the parties, the question, the horizon and the ladder's window
    made        DATE NOT NULL,           -- the day whose evening it looks forward from
    saved       TIMESTAMPTZ NOT NULL,
    one         VARCHAR NOT NULL,
    other       VARCHAR NOT NULL,
    target      VARCHAR NOT NULL,
    horizon     INTEGER NOT NULL,        -- days
    due         DATE NOT NULL,
    method      VARCHAR NOT NULL,
    chance      DOUBLE,                  -- of an event
    cdf         DOUBLE[],                -- of a count: the chance of 0, 1, 2 … or fewer
    baselines   VARCHAR NOT NULL,        -- JSON: what simple methods gave on that day
    reason      VARCHAR NOT NULL,        -- why this method
    drivers     VARCHAR NOT NULL,        -- JSON: the acts that weigh most, with events
    outcome     BIGINT,                  -- 0 or 1, or the number; NULL: not yet due
    scored      TIMESTAMPTZ
);
