-- How well each peer was served, a sample now and then.
CREATE TABLE peer_quality (
    session_id VARCHAR(24) NOT NULL,
    peer_id    VARCHAR(64) NOT NULL,
    at         BIGINT      NOT NULL,
    -- 0 (disconnected) to 5
    score      INTEGER     NOT NULL,
    PRIMARY KEY (session_id, peer_id, at)
);
