//! What this browser remembers for its person: theme, label, the workspace opened last. Nothing of a workspace.
//!
//! Never fails: where nothing can be remembered, the defaults hold.
#![allow(clippy::disallowed_methods, reason = "preferences of a browser are no data of a workspace")]

use gloo_storage::{LocalStorage, SessionStorage, Storage};

/// The look of the page.
pub const THEME: &str = "lw-theme";
/// The label under which this person's edits stand in the history.
pub const LABEL: &str = "lw-label";
/// The workspace opened last in this browser.
pub const LAST: &str = "lw-last";

/// The scenario that is looked at in this tab.
pub const SCENARIO: &str = "lw-scenario";

/// Whose work the run list shows on this device, and who reports on it.
pub const STATION: &str = "lw-station";
pub const PERSON: &str = "lw-person";

/// What the rows of the Scheduling Board stand for.
pub const BOARD_ROWS: &str = "lw-board-rows";
/// How close one looks at the Scheduling Board.
pub const BOARD_ZOOM: &str = "lw-board-zoom";

/// Whether the Scheduling Board's cards stand in lanes.
pub const BOARD_LANES: &str = "lw-board-lanes";

/// The value remembered under a key.
pub fn remembered(key: &str) -> Option<String> {
    is_there().then(|| LocalStorage::get(key).ok()).flatten()
}

/// Remembers a value; where that is not possible it is forgotten with the page.
pub fn remember(key: &str, value: &str) {
    if is_there() {
        drop(LocalStorage::set(key, value));
    }
}

/// The value remembered for this tab alone.
pub fn remembered_in_tab(key: &str) -> Option<String> {
    tab_is_there().then(|| SessionStorage::get(key).ok()).flatten()
}

/// Remembers a value for this tab alone.
pub fn remember_in_tab(key: &str, value: &str) {
    if tab_is_there() {
        drop(SessionStorage::set(key, value));
    }
}

// A portal or a privacy setting can forbid storage: asking for it is then an error, not an empty answer.
fn is_there() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}

fn tab_is_there() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.session_storage(), Ok(Some(_))))
}
