//! The three keys of a profile, derived from its one root secret.

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroize;

/// Keys for the store, the pictures on disk and the Matrix SDK's own databases. Wiped when dropped.
#[derive(Clone)]
pub struct Keys {
    pub store: [u8; 32],
    pub media: [u8; 32],
    pub matrix: [u8; 32],
}

impl Keys {
    /// Derives them (HKDF-SHA256) from the secret that the keyring keeps.
    pub fn derive(root: &[u8; 32]) -> Self {
        let hkdf = Hkdf::<Sha256>::new(None, root);
        let key = |info: &str| {
            let mut out = [0; 32];
            // Fails only for outputs over 8,160 bytes.
            let _ = hkdf.expand(info.as_bytes(), &mut out);
            out
        };
        Self { store: key("tackroom store v1"), media: key("tackroom media v1"), matrix: key("tackroom matrix v1") }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        self.store.zeroize();
        self.media.zeroize();
        self.matrix.zeroize();
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(key: &[u8; 32]) -> String {
        key.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A changed derivation would lock everybody out of their data.
    #[test]
    fn keys_never_change() {
        let keys = Keys::derive(&[1; 32]);
        assert_eq!(hex(&keys.store), "706b3722ad14e17566a662a2ac9457c9fe1dacc17154ae0c352b1fccae3932cd");
        assert_eq!(hex(&keys.media), "25cddce4a3b53f72489ad94f927629e1a444b1cc91eb80035cf6b0bca0908593");
        assert_eq!(hex(&keys.matrix), "10e6f206811b109b11da00d5d6ebfa8b376149e28c8992d6456ab5113a5b3f4d");
        assert_eq!(format!("{keys:?}"), "Keys(..)");
    }
}
