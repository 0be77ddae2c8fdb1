-- Version 8: what was said about a pin outside of its thread is found by its place.

CREATE INDEX message_reply ON message (reply_to, ord) WHERE reply_to IS NOT NULL;
