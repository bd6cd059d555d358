-- Whom a workspace's token endpoint serves, as JSON; {} for whomever the server's setting admits.
ALTER TABLE workspaces ADD COLUMN token_endpoint TEXT NOT NULL DEFAULT '{}';
