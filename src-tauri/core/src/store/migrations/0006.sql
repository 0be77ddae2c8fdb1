-- Version 6: what happened to a conversation, in the relations that show nothing of their own.

CREATE INDEX relation_happened ON relation (room, ord) WHERE kind = 'other' AND body <> '';
-- Read anew, those that were stored without what they tell.
UPDATE relation SET hash = ''
  WHERE kind = 'other' AND event_type IN ('m.room.create', 'm.room.name', 'm.room.avatar', 'm.room.member', 'm.room.power_levels');
