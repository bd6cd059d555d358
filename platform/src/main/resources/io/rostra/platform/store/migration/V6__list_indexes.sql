-- Lists go through a workspace's rooms from the newest id on.
CREATE INDEX rooms_by_workspace ON rooms (workspace_id, id);
