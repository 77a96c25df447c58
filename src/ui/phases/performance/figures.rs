//! The key figures, family by family.

use super::card::figure_card;
use super::page::Desk;
use crate::engine::performance::{FAMILIES, Kpi};
use leptos::prelude::*;

/// The families of figures with their cards.
pub fn figures_view(desk: Desk) -> AnyView {
    let family = |(name, figures): &(&'static str, &'static [Kpi])| {
        let cards: Vec<AnyView> = figures.iter().map(|known| figure_card(desk, known)).collect();
        view! {
            <section class="stack">
                <h2>{*name}</h2>
                <div class="stats performance-stats">{cards}</div>
            </section>
        }
        .into_any()
    };
    let families: Vec<AnyView> = FAMILIES.iter().map(family).collect();
    view! {
        <div class="stack">
            <p class="hint">"A dash is a figure of which too little is known. Open one to see what it is made of and whether it changes by more than chance."</p>
            {families}
            {notes(desk)}
        </div>
    }
    .into_any()
}

/// What was assumed or left out.
pub fn notes(desk: Desk) -> AnyView {
    (move || {
        desk.figures.with(|figures| {
            let notes: Vec<AnyView> = figures.basis.notes.iter().map(|note| view! { <li>{note.clone()}</li> }.into_any()).collect();
            (!notes.is_empty()).then(|| view! { <ul class="material-notes">{notes}</ul> })
        })
    })
    .into_any()
}
