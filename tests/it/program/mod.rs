//! The program around its window: who has a profile, where its secrets are, what the desktop is told, what it leaves.

mod instance;
mod keyring;
mod leaving;
mod notices;
mod panics;
