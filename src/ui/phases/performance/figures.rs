//! The key figures, family by family.

use super::card::{figure_card, own_card};
use super::page::Desk;
use crate::engine::performance::{FAMILIES, Kpi, kpi};
use crate::guide::Term;
use crate::model::{KpiId, TableName};
use crate::ui::terms::terms_line;
use leptos::prelude::*;

/// The terms that each family uses.
const TERMS: [(&str, &[(Term, &str)]); 5] = [
    (
        "Flow",
        &[
            (Term::Throughput, "throughput"),
            (Term::Takt, "takt"),
            (Term::CycleTime, "cycle time"),
            (Term::LeadTime, "lead time"),
            (Term::PercentileTime, "85 % time"),
            (Term::Wip, "WIP"),
            (Term::Little, "Little’s law"),
        ],
    ),
    (
        "Effectiveness",
        &[(Term::Oee, "OEE"), (Term::Availability, "availability"), (Term::LoadRatio, "utilisation"), (Term::Setup, "setup")],
    ),
    ("Delivery", &[(Term::Otif, "OTIF"), (Term::Adherence, "adherence"), (Term::Tardiness, "lateness")]),
    ("Quality", &[(Term::FirstPassYield, "first pass yield"), (Term::RolledYield, "rolled yield"), (Term::Dpmo, "DPMO")]),
    ("Maintenance", &[(Term::Mtbf, "MTBF"), (Term::Mttr, "MTTR")]),
];

/// The families of figures with their cards.
pub fn figures_view(desk: Desk) -> AnyView {
    let family = |(name, figures): &(&'static str, &'static [Kpi])| {
        let used = TERMS.iter().find(|(family, _)| family == name).map(|(_, terms)| *terms);
        let cards: Vec<AnyView> = figures.iter().map(|known| figure_card(desk, known)).collect();
        view! {
            <section class="stack">
                <h2>{*name}</h2>
                {used.map(terms_line)}
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
            {own_figures(desk)}
            {notes(desk)}
        </div>
    }
    .into_any()
}

/// Figures of one's own, typed or by formula, of the member looked at.
fn own_figures(desk: Desk) -> AnyView {
    let ids = Memo::new(move |_| {
        let looked = (desk.dimension.get(), desk.member.get());
        let is_own = |record: &crate::model::Kpi| record.typed.is_some() || kpi(record.formula.trim()).is_none();
        let own = |record: &&crate::model::Kpi| is_own(record) && desk.scope(record) == looked;
        desk.session
            .watch(&[TableName::Kpi], |workspace| workspace.kpis.values().filter(own).map(|record| record.id).collect::<Vec<KpiId>>())
    });
    (move || {
        let card = |id: KpiId| desk.session.peek(|workspace| workspace.kpis.get(&id).map(|record| own_card(desk, record)));
        let cards: Vec<AnyView> = ids.get().into_iter().filter_map(card).collect();
        (!cards.is_empty()).then(|| {
            view! {
                <section class="stack">
                    <h2>"Your own"</h2>
                    <div class="stats performance-stats">{cards}</div>
                </section>
            }
        })
    })
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
