-- The key with which a program pushes into a room. A room has one or none; one that was disabled is gone.

CREATE TABLE stream_keys (
    room_id    VARCHAR(24) PRIMARY KEY REFERENCES rooms (id),
    id         VARCHAR(24) NOT NULL,
    -- In plain text: the server API shows it again to whoever may manage the room.
    stream_key VARCHAR(64) NOT NULL UNIQUE,
    created_at BIGINT      NOT NULL
);
