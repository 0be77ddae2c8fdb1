-- Version 3: what the guard asks of pictures and of links seen before.

-- How many pixels the shorter side needs so that the picture looks the same; NULL until it was decoded.
ALTER TABLE media ADD COLUMN detail INTEGER;
-- In how many rooms somebody put a link.
CREATE INDEX message_from_link ON message (link, sender, room) WHERE link IS NOT NULL AND mine = 0;
