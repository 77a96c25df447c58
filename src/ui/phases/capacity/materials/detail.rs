//! One item: its figures, its record by period, what a period is made of, its rule, its planned orders, and its shortages.

use super::figures::figures_view;
use super::needs::period_view;
use super::orders::orders_view;
use super::record::record_table;
use super::rules::rules_view;
use super::shortages::shortages_view;
use super::view::Netted;
use crate::app::derived::materials::SourceKind;
use crate::guide::Term;
use crate::ui::terms::terms_line;
use leptos::prelude::*;

/// What is chosen in the list.
#[component]
pub fn Detail(netted: Netted) -> impl IntoView {
    let shown = Memo::new(move |_| netted.shown());
    // Only another choice makes it anew: who types into a field stays where they are.
    let content = move || {
        shown.get().map(|item| {
            let title = move || {
                netted.of(item, |found, at| {
                    let item = found.items.get(at)?;
                    let how = match item.source.kind {
                        SourceKind::Make(_) => format!("made by {}", item.source.name),
                        SourceKind::ToOrder(_) => format!("to order, by {}", item.source.name),
                        SourceKind::Buy(_) => format!("bought from {}", item.source.name),
                        SourceKind::Nowhere => "nobody makes or supplies it".to_owned(),
                    };
                    Some(view! {
                        <h2>{item.name.clone()}</h2>
                        <span class="muted">{how}</span>
                    })
                })
            };
            view! {
                <div class="bar">{title}</div>
                {terms_line(&[
                    (Term::Netting, "netting"),
                    (Term::SafetyStock, "safety stock"),
                    (Term::ReorderPoint, "reorder point"),
                    (Term::ServiceLevel, "service level"),
                    (Term::Eoq, "EOQ"),
                    (Term::LotSize, "lot size"),
                    (Term::BillOfMaterials, "bill of materials"),
                ])}
                {move || shortages_view(netted, item)}
                {move || figures_view(netted, item)}
                {move || record_table(netted, item)}
                {move || period_view(netted, item)}
                {move || orders_view(netted, item)}
                {rules_view(netted, item)}
            }
        })
    };
    view! { <section class="material-detail stack">{content}</section> }.into_any()
}
