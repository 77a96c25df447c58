//! Light, dark, high contrast, or as the system has it.

use crate::ui::widgets::{Action, Icon, MenuButton};
use leptos::prelude::*;

/// How the page is coloured.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    Light,
    Dark,
    Contrast,
}

impl Theme {
    /// Every theme, in the order of the menu.
    pub const ALL: [Theme; 4] = [Theme::System, Theme::Light, Theme::Dark, Theme::Contrast];

    /// The word used in links and settings.
    pub const fn word(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Contrast => "contrast",
        }
    }

    /// The theme of a word from a link or setting; an unknown word is the system's theme.
    pub fn from_word(word: &str) -> Theme {
        Theme::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default()
    }

    const fn label(self) -> &'static str {
        match self {
            Theme::System => "As the system",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
            Theme::Contrast => "High contrast",
        }
    }
}

/// Colours the page from now on as the signal says.
pub fn apply_theme(theme: Signal<Theme>) {
    Effect::new(move |_| {
        let Some(root) = document().document_element() else { return };
        let _ = match theme.get() {
            Theme::System => root.remove_attribute("data-theme"),
            other => root.set_attribute("data-theme", other.word()),
        };
    });
}

/// The menu that chooses a theme.
#[component]
pub fn ThemeMenu(
    /// The theme in force.
    #[prop(into)]
    theme: Signal<Theme>,
    /// Called with the theme that was chosen.
    #[prop(into)]
    on_theme: Callback<Theme>,
) -> impl IntoView {
    let shape = Signal::derive(move || {
        Some(match theme.get() {
            Theme::Dark => Icon::Moon,
            Theme::Light => Icon::Sun,
            Theme::System | Theme::Contrast => Icon::Contrast,
        })
    });
    let action = move |choice: Theme| {
        Action::new(choice.label(), move || on_theme.run(choice)).checked(Signal::derive(move || theme.get() == choice))
    };
    let actions = Signal::derive(move || Theme::ALL.into_iter().map(action).collect::<Vec<_>>());
    view! { <MenuButton label="Colours" icon=shape icon_only=true at_end=true actions /> }
}
