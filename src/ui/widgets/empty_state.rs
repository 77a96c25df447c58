//! What a page or table says when there is nothing in it yet: what belongs here and the way to it.

use super::icon::{Icon, icon};
use leptos::prelude::*;

/// Says what belongs here and offers the way to it.
#[component]
pub fn EmptyState(
    /// What is not here yet: "No orders yet".
    #[prop(into)]
    title: Signal<String>,
    /// What belongs here and why it matters, in one or two sentences.
    #[prop(into)]
    text: Signal<String>,
    /// A picture of it.
    #[prop(optional)]
    shape: Option<Icon>,
    /// Buttons that lead on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            {shape.map(|shape| view! { <div class="empty-icon">{icon(shape)}</div> })} <h2>{move || title.get()}</h2>
            <p>{move || text.get()}</p> {children.map(|children| view! { <div class="empty-actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
