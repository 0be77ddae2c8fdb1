-- Version 5: what one sets for a conversation on all of one's devices.

ALTER TABLE room ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE room ADD COLUMN on_top INTEGER NOT NULL DEFAULT 0;
ALTER TABLE room ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0;
-- Of what one is told: all, mentions, none. None is what `muted` was.
ALTER TABLE room ADD COLUMN notify TEXT NOT NULL DEFAULT 'all';
UPDATE room SET notify = 'none' WHERE muted = 1;
ALTER TABLE room DROP COLUMN muted;
-- Muted up to then.
ALTER TABLE room ADD COLUMN muted_until INTEGER;
DROP INDEX room_order;
CREATE INDEX room_order ON room (kind, archived, on_top DESC, last_at DESC, id DESC);
CREATE INDEX room_mute_end ON room (muted_until) WHERE muted_until IS NOT NULL;
