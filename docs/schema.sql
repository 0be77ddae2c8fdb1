-- Tackroom's read model, version 8. Times are ms since the epoch; booleans are 0/1; ids are never reused.
-- "Kept" tables survive a rebuild of the store: what they hold exists nowhere else.

-- Settings, the account and the "running" flag: JSON by name. Kept.
CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sentences to be shown until dismissed. Kept.
CREATE TABLE alert (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  words TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL
) STRICT;

-- A picture: what is known of it and where its bytes come from. The files on disk are named by `token`. Kept.
CREATE TABLE media (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token TEXT NOT NULL UNIQUE,        -- random, so that a rebuilt store never shows an old file
  source_key TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,              -- MediaSource as JSON
  mime TEXT,
  name TEXT,
  bytes INTEGER,
  width INTEGER,
  height INTEGER,
  measured INTEGER NOT NULL DEFAULT 0, -- 1: width and height are those of the decoded picture
  animated INTEGER NOT NULL DEFAULT 0,
  blurhash TEXT,
  colour TEXT,
  alt TEXT,
  chosen TEXT,                       -- the address that answered, where there were several
  failed TEXT,                       -- Problem as JSON, of a lasting failure
  failed_at INTEGER,
  created_at INTEGER NOT NULL,
  detail INTEGER,                    -- how many pixels the shorter side needs to look the same; NULL until decoded
  look TEXT                          -- 128 bits as hex, alike for pictures that look alike; '' where there is too little to see
) STRICT;
CREATE INDEX media_look_1 ON media (substr(look, 1, 4));
CREATE INDEX media_look_2 ON media (substr(look, 5, 4));
CREATE INDEX media_look_3 ON media (substr(look, 9, 4));
CREATE INDEX media_look_4 ON media (substr(look, 13, 4));
CREATE INDEX media_look_5 ON media (substr(look, 17, 4));
CREATE INDEX media_look_6 ON media (substr(look, 21, 4));
CREATE INDEX media_look_7 ON media (substr(look, 25, 4));
CREATE INDEX media_look_8 ON media (substr(look, 29, 4));

-- A Matrix room: a conversation or a board; `!new-...` until the server has made it.
CREATE TABLE room (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  room TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('conversation', 'board')),
  direct INTEGER NOT NULL DEFAULT 0,
  name TEXT,                         -- as the room says
  shown TEXT NOT NULL DEFAULT '',    -- as shown: the name, else the others' names
  shown_key TEXT NOT NULL DEFAULT '', -- lower case, for search
  avatar INTEGER REFERENCES media (id) ON DELETE SET NULL,
  encrypted INTEGER NOT NULL DEFAULT 1,
  joined INTEGER NOT NULL DEFAULT 1,
  can_post INTEGER NOT NULL DEFAULT 1,
  member_count INTEGER NOT NULL DEFAULT 0, -- of the others
  unread INTEGER NOT NULL DEFAULT 0,
  last_message INTEGER,              -- the row that lists show
  last_at INTEGER NOT NULL DEFAULT 0, -- order of the lists
  written_at INTEGER NOT NULL DEFAULT 0, -- when one last wrote there
  reached_start INTEGER NOT NULL DEFAULT 0, -- the room's first event is here
  created_at INTEGER NOT NULL,
  stranger INTEGER NOT NULL DEFAULT 0, -- 1: accepted from a stranger's request and not answered yet
  archived INTEGER NOT NULL DEFAULT 0, -- out of the list, until something new comes
  on_top INTEGER NOT NULL DEFAULT 0, -- before all others in the list
  marked_unread INTEGER NOT NULL DEFAULT 0, -- read, and marked as unread by oneself
  notify TEXT NOT NULL DEFAULT 'all', -- of what one is told: all, mentions, none (muted)
  muted_until INTEGER                -- muted up to then; `notify` holds again afterwards
) STRICT;
CREATE INDEX room_order ON room (kind, archived, on_top DESC, last_at DESC, id DESC);
CREATE INDEX room_mute_end ON room (muted_until) WHERE muted_until IS NOT NULL;

