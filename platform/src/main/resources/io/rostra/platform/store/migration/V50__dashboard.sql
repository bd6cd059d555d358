-- The operator of this installation: the dashboard's password, the links by which it is chosen, and
-- the sessions it opened. Tokens are kept as SHA-256, in hex.

CREATE TABLE operator_password (
    -- There is one operator.
    id         VARCHAR(16)  PRIMARY KEY,
    -- With the function and its parameters.
    hash       VARCHAR(256) NOT NULL,
    updated_at BIGINT       NOT NULL
);

CREATE TABLE operator_links (
    token_hash VARCHAR(64) PRIMARY KEY,
    expires_at BIGINT      NOT NULL
);

CREATE TABLE operator_sessions (
    id         VARCHAR(24) PRIMARY KEY,
    token_hash VARCHAR(64) NOT NULL UNIQUE,
    created_at BIGINT      NOT NULL,
    expires_at BIGINT      NOT NULL
);
