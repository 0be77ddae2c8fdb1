//! Feeds.
#![allow(dead_code)]
mod charset;
mod dates;
mod identity;
mod page;
mod parse;
mod picture;
#[cfg(test)]
mod tests;
mod words;
mod xml;
