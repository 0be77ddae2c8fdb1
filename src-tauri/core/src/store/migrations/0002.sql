-- Version 2: rooms that came from a stranger's request.

-- 1: accepted from a request and not answered yet: pictures stay covered, links inert.
ALTER TABLE room ADD COLUMN stranger INTEGER NOT NULL DEFAULT 0;
-- 1: accepted; the row waits for the room, which it then marks, and is not listed any more.
ALTER TABLE request ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;
