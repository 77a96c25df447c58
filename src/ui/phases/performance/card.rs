//! One key figure as a card that opens everything behind it.

use super::look::{Looked, standing_tone};
use super::page::Desk;
use crate::app::derived::performance::{Measure, compared_words, scope, standing};
use crate::engine::performance::Kpi as Known;
use crate::ui::widgets::{icon, tone_icon};
use leptos::prelude::*;

/// The card of a figure, of the member and period looked at.
pub fn figure_card(desk: Desk, known: &'static Known) -> AnyView {
    let shown = move || {
        let measure = Measure::known(known)?;
        let (dimension, member, period) = (desk.dimension.get(), desk.member.get(), desk.period());
        desk.figures.with(|figures| {
            let value = figures.value(&measure, member, period);
            let before = period.checked_sub(1);
            let previous = before.and_then(|at| figures.value(&measure, member, at));
            let name = before.and_then(|at| figures.basis.period_names.get(at)).map(String::as_str).unwrap_or_default();
            let compared = if before.is_some() { compared_words(Some(known.unit), "", value, previous, name) } else { String::new() };
            let record = desk.session.watch(&[crate::model::TableName::Kpi], |workspace| {
                let own = |record: &&crate::model::Kpi| record.formula.trim() == known.word && scope(record) == (dimension, member);
                workspace.kpis.values().find(own).cloned()
            });
            let tone = record.as_ref().map_or(Default::default(), |record| standing_tone(standing(&measure, record, value)));
            let target = record.and_then(|record| record.target).map(|target| format!("target {}", measure.told(target)));
            Some((value.map_or_else(|| "–".to_owned(), |value| measure.told(value)), compared, target.unwrap_or_default(), tone))
        })
    };
    let shown = Memo::new(move |_| shown().unwrap_or_default());
    let name = move || shown.with(|(value, ..)| format!("{}: {value}. Open", known.label));
    view! {
        <div class=move || shown.with(|(.., tone)| format!("stat {}", tone.class())) data-figure=known.word>
            <span class="stat-label">{known.label}</span>
            <span class="stat-value">
                {move || shown.with(|(.., tone)| tone_icon(*tone)).map(icon)} {move || shown.with(|(value, ..)| value.clone())}
            </span>
            <span class="stat-detail">{move || shown.with(|(_, compared, ..)| compared.clone())}</span>
            <span class="stat-detail">{move || shown.with(|(_, _, target, _)| target.clone())}</span>
            <button type="button" class="stat-button" aria-haspopup="dialog" aria-label=name on:click=move |_| desk.look(Looked::Known(known))></button>
        </div>
    }
    .into_any()
}
