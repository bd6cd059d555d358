-- Tracks that came, changed and went, for /v2/analytics/events.
CREATE TABLE track_events (
    id           VARCHAR(24)  PRIMARY KEY,
    workspace_id VARCHAR(24)  NOT NULL REFERENCES workspaces (id),
    room_id      VARCHAR(24)  NOT NULL REFERENCES rooms (id),
    session_id   VARCHAR(24)  NOT NULL,
    peer_id      VARCHAR(64)  NOT NULL,
    user_id      VARCHAR(256) NOT NULL,
    -- track.add.success, track.update.success or track.remove.success
    type         VARCHAR(32)  NOT NULL,
    -- The peer and the track, as JSON.
    content      TEXT         NOT NULL,
    created_at   BIGINT       NOT NULL
);
CREATE INDEX track_events_of_room ON track_events (room_id, id);

-- How many watched a live stream, a sample now and then.
CREATE TABLE live_audience (
    stream_id VARCHAR(24) NOT NULL,
    at        BIGINT      NOT NULL,
    viewers   INTEGER     NOT NULL,
    PRIMARY KEY (stream_id, at)
);
