-- Version 4: has this been seen before? By what a picture looks like, and by where a link really leads.

-- 128 bits as hex digits; '' where there is too little to see, NULL until it was decoded.
ALTER TABLE media ADD COLUMN look TEXT;
CREATE INDEX media_look_1 ON media (substr(look, 1, 4));
CREATE INDEX media_look_2 ON media (substr(look, 5, 4));
CREATE INDEX media_look_3 ON media (substr(look, 9, 4));
CREATE INDEX media_look_4 ON media (substr(look, 13, 4));
CREATE INDEX media_look_5 ON media (substr(look, 17, 4));
CREATE INDEX media_look_6 ON media (substr(look, 21, 4));
CREATE INDEX media_look_7 ON media (substr(look, 25, 4));
CREATE INDEX media_look_8 ON media (substr(look, 29, 4));

-- The link without tracking, wrappers and what else makes two of one page.
ALTER TABLE message ADD COLUMN same_link TEXT;
UPDATE message SET same_link = same_link(link) WHERE link IS NOT NULL;
CREATE INDEX message_same_link ON message (same_link, at) WHERE same_link IS NOT NULL;
DROP INDEX message_media;
CREATE INDEX message_media ON message (media, at) WHERE media IS NOT NULL;
