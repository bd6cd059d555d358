-- What was pushed to other servers by RTMP.

CREATE TABLE external_streams (
    id           VARCHAR(24)  PRIMARY KEY,
    workspace_id VARCHAR(24)  NOT NULL REFERENCES workspaces (id),
    room_id      VARCHAR(24)  NOT NULL REFERENCES rooms (id),
    -- Empty when nobody was in the room.
    session_id   VARCHAR(24)  NOT NULL,
    -- starting, running, stopping, completed or failed
    status       VARCHAR(16)  NOT NULL,
    -- Where to, without keys, as JSON: ["rtmp://host/app"]
    addresses    TEXT         NOT NULL,
    -- Whether a recording was started along with it.
    recording    BOOLEAN      NOT NULL,
    started_by   VARCHAR(64)  NOT NULL,
    stopped_by   VARCHAR(64)  NOT NULL,
    -- Why it stopped or failed, in plain words.
    reason       VARCHAR(512) NOT NULL,
    created_at   BIGINT       NOT NULL,
    started_at   BIGINT,
    updated_at   BIGINT       NOT NULL,
    stopped_at   BIGINT
);
CREATE INDEX external_streams_of_workspace ON external_streams (workspace_id, id);
CREATE INDEX external_streams_of_room ON external_streams (room_id, id);
