-- Recordings that go to object storage: those that run, wait, and are there. Holds no secrets.
CREATE TABLE recording_uploads (
    recording_id    VARCHAR(64) PRIMARY KEY,
    room_id         VARCHAR(24) NOT NULL,
    -- running (the recording is), waiting or done
    state           VARCHAR(16) NOT NULL,
    attempts        INTEGER     NOT NULL,
    next_attempt_at BIGINT      NOT NULL,
    -- Where to, which files are there, and why the last attempt failed, as JSON.
    content         TEXT        NOT NULL
);
