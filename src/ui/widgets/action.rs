//! One thing a person can do, described once and offered wherever it fits: button, menu, toolbar, command palette.
//!
//! Describes and runs; never decides where it is shown.

use super::icon::Icon;
use leptos::prelude::*;

/// One thing a person can do: its words, icon, shortcut, why it cannot be done at the moment, and the doing.
#[derive(Clone)]
pub struct Action {
    pub label: String,
    /// Heading under which menus and the command palette list it; may be empty.
    pub group: String,
    pub icon: Option<Icon>,
    /// Keys that do the same, as shown: `Ctrl+Z`.
    pub shortcut: Option<String>,
    /// Further words by which the command palette finds it.
    pub words: String,
    /// Why it cannot be done at the moment; it stays visible and gives the reason.
    pub refused: Signal<Option<String>>,
    /// For actions that switch something: whether it is on.
    pub checked: Option<Signal<bool>>,
    /// Removes or discards something.
    pub danger: bool,
    pub run: Callback<()>,
}

impl Action {
    /// An action with its words and what it does.
    pub fn new(label: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Action {
        Action {
            label: label.into(),
            group: String::new(),
            icon: None,
            shortcut: None,
            words: String::new(),
            refused: Signal::default(),
            checked: None,
            danger: false,
            run: Callback::new(move |()| run()),
        }
    }

    /// This action with an icon.
    pub fn icon(mut self, icon: Icon) -> Action {
        self.icon = Some(icon);
        self
    }

    /// This action under a heading.
    pub fn group(mut self, group: impl Into<String>) -> Action {
        self.group = group.into();
        self
    }

    /// This action with the keys that do the same. Shows them; binding them is up to the page.
    pub fn shortcut(mut self, keys: impl Into<String>) -> Action {
        self.shortcut = Some(keys.into());
        self
    }

    /// This action with further words by which the command palette finds it.
    pub fn words(mut self, words: impl Into<String>) -> Action {
        self.words = words.into();
        self
    }

    /// This action refused for a reason while the signal holds one.
    pub fn refused(mut self, reason: impl Into<Signal<Option<String>>>) -> Action {
        self.refused = reason.into();
        self
    }

    /// This action as a switch that is on while the signal is true.
    pub fn checked(mut self, on: impl Into<Signal<bool>>) -> Action {
        self.checked = Some(on.into());
        self
    }

    /// This action marked as one that removes or discards something.
    pub fn danger(mut self) -> Action {
        self.danger = true;
        self
    }

    /// Runs it unless it is refused; returns the reason when it is.
    pub fn attempt(&self) -> Result<(), String> {
        match self.refused.get_untracked() {
            Some(reason) => Err(reason),
            None => {
                self.run.run(());
                Ok(())
            }
        }
    }
}
