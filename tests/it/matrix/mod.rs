//! `tackroom-matrix` with the real store against real Synapse: two or three accounts in one process.

mod basics;
mod side;
