//! One key figure as a card that opens everything behind it.

use super::look::{Looked, standing_tone};
use super::page::Desk;
use crate::app::derived::performance::{Measure, compared_words, standing};
use crate::engine::performance::Kpi as Known;
use crate::model::{Kpi, TableName};
use crate::ui::widgets::{Tone, icon, tone_icon};
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
            let record = desk.session.watch(&[TableName::Kpi], |workspace| {
                let own = |record: &&Kpi| record.formula.trim() == known.word && desk.scope(record) == (dimension, member);
                workspace.kpis.values().find(own).cloned()
            });
            let tone = record.as_ref().map_or(Default::default(), |record| standing_tone(standing(&measure, record, value)));
            let target = record.and_then(|record| record.target).map(|target| format!("target {}", measure.told(target)));
            Some((value.map_or_else(|| "–".to_owned(), |value| measure.told(value)), compared, target.unwrap_or_default(), tone))
        })
    };
    card(desk, known.label.to_owned(), known.word.to_owned(), Looked::Known(known), Memo::new(move |_| shown().unwrap_or_default()))
}

/// The card of a record's figure that the engine does not know: typed, or by a formula of one's own.
pub fn own_card(desk: Desk, record: &Kpi) -> AnyView {
    let id = record.id;
    let shown = move || {
        let record = desk.session.watch(&[TableName::Kpi], |workspace| workspace.kpis.get(&id).cloned())?;
        let measure = match desk.typed.with(|typed| Measure::of(&record, typed)) {
            Ok(measure) => measure,
            Err(_) => return Some(("–".to_owned(), "Its formula cannot be read.".to_owned(), String::new(), Tone::Neutral)),
        };
        let (_, member) = desk.scope(&record);
        desk.figures.with(|figures| {
            let period = desk.period_of(figures, &measure, member);
            let value = figures.value(&measure, member, period);
            let name = figures.basis.period_names.get(period).cloned().unwrap_or_default();
            let target = record.target.map(|target| format!("target {}", measure.told(target))).unwrap_or_default();
            let tone = standing_tone(standing(&measure, &record, value));
            Some((value.map_or_else(|| "–".to_owned(), |value| measure.told(value)), name, target, tone))
        })
    };
    card(desk, record.name.clone(), record.formula.clone(), Looked::Record(id), Memo::new(move |_| shown().unwrap_or_default()))
}

/// What a card says: value, comparison, target, and the tone of its standing.
type Shown = (String, String, String, Tone);

fn card(desk: Desk, label: String, word: String, looked: Looked, shown: Memo<Shown>) -> AnyView {
    let name = {
        let label = label.clone();
        move || shown.with(|(value, ..)| format!("{label}: {value}. Open"))
    };
    view! {
        <div class=move || shown.with(|(.., tone)| format!("stat {}", tone.class())) data-figure=word>
            <span class="stat-label">{label}</span>
            <span class="stat-value">
                {move || shown.with(|(.., tone)| tone_icon(*tone)).map(icon)} {move || shown.with(|(value, ..)| value.clone())}
            </span>
            <span class="stat-detail">{move || shown.with(|(_, compared, ..)| compared.clone())}</span>
            <span class="stat-detail">{move || shown.with(|(_, _, target, _)| target.clone())}</span>
            <button type="button" class="stat-button" aria-haspopup="dialog" aria-label=name on:click=move |_| desk.look(looked)></button>
        </div>
    }
    .into_any()
}
