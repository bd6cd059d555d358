-- Written for SQLite and PostgreSQL alike. Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE workspaces (
    id         VARCHAR(24)  PRIMARY KEY,
    subdomain  VARCHAR(63)  NOT NULL UNIQUE,
    access_key VARCHAR(128) NOT NULL UNIQUE,
    secret     VARCHAR(256) NOT NULL,
    created_at BIGINT       NOT NULL
);

CREATE TABLE templates (
    id           VARCHAR(24)  PRIMARY KEY,
    workspace_id VARCHAR(24)  NOT NULL REFERENCES workspaces (id),
    name         VARCHAR(128) NOT NULL,
    -- The template rooms get when they name none. At most one in a workspace.
    is_default   BOOLEAN      NOT NULL,
    -- The roles as the template API spells them: {"<role>": {...}}.
    roles        TEXT         NOT NULL,
    created_at   BIGINT       NOT NULL,
    updated_at   BIGINT       NOT NULL,
    UNIQUE (workspace_id, name)
);

CREATE TABLE rooms (
    id           VARCHAR(24)   PRIMARY KEY,
    workspace_id VARCHAR(24)   NOT NULL REFERENCES workspaces (id),
    template_id  VARCHAR(24)   NOT NULL REFERENCES templates (id),
    name         VARCHAR(128)  NOT NULL,
    -- The name in lower case: names are unique whatever their case.
    name_key     VARCHAR(128)  NOT NULL,
    description  VARCHAR(2048) NOT NULL,
    enabled      BOOLEAN       NOT NULL,
    created_at   BIGINT        NOT NULL,
    updated_at   BIGINT        NOT NULL,
    UNIQUE (workspace_id, name_key)
);