-- When each of what one sets for a conversation was set last, on any device that says so. Kept.
CREATE TABLE mark_time (
  room TEXT NOT NULL,
  what TEXT NOT NULL,                -- archived, on_top, unread, notify
  at INTEGER NOT NULL,               -- ms, by the clock of the device that set it; always after the one before
  PRIMARY KEY (room, what)
) STRICT, WITHOUT ROWID;

-- What a local `!new-...` room became on the server: who still holds the local ID finds the room. Kept.
CREATE TABLE room_alias (
  local TEXT PRIMARY KEY NOT NULL,
  room TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Open heads. Kept.
CREATE TABLE head (
  room TEXT PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is being written, by conversation. Kept.
CREATE TABLE draft (
  room TEXT PRIMARY KEY NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Members that we know of; large rooms are loaded in part.
CREATE TABLE member (
  room INTEGER NOT NULL REFERENCES room (id) ON DELETE CASCADE,
  user TEXT NOT NULL,
  name TEXT NOT NULL,                -- falls back to the local part of the ID
  name_key TEXT NOT NULL,            -- skeleton of UTS 39: equal where names are confusable
  avatar INTEGER REFERENCES media (id) ON DELETE SET NULL,
  membership TEXT NOT NULL,
  ambiguous INTEGER NOT NULL DEFAULT 0,
  spoke_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (room, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_spoke ON member (room, spoke_at DESC, user);
CREATE INDEX member_user ON member (user);
CREATE INDEX member_name_key ON member (room, name_key);

-- People whom one can write to.
CREATE TABLE person (
  user TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  search_key TEXT NOT NULL,          -- lower case name and ID
  avatar INTEGER REFERENCES media (id) ON DELETE SET NULL,
  known INTEGER NOT NULL DEFAULT 0,  -- 1: is listed unasked
  written_at INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX person_order ON person (known, written_at DESC, name_key);
CREATE INDEX person_name_key ON person (name_key);

-- Invitations that wait for an answer.
CREATE TABLE request (
  room TEXT PRIMARY KEY NOT NULL,
  body TEXT NOT NULL,                -- model::Request as JSON
  at INTEGER NOT NULL,
  accepted INTEGER NOT NULL DEFAULT 0 -- 1: the row waits for the room, which it then marks
) STRICT, WITHOUT ROWID;

-- Messages, those that are still to be sent among them. Order is (ord, id).
CREATE TABLE message (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  room INTEGER NOT NULL REFERENCES room (id) ON DELETE CASCADE,
  ord INTEGER NOT NULL,              -- the server's order, with a wide stride; unsent ones stand at the end
  event TEXT UNIQUE,                 -- NULL until the server has it
  txn TEXT,                          -- ours: joins the row to its echo
  sender TEXT NOT NULL,
  mine INTEGER NOT NULL,
  at INTEGER NOT NULL,
  event_type TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('pin', 'text', 'emote', 'notice', 'file', 'locked', 'removed', 'unknown')),
  title TEXT NOT NULL DEFAULT '',    -- a pin's title, a file's name
  body TEXT NOT NULL DEFAULT '',     -- a pin's note, a message's text
  link TEXT,
  host TEXT NOT NULL DEFAULT '',
  who TEXT NOT NULL DEFAULT '',      -- the sender's name, for search
  media INTEGER REFERENCES media (id) ON DELETE SET NULL,
  extra TEXT,                        -- JSON: a pin's source, a file's size and type
  encrypted INTEGER NOT NULL DEFAULT 0,
  session TEXT,                      -- the key that is missed while 'locked'
  edited INTEGER NOT NULL DEFAULT 0,
  reply_to TEXT,
  thread_root TEXT,
  unread INTEGER NOT NULL DEFAULT 0,
  content TEXT NOT NULL DEFAULT '{}', -- the original content; edits are laid over it
  hash TEXT NOT NULL DEFAULT '',     -- of the event as last seen
  same_link TEXT                     -- the link without what makes two of one page, to be compared
) STRICT;
CREATE INDEX message_order ON message (room, ord, id);
CREATE INDEX message_mine ON message (room, ord) WHERE mine = 1;
CREATE INDEX message_pins ON message (room, ord, id) WHERE kind = 'pin';
CREATE INDEX message_unread ON message (room, ord) WHERE unread = 1;
CREATE INDEX message_locked ON message (room, session) WHERE kind = 'locked';
CREATE INDEX message_thread ON message (thread_root, ord) WHERE thread_root IS NOT NULL;
CREATE INDEX message_reply ON message (reply_to, ord) WHERE reply_to IS NOT NULL;
CREATE UNIQUE INDEX message_txn ON message (txn) WHERE txn IS NOT NULL;
CREATE INDEX message_own_link ON message (link) WHERE mine = 1 AND link IS NOT NULL;
CREATE INDEX message_media ON message (media, at) WHERE media IS NOT NULL;
CREATE INDEX message_same_link ON message (same_link, at) WHERE same_link IS NOT NULL;
CREATE INDEX message_from_link ON message (link, sender, room) WHERE link IS NOT NULL AND mine = 0; -- in how many rooms

-- Every other event: edits, reactions and redactions by the event that they are about (which may come later), and
-- those that show nothing, so that they are known and keep their place.
CREATE TABLE relation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  room INTEGER NOT NULL REFERENCES room (id) ON DELETE CASCADE,
  ord INTEGER NOT NULL,
  event TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('edit', 'reaction', 'redaction', 'locked', 'other')),
  target TEXT,
  sender TEXT NOT NULL,
  at INTEGER NOT NULL,
  event_type TEXT NOT NULL,
  body TEXT NOT NULL DEFAULT '',     -- an edit's new content as JSON, a reaction's key, a locked one's session, what a state event tells (JSON)
  encrypted INTEGER NOT NULL DEFAULT 0,
  redacted INTEGER NOT NULL DEFAULT 0,
  hash TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX relation_order ON relation (room, ord);
CREATE INDEX relation_happened ON relation (room, ord) WHERE kind = 'other' AND body <> '';
CREATE INDEX relation_target ON relation (target, kind, ord) WHERE target IS NOT NULL;

-- Before this event some are missing that the server may still have.
CREATE TABLE gap (
  event TEXT PRIMARY KEY NOT NULL,
  room INTEGER NOT NULL REFERENCES room (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX gap_room ON gap (room);

-- How far each has read; `thread` is '' (all), 'main' or a thread's root. One's own rows are kept.
CREATE TABLE receipt (
  room TEXT NOT NULL,
  user TEXT NOT NULL,
  thread TEXT NOT NULL DEFAULT '',
  event TEXT NOT NULL,
  ord INTEGER,                       -- NULL until the event is here
  at INTEGER NOT NULL,
  PRIMARY KEY (room, user, thread)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipt_event ON receipt (event);
CREATE INDEX receipt_ord ON receipt (room, ord);

-- Events that the person was told of, or needs not be told of. Kept.
CREATE TABLE notified (
  event TEXT PRIMARY KEY NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What must be sent, in order within each room. Kept.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  room TEXT NOT NULL,
  txn TEXT NOT NULL UNIQUE,
  lane TEXT NOT NULL CHECK (lane IN ('message', 'receipt')),
  kind TEXT NOT NULL,                -- OutgoingKind as JSON
  step TEXT NOT NULL,                -- Step
  message INTEGER REFERENCES message (id) ON DELETE SET NULL,
  upload TEXT,                       -- Upload as JSON, once uploaded
  content TEXT,                      -- the event's content, once fixed
  device TEXT,
  in_flight_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  code TEXT,                         -- why it was refused
  words TEXT,                        -- why it was refused, or what it waits for
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_room ON outbox (room, id);
CREATE INDEX outbox_message ON outbox (message);

-- Where pins of the feed come from: boards and RSS/Atom feeds. The latter are kept.
CREATE TABLE source (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('board', 'rss')),
  name TEXT NOT NULL,
  url TEXT UNIQUE,
  room TEXT UNIQUE,
  site TEXT,
  error TEXT,
  note TEXT,
  etag TEXT,
  last_modified TEXT,
  refreshed_at INTEGER,
  next_at INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

-- Pins of the feed, newest first by (ord, id).
CREATE TABLE feed_item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  identity TEXT NOT NULL,            -- what makes it the same item at the next refresh; a board's: its event
  ord INTEGER NOT NULL,
  at INTEGER NOT NULL,
  title TEXT NOT NULL,
  note TEXT NOT NULL,
  link TEXT,
  media INTEGER REFERENCES media (id) ON DELETE SET NULL,
  sender TEXT,                       -- a board's: who put it there
  pin_source TEXT,                   -- PinSource as JSON
  message INTEGER,                   -- a board's: its message
  hash TEXT NOT NULL DEFAULT '',
  seen_at INTEGER NOT NULL,
  UNIQUE (source, identity)
) STRICT;
CREATE INDEX feed_item_order ON feed_item (ord DESC, id DESC);
CREATE INDEX feed_item_source_order ON feed_item (source, ord DESC, id DESC);
CREATE INDEX feed_item_link ON feed_item (link) WHERE link IS NOT NULL;

-- Search. The text itself stays in the tables; triggers keep the index with them, so that what goes there goes here.
CREATE VIRTUAL TABLE message_text USING fts5 (
  title, body, host, who, content = 'message', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
);
CREATE TRIGGER message_text_insert AFTER INSERT ON message BEGIN
  INSERT INTO message_text (rowid, title, body, host, who) VALUES (new.id, new.title, new.body, new.host, new.who);
END;
CREATE TRIGGER message_text_delete AFTER DELETE ON message BEGIN
  INSERT INTO message_text (message_text, rowid, title, body, host, who) VALUES ('delete', old.id, old.title, old.body, old.host, old.who);
END;
CREATE TRIGGER message_text_update AFTER UPDATE OF title, body, host, who ON message
WHEN old.title <> new.title OR old.body <> new.body OR old.host <> new.host OR old.who <> new.who BEGIN
  INSERT INTO message_text (message_text, rowid, title, body, host, who) VALUES ('delete', old.id, old.title, old.body, old.host, old.who);
  INSERT INTO message_text (rowid, title, body, host, who) VALUES (new.id, new.title, new.body, new.host, new.who);
END;

CREATE VIRTUAL TABLE feed_text USING fts5 (
  title, note, link, content = 'feed_item', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
);
CREATE TRIGGER feed_text_insert AFTER INSERT ON feed_item BEGIN
  INSERT INTO feed_text (rowid, title, note, link) VALUES (new.id, new.title, new.note, new.link);
END;
CREATE TRIGGER feed_text_delete AFTER DELETE ON feed_item BEGIN
  INSERT INTO feed_text (feed_text, rowid, title, note, link) VALUES ('delete', old.id, old.title, old.note, old.link);
END;
CREATE TRIGGER feed_text_update AFTER UPDATE OF title, note, link ON feed_item
WHEN old.title <> new.title OR old.note <> new.note OR old.link IS NOT new.link BEGIN
  INSERT INTO feed_text (feed_text, rowid, title, note, link) VALUES ('delete', old.id, old.title, old.note, old.link);
  INSERT INTO feed_text (rowid, title, note, link) VALUES (new.id, new.title, new.note, new.link);
END;
