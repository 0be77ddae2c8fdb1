-- Version 7: when what one sets for a conversation was set last, on any device, so that the newest intent wins.

CREATE TABLE mark_time (
  room TEXT NOT NULL,
  what TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (room, what)
) STRICT, WITHOUT ROWID;
