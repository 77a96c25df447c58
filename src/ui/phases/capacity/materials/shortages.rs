//! What is late because of an item, with the way down the bill of materials to the cause.

use super::view::Netted;
use crate::model::ItemId;
use leptos::prelude::*;

/// Shortages that are told in full at most.
const TOLD: usize = 4;

/// The shortages in which an item takes part; nothing where there is none.
pub fn shortages_view(netted: Netted, item: ItemId) -> AnyView {
    let shown = netted.of(item, |found, at| {
        let all = found.shortages_of(at);
        let more = all.len().saturating_sub(TOLD);
        let told = all.into_iter().take(TOLD).enumerate().map(|(place, shortage)| {
            let links = found.chain_words(shortage).into_iter().map(|link| {
                let other = found.items.get(link.item).map(|item| item.id).filter(|other| *other != item);
                let go = other.map(|other| {
                    let name = found.items.get(link.item).map(|item| format!("Show {}", item.name)).unwrap_or_default();
                    view! { <button type="button" class="material-link" on:click=move |_| netted.choose(other)>{name}</button> }
                });
                view! { <li>{link.sentence} " " {go}</li> }
            });
            let links = links.collect_view();
            view! {
                <details open=place == 0>
                    <summary>{found.shortage_words(shortage)}</summary>
                    <ol class="material-chain">{links}</ol>
                </details>
            }
        });
        let told = told.collect_view();
        (!found.shortages_of(at).is_empty()).then(|| {
            view! {
                <section class="material-shortages stack" aria-label="Shortages">
                    {told} {(more > 0).then(|| view! { <p class="muted">{format!("and {more} more")}</p> })}
                </section>
            }
        })
    });
    shown.into_any()
}
