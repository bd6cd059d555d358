-- Key pairs that were replaced and still count for a while, and what backends and operators did.

CREATE TABLE retired_keys (
    access_key   VARCHAR(128) PRIMARY KEY,
    workspace_id VARCHAR(24)  NOT NULL REFERENCES workspaces (id),
    secret       VARCHAR(256) NOT NULL,
    expires_at   BIGINT       NOT NULL
);

CREATE TABLE audit_log (
    id           VARCHAR(24)   PRIMARY KEY,
    workspace_id VARCHAR(24)   NOT NULL REFERENCES workspaces (id),
    -- The access key of the token, or the command.
    actor        VARCHAR(128)  NOT NULL,
    action       VARCHAR(256)  NOT NULL,
    subject      VARCHAR(256)  NOT NULL,
    created_at   BIGINT        NOT NULL
);
CREATE INDEX audit_log_of_workspace ON audit_log (workspace_id, id);
