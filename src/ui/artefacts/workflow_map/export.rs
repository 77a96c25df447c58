//! The Workflow Map as files and on paper.
//!
//! Never decides how a file is written; only what of the map goes into it.

use super::picture::picture;
use crate::app::derived::workflow::MapLayout;
use crate::app::notices::Tone;
use crate::app::{Session, web::artefact_file};
use crate::ui::artefacts::picture::{offer_png, offer_svg, print_sheets};
use crate::ui::widgets::{Action, Icon, MenuButton};
use leptos::prelude::*;

/// The menu of ways out. `of` names what the map is of.
#[component]
pub fn MapExport(map: Memo<MapLayout>, #[prop(into)] of: Signal<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let tell = move |done: Result<(), String>| {
        if let Err(reason) = done {
            session.notices.tell(Tone::Warning, "The file could not be made.", reason);
        }
    };
    let title = move || format!("Workflow of {}", of.get_untracked());
    let scene = move || map.with_untracked(|map| picture(map, &title()));
    let name = move |ending: &str| format!("{}.{ending}", artefact_file(session, "workflow map"));
    let actions = move || {
        vec![
            Action::new("Print", move || tell(print_sheets(&title(), "Workflow Map", &[scene()]))).icon(Icon::Print),
            Action::new("Picture (SVG)", move || tell(offer_svg(&name("svg"), &scene(), &title()))).icon(Icon::Download),
            Action::new("Picture (PNG)", move || tell(offer_png(session, name("png"), &scene()))).icon(Icon::Download),
        ]
    };
    view! { <MenuButton label="Export" icon=Icon::Download at_end=true actions=Signal::derive(actions) /> }.into_any()
}
