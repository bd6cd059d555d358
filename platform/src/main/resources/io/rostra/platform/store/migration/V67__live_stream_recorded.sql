-- Whether a live stream was recorded along.
ALTER TABLE live_streams ADD COLUMN recorded BOOLEAN NOT NULL DEFAULT FALSE;
