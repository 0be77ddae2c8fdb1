//! Events that come encrypted from devices that are not here, and their keys when one wants them to come.

use std::path::Path;

use anyhow::Context as _;
use matrix_sdk_base::crypto::{
    encrypt_room_key_export,
    olm::ExportedRoomKey,
    vodozemac::{
        Ed25519Keypair,
        megolm::{GroupSession, InboundGroupSession, SessionConfig},
    },
};
use serde_json::{Value, json};

/// The identity key of a device that nobody has seen; any 32 bytes are a Curve25519 key.
const SENDER_KEY: &str = "q2y8PWzGqtGQoBe2X1JyTrVnFvTbDiZc0w6d2mCkXF4";

/// A Megolm session of one room.
pub struct Sealer {
    room: String,
    session: GroupSession,
    key: Value,
}

impl Sealer {
    pub fn new(room: &str) -> Self {
        let session = GroupSession::new(SessionConfig::version_1());
        let exported = InboundGroupSession::new(&session.session_key(), SessionConfig::version_1()).export_at_first_known_index();
        let key = json!({
            "algorithm": "m.megolm.v1.aes-sha2", "room_id": room, "sender_key": SENDER_KEY, "session_id": session.session_id(),
            "session_key": exported.to_base64(), "forwarding_curve25519_key_chain": [],
            "sender_claimed_keys": { "ed25519": Ed25519Keypair::new().public_key().to_base64() },
        });
        Self { room: room.to_owned(), session, key }
    }

    /// The content of `m.room.encrypted` for an event; its relation stays readable, as clients leave it.
    pub fn seal(&mut self, event_type: &str, content: &Value) -> Value {
        let mut inside = content.clone();
        let relation = inside.as_object_mut().and_then(|map| map.remove("m.relates_to"));
        let plain = json!({ "room_id": self.room, "type": event_type, "content": inside }).to_string();
        let mut sealed = json!({
            "algorithm": "m.megolm.v1.aes-sha2", "sender_key": SENDER_KEY, "device_id": "ELSEWHERE",
            "session_id": self.session.session_id(), "ciphertext": self.session.encrypt(plain).to_base64(),
        });
        if let (Some(relation), Some(map)) = (relation, sealed.as_object_mut()) {
            map.insert("m.relates_to".into(), relation);
        }
        sealed
    }

    /// The session's key, as in an export.
    pub fn key(&self) -> &Value {
        &self.key
    }
}

/// Writes keys into a file that [`super::import_keys`] reads.
pub fn write_keys(path: &Path, passphrase: &str, keys: &[Value]) -> anyhow::Result<()> {
    let keys: Vec<ExportedRoomKey> = serde_json::from_value(json!(keys)).context("keys of an export")?;
    // One round: the passphrase of a test is no secret.
    Ok(std::fs::write(path, encrypt_room_key_export(&keys, passphrase, 1)?)?)
}
