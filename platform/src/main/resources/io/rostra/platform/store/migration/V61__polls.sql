-- Polls that backends wrote, when they ran in rooms, and what was answered.

CREATE TABLE polls (
    id           VARCHAR(24) PRIMARY KEY,
    workspace_id VARCHAR(24) NOT NULL REFERENCES workspaces (id),
    -- As the API spells it.
    content      TEXT        NOT NULL,
    created_at   BIGINT      NOT NULL,
    updated_at   BIGINT      NOT NULL
);

CREATE TABLE poll_runs (
    poll_id    VARCHAR(24) NOT NULL REFERENCES polls (id),
    -- Sorts by the time it began.
    session_id VARCHAR(24) NOT NULL,
    id         VARCHAR(24) NOT NULL,
    started_at BIGINT      NOT NULL,
    stopped_at BIGINT,
    PRIMARY KEY (poll_id, session_id)
);

CREATE TABLE poll_responses (
    id           VARCHAR(24)  PRIMARY KEY,
    poll_id      VARCHAR(24)  NOT NULL REFERENCES polls (id),
    session_id   VARCHAR(24)  NOT NULL,
    question     INTEGER      NOT NULL,
    -- What makes two answers those of one voter.
    voter        VARCHAR(256) NOT NULL,
    peer_id      VARCHAR(64)  NOT NULL,
    user_id      VARCHAR(256) NOT NULL,
    skipped      BOOLEAN      NOT NULL,
    -- Indexes of the options that were chosen, as JSON.
    options      TEXT         NOT NULL,
    answer       VARCHAR(2048) NOT NULL,
    -- Points; 0 for a wrong answer.
    score        INTEGER      NOT NULL,
    -- Milliseconds that the voter took.
    duration     BIGINT       NOT NULL,
    -- Whether another one took its place.
    superseded   BOOLEAN      NOT NULL,
    -- Id of the first one, of one that took its place; empty otherwise.
    original     VARCHAR(24)  NOT NULL,
    retries      INTEGER      NOT NULL,
    created_at   BIGINT       NOT NULL
);
CREATE INDEX poll_responses_of_poll ON poll_responses (poll_id, id);
CREATE INDEX poll_responses_of_voter ON poll_responses (poll_id, session_id, question, voter);
CREATE INDEX poll_responses_of_session ON poll_responses (session_id);
CREATE INDEX poll_runs_of_session ON poll_runs (session_id);
