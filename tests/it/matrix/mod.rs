//! `tackroom-matrix` with the real store against real Synapse: two or three accounts in one process.

mod basics;
mod cases;
mod choice;
mod devices;
mod forgotten;
mod go;
mod groups;
mod holes;
mod kept;
mod keys;
mod kinds;
mod marks;
mod newest;
mod oracle;
mod past;
mod pictures;
mod presence;
mod reading;
mod relations;
mod rooms;
mod seen;
mod sessions;
mod side;
mod texts;
