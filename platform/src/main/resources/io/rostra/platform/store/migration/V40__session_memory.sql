-- What running sessions want to know again after a restart of the process, as JSON of their own.
CREATE TABLE session_memory (
    room_id VARCHAR(24)  NOT NULL,
    entry   VARCHAR(512) NOT NULL,
    content TEXT         NOT NULL,
    PRIMARY KEY (room_id, entry)
);
