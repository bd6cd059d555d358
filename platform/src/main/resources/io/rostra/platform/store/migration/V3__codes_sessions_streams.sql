-- What is remembered of rooms: their codes, who was in them, what was streamed.

CREATE TABLE room_codes (
    code       VARCHAR(16)  PRIMARY KEY,
    room_id    VARCHAR(24)  NOT NULL REFERENCES rooms (id),
    role       VARCHAR(128) NOT NULL,
    enabled    BOOLEAN      NOT NULL,
    created_at BIGINT       NOT NULL,
    updated_at BIGINT       NOT NULL
);
CREATE INDEX room_codes_of_room ON room_codes (room_id, code);

CREATE TABLE sessions (
    -- Sorts by the time it began.
    id           VARCHAR(24) PRIMARY KEY,
    workspace_id VARCHAR(24) NOT NULL REFERENCES workspaces (id),
    room_id      VARCHAR(24) NOT NULL REFERENCES rooms (id),
    active       BOOLEAN     NOT NULL,
    created_at   BIGINT      NOT NULL,
    -- Of an ended session: when it ended.
    updated_at   BIGINT      NOT NULL
);
CREATE INDEX sessions_of_workspace ON sessions (workspace_id, id);
CREATE INDEX sessions_of_room ON sessions (room_id, id);
CREATE INDEX sessions_by_activity ON sessions (workspace_id, active, id);

CREATE TABLE session_peers (
    session_id VARCHAR(24)   NOT NULL REFERENCES sessions (id),
    peer_id    VARCHAR(64)   NOT NULL,
    name       VARCHAR(1024) NOT NULL,
    role       VARCHAR(128)  NOT NULL,
    user_id    VARCHAR(256)  NOT NULL,
    joined_at  BIGINT        NOT NULL,
    left_at    BIGINT,
    reason     VARCHAR(64),
    PRIMARY KEY (session_id, peer_id)
);

CREATE TABLE join_failures (
    id           VARCHAR(24)  PRIMARY KEY,
    workspace_id VARCHAR(24)  NOT NULL REFERENCES workspaces (id),
    room_id      VARCHAR(24)  NOT NULL REFERENCES rooms (id),
    peer_id      VARCHAR(64)  NOT NULL,
    user_id      VARCHAR(256) NOT NULL,
    role         VARCHAR(128) NOT NULL,
    -- In plain words.
    cause        VARCHAR(512) NOT NULL,
    created_at   BIGINT       NOT NULL
);
CREATE INDEX join_failures_of_room ON join_failures (room_id, id);

CREATE TABLE live_streams (
    id            VARCHAR(24)  PRIMARY KEY,
    workspace_id  VARCHAR(24)  NOT NULL REFERENCES workspaces (id),
    room_id       VARCHAR(24)  NOT NULL REFERENCES rooms (id),
    -- Empty when nobody was in the room.
    session_id    VARCHAR(24)  NOT NULL,
    -- starting, running, stopping, completed or failed
    status        VARCHAR(16)  NOT NULL,
    -- Path on this server; empty until it can be played.
    playlist_path VARCHAR(256) NOT NULL,
    destination   VARCHAR(128) NOT NULL,
    started_by    VARCHAR(64)  NOT NULL,
    stopped_by    VARCHAR(64)  NOT NULL,
    -- Why it stopped or failed, in plain words.
    reason        VARCHAR(512) NOT NULL,
    created_at    BIGINT       NOT NULL,
    started_at    BIGINT,
    updated_at    BIGINT       NOT NULL,
    stopped_at    BIGINT
);
CREATE INDEX live_streams_of_workspace ON live_streams (workspace_id, id);
CREATE INDEX live_streams_of_room ON live_streams (room_id, id);
