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
