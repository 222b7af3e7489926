-- A session: who, where, when, and its card.  Times of day are UTC; utc_offset_min is what the wall clock added to it.
CREATE TABLE session (
    id {serial},
    uid VARCHAR(64) NOT NULL UNIQUE,
    person TEXT NOT NULL,
    machine TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    circuit TEXT NOT NULL,
    level TEXT NOT NULL,
    version TEXT NOT NULL,
    reason TEXT,
    seconds DOUBLE PRECISION NOT NULL,
    landings INTEGER NOT NULL,
    cadence_hz DOUBLE PRECISION,
    variation DOUBLE PRECISION
);

CREATE INDEX session_by_time ON session (started_at);

-- A work set: one side of a step in one round, and its rhythm.  Seconds of the session, as everywhere below.
CREATE TABLE work_set (
    session_id INTEGER NOT NULL REFERENCES session (id),
    number INTEGER NOT NULL,
    exercise TEXT NOT NULL,
    side TEXT,
    round INTEGER NOT NULL,
    started_at_s DOUBLE PRECISION NOT NULL,
    ended_at_s DOUBLE PRECISION,
    planned_s DOUBLE PRECISION NOT NULL,
    count INTEGER,
    cadence_hz DOUBLE PRECISION,
    interval_s DOUBLE PRECISION,
    variation DOUBLE PRECISION,
    drift DOUBLE PRECISION,
    PRIMARY KEY (session_id, number)
);

-- Event lines, each in one of three tables; seq is its place in the session's log.
-- more: JSON of the fields that have no column, or nothing.
CREATE TABLE landing (
    session_id INTEGER NOT NULL REFERENCES session (id),
    seq INTEGER NOT NULL,
    set_number INTEGER,
    t DOUBLE PRECISION NOT NULL,
    at_s DOUBLE PRECISION NOT NULL,
    heard_at_s DOUBLE PRECISION NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    step TEXT NOT NULL,
    count INTEGER NOT NULL,
    more TEXT,
    PRIMARY KEY (session_id, seq)
);

CREATE TABLE cue (
    session_id INTEGER NOT NULL REFERENCES session (id),
    seq INTEGER NOT NULL,
    t DOUBLE PRECISION NOT NULL,
    cue_id TEXT NOT NULL,
    lane TEXT NOT NULL,
    words TEXT NOT NULL,
    start_at_s DOUBLE PRECISION NOT NULL,
    end_at_s DOUBLE PRECISION NOT NULL,
    rule TEXT,
    more TEXT,
    PRIMARY KEY (session_id, seq)
);

CREATE TABLE note (
    session_id INTEGER NOT NULL REFERENCES session (id),
    seq INTEGER NOT NULL,
    t DOUBLE PRECISION NOT NULL,
    event TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (session_id, seq)
);
