//! The Production Plan as a page: on screen, on paper, and as files.

use super::paper::Paper;
use super::picture::picture;
use super::table::plan_table;
use crate::app::Session;
use crate::app::derived::production_plan::{PlanBlock, PlanLine, PlanSheet, plan_sheet, sheet_csv};
use crate::app::notices::Tone;
use crate::app::web::{Exchanger, Made, artefact_file, export_sheet, file_stem};
use crate::model::Period;
use crate::ui::artefacts::picture::{offer_png, offer_svg};
use crate::ui::shell::PageHeader;
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Action, Button, EmptyState, Icon, MenuButton, Segmented, Tab, Tabs, download};
use crate::ui::{links, parts};
use leptos::prelude::*;
use std::ops::Range;

/// The Production Plan: as the schedule stands, or planned ahead.
#[component]
pub fn ProductionPlanPage() -> impl IntoView {
    let selected = links::tab(&["schedule", "ahead"]);
    let tabs = vec![
        Tab::new("schedule", "From the schedule", || view! { <Scheduled /> }.into_any()),
        Tab::new("ahead", "Plan ahead", parts::plan_ahead),
    ];
    view! {
        <article class="page production-plan">
            <PageHeader title="Production Plan" question="Expected demand, required resources, planned output per period." />
            <Tabs label="Production Plan" tabs selected />
        </article>
    }
    .into_any()
}

/// The plan as the schedule stands.
#[component]
fn Scheduled() -> impl IntoView {
    let session = expect_context::<Session>();
    let period = RwSignal::new(session.settings().period);
    let sheet = Memo::new(move |_| plan_sheet(session, period.get()));
    let options = vec![Choice::new("day", "Day"), Choice::new("week", "Week"), Choice::new("month", "Month")];
    let value = Signal::derive(move || period.get().code().to_owned());
    let change = Callback::new(move |code: String| period.set(Period::from_code(&code).unwrap_or_default()));
    let actions = exports(session, sheet, use_context::<Exchanger>());
    view! {
        <div class="stack">
            <div class="bar">
                <Segmented label="Period" options value on_change=change />
                <Button label="Print" icon=Icon::Print on_press=|| drop(window().print()) />
                <MenuButton label="Export" icon=Icon::Download at_end=true actions />
            </div>
            {move || sheet.with(sheet_view)}
        </div>
        <Paper sheet />
    }
    .into_any()
}

/// The ways out of the plan.
pub(super) fn exports(session: Session, sheet: Memo<PlanSheet>, exchanger: Option<Exchanger>) -> Signal<Vec<Action>> {
    let tell = move |done: Result<(), String>| {
        if let Err(reason) = done {
            session.notices.tell(Tone::Warning, "The file could not be made.", reason);
        }
    };
    let title = move || format!("Production Plan of {}", file_stem(session));
    let scene = move || sheet.with_untracked(|sheet| picture(sheet, &title()));
    let name = move |ending: &str| format!("{}{ending}", artefact_file(session, "production plan"));
    let csv = move || format!("\u{feff}{}", sheet.with_untracked(sheet_csv));
    let save = move |made: Made| tell(made.and_then(|(name, kind, bytes)| download(&name, kind, &bytes)));
    Signal::derive(move || {
        let mut actions = vec![
            Action::new("Picture (SVG)", move || tell(offer_svg(&name(".svg"), &scene(), &title()))).icon(Icon::Download),
            Action::new("Picture (PNG)", move || tell(offer_png(session, name(".png"), &scene()))).icon(Icon::Download),
            Action::new("Table (CSV)", move || tell(download(&name(".csv"), "text/csv;charset=utf-8", csv().as_bytes())))
                .icon(Icon::Download),
        ];
        if let Some(exchanger) = exchanger {
            let workbook = move || export_sheet(exchanger, name(""), sheet.with_untracked(plan_table), save);
            actions.push(Action::new("Table (XLSX)", workbook).icon(Icon::Download));
        }
        actions
    })
}

fn sheet_view(sheet: &PlanSheet) -> AnyView {
    if sheet.periods.is_empty() {
        let text = "Open orders with a due date make the first column; planning them under Schedule fills in output and stock.";
        return view! { <EmptyState title="Nothing to plan yet" text shape=Icon::Chart /> }.into_any();
    }
    view! {
        <ul class="assumptions">{sheet.assumptions.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view()}</ul>
        <div class="scroll plan-frame" tabindex="0" role="region" aria-label="Production Plan, scrollable">
            {table(sheet, 0..sheet.periods.len())}
        </div>
    }
    .into_any()
}

/// Where a number stands: the item or resource, its line, the period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub block: usize,
    pub line: usize,
    pub period: usize,
}

impl Place {
    /// As it stands in a cell's attribute.
    pub(super) fn text(self) -> String {
        format!("{}.{}.{}", self.block, self.line, self.period)
    }

    /// Reads what [`Place::text`] wrote.
    pub(super) fn read(text: &str) -> Option<Place> {
        let mut numbers = text.split('.').map(|number| number.parse().ok());
        let mut next = || numbers.next().flatten();
        Some(Place { block: next()?, line: next()?, period: next()? })
    }
}

/// The lines of every item and resource in the periods asked for.
pub(super) fn table(sheet: &PlanSheet, periods: Range<usize>) -> AnyView {
    let shown = sheet.periods.iter().take(periods.end).skip(periods.start);
    let heads = shown.map(|period| view! { <th scope="col">{period.clone()}</th> }).collect_view();
    let blocks = sheet.items.iter().chain(&sheet.resources).enumerate();
    let blocks = blocks.map(|(at, block)| block_view(at, block, &periods)).collect_view();
    view! {
        <table class="plan">
            <thead>
                <tr>
                    <th scope="col">"Item or resource"</th>
                    <th scope="col">"Line"</th>
                    {heads}
                </tr>
            </thead>
            {blocks}
        </table>
    }
    .into_any()
}

fn block_view(block_at: usize, block: &PlanBlock, periods: &Range<usize>) -> AnyView {
    let name = if block.unit.is_empty() { block.name.clone() } else { format!("{} ({})", block.name, block.unit) };
    let count = block.lines.len();
    let row = |(at, line)| line_view((block_at, at), line, periods, (at == 0).then(|| (name.clone(), count)));
    let rows = block.lines.iter().enumerate().map(row);
    view! { <tbody>{rows.collect_view()}</tbody> }.into_any()
}

fn line_view((block, at): (usize, usize), line: &PlanLine, periods: &Range<usize>, head: Option<(String, usize)>) -> AnyView {
    let is_gap = line.is_gap;
    let cells = line.values.iter().enumerate().take(periods.end).skip(periods.start).map(|(period, value)| {
        let is_bad = is_gap && *value > 1e-9;
        let text = if value.abs() < 1e-9 { String::new() } else { number_text(*value, if value.fract() == 0.0 { 0 } else { 1 }) };
        let place = Place { block, line: at, period }.text();
        view! { <td class="numbers" class:tone-bad=is_bad tabindex="-1" data-place=place>{text}</td> }
    });
    view! {
        <tr>
            {head.map(|(name, count)| view! { <th scope="rowgroup" rowspan=count>{name}</th> })}
            <th scope="row">{line.label}</th>
            {cells.collect_view()}
        </tr>
    }
    .into_any()
}
