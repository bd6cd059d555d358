-- What backends are told. A row is written with what it tells of, sent afterwards.

CREATE TABLE webhook_targets (
    workspace_id   VARCHAR(24)   PRIMARY KEY REFERENCES workspaces (id),
    url            VARCHAR(2048) NOT NULL,
    -- {"<name>":"<value>"}: secrets by which receivers know us.
    headers        TEXT          NOT NULL,
    -- Key of the signature.
    signing_secret VARCHAR(256)  NOT NULL,
    updated_at     BIGINT        NOT NULL
);

CREATE TABLE webhook_events (
    -- Sorts by the order of sending in a room.
    seq          VARCHAR(24)  PRIMARY KEY,
    -- What receivers know it by; a replay has that of the first.
    event_id     VARCHAR(36)  NOT NULL,
    workspace_id VARCHAR(24)  NOT NULL REFERENCES workspaces (id),
    room_id      VARCHAR(24)  NOT NULL REFERENCES rooms (id),
    type         VARCHAR(64)  NOT NULL,
    payload      TEXT         NOT NULL,
    -- pending, delivered or failed
    status       VARCHAR(16)  NOT NULL,
    attempts     INTEGER      NOT NULL,
    -- When to try again.
    next_at      BIGINT       NOT NULL,
    -- Why the last attempt failed; empty when there was none.
    error        VARCHAR(512) NOT NULL,
    url          VARCHAR(2048) NOT NULL,
    -- Empty but for a replay.
    replay_id    VARCHAR(36)  NOT NULL,
    created_at   BIGINT       NOT NULL,
    updated_at   BIGINT       NOT NULL
);
CREATE INDEX webhook_events_due ON webhook_events (status, next_at);
CREATE INDEX webhook_events_of_room ON webhook_events (room_id, status, seq);
CREATE INDEX webhook_events_of_workspace ON webhook_events (workspace_id, seq);
CREATE INDEX webhook_events_of_replay ON webhook_events (replay_id, status);

CREATE TABLE webhook_replays (
    id           VARCHAR(36) PRIMARY KEY,
    workspace_id VARCHAR(24) NOT NULL REFERENCES workspaces (id),
    -- What was asked for, as JSON.
    filters      TEXT        NOT NULL,
    created_at   BIGINT      NOT NULL
);
