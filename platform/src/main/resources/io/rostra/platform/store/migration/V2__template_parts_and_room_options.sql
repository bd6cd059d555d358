-- The other parts of a template, as the template API spells them, and what rooms have of their own.

ALTER TABLE templates ADD COLUMN settings     TEXT NOT NULL DEFAULT '{}';
ALTER TABLE templates ADD COLUMN destinations TEXT NOT NULL DEFAULT '{}';
ALTER TABLE templates ADD COLUMN recordings   TEXT NOT NULL DEFAULT '[]';
ALTER TABLE templates ADD COLUMN plugins      TEXT NOT NULL DEFAULT '{}';

ALTER TABLE rooms ADD COLUMN options TEXT NOT NULL DEFAULT '{}';

CREATE INDEX rooms_of_template ON rooms (template_id);
