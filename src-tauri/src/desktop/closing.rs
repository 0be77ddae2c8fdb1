//! What closing the window does: the end, or into the tray. Where the desktop has a tray, it is asked once.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tackroom_core::model::{OnClose, SessionState};

use super::tray::Tray;
use crate::app::App;

pub struct Closing {
    tray: Arc<Tray>,
    choice: Mutex<OnClose>,
    /// The question stands, and has no answer yet.
    asked: AtomicBool,
}

/// What happens now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    End,
    Hide,
    Ask,
}

impl Closing {
    pub fn new(tray: Arc<Tray>) -> Self {
        Self { tray, choice: Mutex::default(), asked: AtomicBool::new(false) }
    }

    pub fn has_tray(&self) -> bool {
        self.tray.is_present()
    }

    /// As the settings have it by now.
    pub fn set(&self, choice: OnClose) {
        *self.choice.lock().unwrap_or_else(PoisonError::into_inner) = choice;
    }

    /// The window is being closed.
    pub fn close(&self, app: &App) -> Close {
        let choice = *self.choice.lock().unwrap_or_else(PoisonError::into_inner);
        let can_ask = app.is_answering() && matches!(app.session(), SessionState::SignedIn { .. } | SessionState::Expired { .. });
        // Whoever closes while the question stands means the end; so it goes where the page cannot ask.
        let asked = choice == OnClose::Ask && self.asked.swap(true, Ordering::Relaxed);
        decide(self.has_tray(), choice, can_ask && !asked)
    }

    /// The question was answered, or put away.
    pub fn answered(&self) {
        self.asked.store(false, Ordering::Relaxed);
    }
}

fn decide(tray: bool, choice: OnClose, can_ask: bool) -> Close {
    match choice {
        _ if !tray => Close::End,
        OnClose::Quit => Close::End,
        OnClose::Tray => Close::Hide,
        OnClose::Ask if can_ask => Close::Ask,
        OnClose::Ask => Close::End,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_tray_closing_is_the_end() {
        for choice in [OnClose::Ask, OnClose::Tray, OnClose::Quit] {
            assert_eq!(decide(false, choice, true), Close::End);
        }
        assert_eq!(decide(true, OnClose::Tray, false), Close::Hide);
        assert_eq!(decide(true, OnClose::Quit, true), Close::End);
        assert_eq!(decide(true, OnClose::Ask, true), Close::Ask);
        assert_eq!(decide(true, OnClose::Ask, false), Close::End);
    }
}
