//! Keys pressed as a person presses them: the browser's own answer to Tab, Enter and Escape included.

use crate::Browser;
use std::time::Duration;
use thirtyfour::prelude::*;

impl Browser {
    /// Presses a key, with others held: `Tab`, `Shift+Tab`, `Control+k`, `Alt+ArrowRight`.
    pub async fn press(&self, keys: &str) {
        let words: Vec<&str> = keys.split('+').collect();
        let Some((key, held)) = words.split_last() else { return };
        let mut chain = self.web().action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO));
        for name in held {
            chain = chain.key_down(named(name));
        }
        chain = chain.key_down(named(key)).key_up(named(key));
        for name in held.iter().rev() {
            chain = chain.key_up(named(name));
        }
        chain.perform().await.unwrap_or_else(|problem| panic!("pressing {keys}: {problem}"));
        self.two_frames().await;
    }

    /// Types a text into what has the focus.
    pub async fn type_text(&self, text: &str) {
        let chain = self.web().action_chain_with_delay(Some(Duration::ZERO), Some(Duration::ZERO)).send_keys(text);
        chain.perform().await.unwrap_or_else(|problem| panic!("typing “{text}”: {problem}"));
        self.two_frames().await;
    }

    /// Waits until what the last gesture changed has been painted.
    pub async fn two_frames(&self) {
        self.run_async("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))").await;
    }
}

/// The key of a name of the `KeyboardEvent`; a single letter is itself.
fn named(name: &str) -> char {
    let key = match name {
        "Alt" => Key::Alt,
        "ArrowDown" => Key::Down,
        "ArrowLeft" => Key::Left,
        "ArrowRight" => Key::Right,
        "ArrowUp" => Key::Up,
        "Backspace" => Key::Backspace,
        "Control" => Key::Control,
        "Delete" => Key::Delete,
        "End" => Key::End,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "F2" => Key::F2,
        "Home" => Key::Home,
        "Shift" => Key::Shift,
        "Space" => Key::Space,
        "Tab" => Key::Tab,
        letter => return letter.chars().next().unwrap_or_else(|| panic!("a key without a name")),
    };
    key.value()
}
