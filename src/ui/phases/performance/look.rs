//! A figure opened: its chart with what it says, how it is made, the rows behind it, and what it should be.

use super::chart::control_data;
use super::page::Desk;
use super::typing::typing_view;
use crate::app::PerformanceCommand;
use crate::app::derived::performance::{Measure, Row, RowKind, Standing, narrowed, record_of, run, value_text};
use crate::engine::performance::{Dimension, Kpi as Known, Unit};
use crate::model::text::number_text;
use crate::model::{Kpi, KpiId, RecordId, id_text};
use crate::ui::links;
use crate::ui::widgets::{Button, Dialog, DialogSize, Explained, Icon, LineChart, NumberField, SourceRow, Tone, explanation};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// Rows that are shown at most.
const MOST_ROWS: usize = 100;

/// The figure that is opened.
#[derive(Clone, Copy)]
pub enum Looked {
    /// One of the engine's, of the member looked at.
    Known(&'static Known),
    /// The one of a record, of the member that it names.
    Record(KpiId),
}

/// The tone of a standing.
pub fn standing_tone(standing: Standing) -> Tone {
    match standing {
        Standing::Unjudged => Tone::Neutral,
        Standing::Met => Tone::Good,
        Standing::Missed => Tone::Warning,
        Standing::Beyond => Tone::Bad,
    }
}

/// Opens the record behind a row.
type Opener = StoredValue<Box<dyn Fn(RowKind, u64)>, LocalStorage>;

/// What opens the record behind a row, where it is at home.
pub fn row_opener() -> Opener {
    let navigate = use_navigate();
    let open = move |kind, id| {
        let page = match kind {
            RowKind::Report => "execution",
            RowKind::Order => "demand",
            RowKind::Issue => "issues",
            RowKind::Improvement => "improvement",
            RowKind::Check | RowKind::Typed => "tables",
        };
        navigate(&links::route(&format!("{page}/?record={}", id_text(id))), Default::default());
    };
    StoredValue::new_local(Box::new(open))
}

/// The dialog of the figure opened.
pub fn look_dialog(desk: Desk) -> AnyView {
    let title = Signal::derive(move || match desk.looked.get() {
        Some(Looked::Known(known)) => known.label.to_owned(),
        Some(Looked::Record(id)) => {
            desk.session.peek(|workspace| workspace.kpis.get(&id).map(|record| record.name.clone()).unwrap_or_default())
        }
        None => String::new(),
    });
    let opener = row_opener();
    let content = move || {
        desk.looked.get().map(|looked| {
            // The fields stay as they are while the chart follows what is typed into them.
            view! {
                <div class="stack">
                    {move || run_view(desk, looked)}
                    {move || made_view(desk, looked, opener)}
                    {wanted_fields(desk, looked)}
                    {if let Looked::Record(id) = looked { typing_view(desk, id) } else { ().into_any() }}
                </div>
            }
            .into_any()
        })
    };
    view! { <Dialog open=desk.looking title size=DialogSize::Wide>{content}</Dialog> }.into_any()
}

/// The record and measure of what is opened, and of whom it is.
fn subject(desk: Desk, looked: Looked) -> Option<(Option<Kpi>, Measure, u64)> {
    match looked {
        Looked::Known(known) => {
            let (dimension, member) = (desk.dimension.get(), desk.member.get());
            let own = |record: &&Kpi| record.formula.trim() == known.word && desk.scope(record) == (dimension, member);
            let record = desk.session.watch(&[crate::model::TableName::Kpi], |workspace| workspace.kpis.values().find(own).cloned());
            Some((record, Measure::known(known)?, member))
        }
        Looked::Record(id) => {
            let record = desk.session.watch(&[crate::model::TableName::Kpi], |workspace| workspace.kpis.get(&id).cloned())?;
            let measure = desk.typed.with(|typed| Measure::of(&record, typed)).ok()?;
            let (_, member) = desk.scope(&record);
            Some((Some(record), measure, member))
        }
    }
}

/// The run of the figure with what it says; it does not depend on the period looked at, so that picking one leaves it as it is.
fn run_view(desk: Desk, looked: Looked) -> AnyView {
    let Some((record, measure, member)) = subject(desk, looked) else {
        return view! { <p>"Its formula cannot be read, so it has no value."</p> }.into_any();
    };
    let wanted = record.map_or((None, None, None), |record| (record.target, record.lower, record.upper));
    let (words, data) = desk.figures.with(|figures| {
        let names = &figures.basis.period_names;
        let chart = run(figures, &measure, member);
        let data = control_data(&chart, names, &measure.label, measure.unit(), &measure.own_unit, wanted);
        (chart.words, data)
    });
    let pick = move |at: usize| desk.chosen.set(Some(desk.figures.with_untracked(|figures| figures.last()).saturating_sub(at)));
    view! {
        <p class="reading" role="status">{words}</p>
        <div class="control-chart">
            <LineChart label=format!("{} over the periods", measure.label) data=Signal::stored(data) on_pick=Callback::new(pick) />
        </div>
    }
    .into_any()
}

/// How the figure of the period looked at is made, down to the rows behind it.
fn made_view(desk: Desk, looked: Looked, opener: Opener) -> AnyView {
    let Some((record, measure, member)) = subject(desk, looked) else { return ().into_any() };
    let (explained, kinds) = desk.figures.with(|figures| {
        let period = desk.period_of(figures, &measure, member);
        let (mut rows, mut more, mut inputs) = (Vec::new(), 0, Vec::new());
        // A figure of one's own is made of others, and what is behind them is behind it.
        let own: Vec<&'static Known> = measure.kpi.map_or_else(|| measure.formula.figures().collect(), |known| vec![known]);
        for known in own {
            let figure = figures.figure(known, member, period);
            if measure.kpi.is_some() {
                inputs
                    .extend(figure.inputs.iter().map(|(name, amount)| ((*name).to_owned(), number_text((amount * 100.0).round() / 100.0))));
            } else {
                let told = figure.value.map_or_else(|| "–".to_owned(), |value| value_text(Some(known.unit), "", value));
                inputs.push((known.label.to_owned(), told));
            }
            let (found, count) = desk.session.peek(|workspace| figures.rows(workspace, known, member, period, MOST_ROWS));
            more += count.saturating_sub(found.len());
            rows.extend(found.into_iter().filter(|row| !rows.contains(row)).collect::<Vec<Row>>());
        }
        for (place, series) in measure.series() {
            let value = measure.typed.value(place, period);
            inputs.push((series.label.clone(), value.map_or_else(|| "–".to_owned(), |value| value_text(None, &series.unit, value))));
            rows.extend(series.rows_in(&figures.basis, period).map(|(id, label, value)| Row {
                kind: RowKind::Typed,
                id: id.raw(),
                label: format!("{label}: {}", series.label),
                value: value_text(None, &series.unit, value),
            }));
        }
        let kinds: Vec<(u64, RowKind)> = rows.iter().map(|row| (row.id, row.kind)).collect();
        let value = figures.value(&measure, member, period);
        let more = if more > 0 { format!(" {more} more rows are behind it.") } else { String::new() };
        let source = measure.kpi.map(|known| format!("{}.", known.source)).unwrap_or_default();
        let explained = Explained {
            label: figures.basis.period_names.get(period).cloned().unwrap_or_default(),
            value: value.map_or_else(|| "–".to_owned(), |value| measure.told(value)),
            formula: measure.formula_words(record.as_ref(), figures.basis.asked.period),
            inputs,
            rows: rows.into_iter().map(|row| SourceRow { label: row.label, value: row.value, id: row.id }).collect(),
            note: format!("{source}{more}").trim().to_owned(),
            ..Explained::default()
        };
        (explained, kinds)
    });
    let on_row = Callback::new(move |id: u64| {
        if let Some((_, kind)) = kinds.iter().find(|(known, _)| *known == id) {
            desk.looking.set(false);
            opener.with_value(|open| open(*kind, id));
        }
    });
    explanation(explained, Some(on_row), RwSignal::new(true))
}

/// By what a value is multiplied where people type it, and what the field says of it.
pub fn typed_scale(unit: Option<Unit>, own_unit: &str) -> (f64, String) {
    match unit {
        Some(Unit::Share) => (100.0, " in %".to_owned()),
        Some(Unit::Seconds) => (1.0 / 3_600.0, " in hours".to_owned()),
        Some(Unit::SecondsPerPiece) => (1.0, " in seconds".to_owned()),
        Some(_) => (1.0, String::new()),
        None if own_unit == "%" => (100.0, " in %".to_owned()),
        None => (1.0, String::new()),
    }
}

/// What the figure should be, and its way to the dashboard.
fn wanted_fields(desk: Desk, looked: Looked) -> AnyView {
    let (dimension, member) = (desk.dimension.get_untracked(), untrack(|| subject(desk, looked)).map_or(0, |(.., member)| member));
    if dimension != Dimension::All && matches!(member, 0 | u64::MAX) {
        return view! { <p class="hint">"Targets and tiles are for everything or for one that has a name."</p> }.into_any();
    }
    let Some((_, measure, _)) = untrack(|| subject(desk, looked)) else { return ().into_any() };
    let record = Memo::new(move |_| subject(desk, looked).and_then(|(record, ..)| record));
    let save = move |change: &dyn Fn(&mut Kpi)| {
        let known = record.get_untracked();
        let is_new = known.is_none();
        let Some(mut wanted) = known.or_else(|| fresh(desk, looked, dimension, member)) else { return Ok(()) };
        change(&mut wanted);
        let command = if is_new {
            PerformanceCommand::Add { figures: vec![wanted], called: String::new() }
        } else {
            PerformanceCommand::Change { figure: Box::new(wanted) }
        };
        desk.session.dispatch(&command).map_err(|refusal| refusal.to_string())
    };
    let (scale, unit) = typed_scale(measure.unit(), &measure.own_unit);
    let field = move |label: &str, read: fn(&Kpi) -> Option<f64>, set: fn(&mut Kpi, Option<f64>)| {
        let value =
            Signal::derive(move || record.with(|record| record.as_ref().and_then(read)).map(|value| (value * scale * 1e9).round() / 1e9));
        let commit = Callback::new(move |typed: Option<f64>| save(&|record| set(record, typed.map(|typed| typed / scale))));
        view! { <NumberField label=format!("{label}{unit}") value on_commit=commit /> }.into_any()
    };
    let fields = [
        field("Target", |record| record.target, |record, value| record.target = value),
        field("Not below", |record| record.lower, |record, value| record.lower = value),
        field("Not above", |record| record.upper, |record, value| record.upper = value),
    ];
    let is_shown = move || record.with(|record| record.as_ref().is_some_and(|record| record.shown));
    let show = move |()| {
        let wanted = !untrack(is_shown);
        if let Err(reason) = save(&|record| record.shown = wanted) {
            desk.session.notices.tell(crate::app::notices::Tone::Warning, "The dashboard stays as it is.", reason);
        }
    };
    let words = Signal::derive(move || if is_shown() { "Take off the dashboard" } else { "Add to the dashboard" }.to_owned());
    let shape = Signal::derive(move || if is_shown() { Icon::Minus } else { Icon::Plus });
    view! {
        <div class="bar wanted-bar">{fields.collect_view()}</div>
        <div class="dialog-actions"><Button label=words icon=shape on_press=show /></div>
    }
    .into_any()
}

/// The record of a figure that has none yet, of the member looked at; without a tile until it is asked for.
fn fresh(desk: Desk, looked: Looked, dimension: Dimension, member: u64) -> Option<Kpi> {
    let Looked::Known(known) = looked else { return None };
    let name =
        desk.figures.with_untracked(|figures| desk.session.peek(|workspace| figures.basis.member_name(workspace, dimension, member)));
    let made = record_of(known);
    let name = if dimension == Dimension::All { made.name.clone() } else { format!("{} of {name}", made.name) };
    let shifts = desk.basis.with_untracked(|basis| basis.shifts.clone());
    Some(narrowed(Kpi { name, shown: false, ..made }, dimension, member, &shifts))
}
