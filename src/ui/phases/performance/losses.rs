//! Where the open hours went: from planned busy time down to the time of good pieces, with the reasons of stops.

use super::figures::notes;
use super::page::Desk;
use crate::app::derived::schedule::length_text;
use crate::engine::performance::{Branch, Dimension, LossTree};
use crate::guide::Term;
use crate::model::Span;
use crate::ui::terms::terms_line;
use crate::ui::widgets::chart::{BarChart, ChartData, Period, Series};
use crate::ui::widgets::{EmptyState, Icon};
use leptos::prelude::*;

/// The tree of losses as falling bars and as a table.
pub fn losses_view(desk: Desk) -> AnyView {
    let tree = Memo::new(move |_| {
        let (member, period) = (desk.member.get(), desk.period());
        desk.figures.with(|figures| figures.losses(member, period))
    });
    let content = move || match tree.get() {
        Some(tree) => tree_view(desk, &tree),
        None => {
            let text = if matches!(desk.dimension.get(), Dimension::All | Dimension::Resource | Dimension::Shift) {
                "Nobody was open in this period, or no work was reported or planned on a resource."
            } else {
                "Items, customers, orders and operations have no hours of their own. Look at everything, a resource or a shift."
            };
            view! { <EmptyState title="No hours to lose" text shape=Icon::Clock /> }.into_any()
        }
    };
    view! { <div class="stack">{content}{notes(desk)}</div> }.into_any()
}

fn minus(number: f64) -> &'static str {
    if number < 0.0 { "−" } else { "" }
}

fn length(seconds: f64) -> String {
    format!("{}{}", minus(seconds), length_text(Span::from_seconds(seconds.abs().round() as i64)))
}

fn tree_view(desk: Desk, tree: &LossTree) -> AnyView {
    let share = |over: f64, under: f64| {
        if under <= 0.0 {
            return "–".to_owned();
        }
        format!("{}{:.1} %", minus(over), 100.0 * over.abs() / under)
    };
    let branch = |branch: Branch| match branch {
        Branch::Availability => "Availability",
        Branch::Performance => "Effectiveness",
        Branch::Quality => "Quality",
    };
    let mut rows: Vec<(String, &str, f64, bool)> = vec![
        ("Open".to_owned(), "", tree.open, true),
        ("planned stops".to_owned(), "Not planned to run", -tree.planned_stops, false),
        ("worked beyond the calendar".to_owned(), "Added", tree.overtime, false),
        ("Planned busy".to_owned(), "", tree.planned_busy, true),
    ];
    let after = [
        (Branch::Availability, "Running", tree.running),
        (Branch::Performance, "At planned speed", tree.net_running),
        (Branch::Quality, "Good pieces", tree.fully_productive),
    ];
    for (of, name, rest) in after {
        let lost = tree.losses.iter().filter(|lost| lost.branch == of);
        rows.extend(lost.map(|lost| (lost.name.to_owned(), branch(of), -lost.seconds, false)));
        rows.push((name.to_owned(), "", rest, true));
    }
    let shown: Vec<AnyView> = rows
        .iter()
        .filter(|(_, _, seconds, is_sum)| *is_sum || seconds.abs() >= 0.5)
        .map(|(name, of, seconds, is_sum)| {
            let (seconds, is_sum) = (*seconds, *is_sum);
            view! {
                <tr class:sum=is_sum>
                    <th scope="row">{name.clone()}</th>
                    <td>{(*of).to_owned()}</td>
                    <td class="numbers">{length(seconds)}</td>
                    <td class="numbers">{share(seconds, tree.planned_busy)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let oee = format!(
        "Availability {} × effectiveness {} × quality {} = overall equipment effectiveness {}.",
        share(tree.running, tree.planned_busy),
        share(tree.net_running, tree.running),
        share(tree.fully_productive, tree.net_running),
        share(tree.fully_productive, tree.planned_busy),
    );
    view! {
        <p role="status">{oee}</p>
        {terms_line(&[(Term::Oee, "OEE"), (Term::Availability, "availability"), (Term::SixLosses, "six big losses")])}
        <BarChart label="Hours from planned busy down to good pieces" data=Signal::stored(waterfall(tree)) />
        <div class="scroll" tabindex="0" role="region" aria-label="Losses, scrollable">
            <table class="report loss-tree">
                <thead>
                    <tr>
                        <th scope="col">"Time"</th>
                        <th scope="col">"Factor"</th>
                        <th scope="col">"Length"</th>
                        <th scope="col">"Of planned busy"</th>
                    </tr>
                </thead>
                <tbody>{shown}</tbody>
            </table>
        </div>
        {reasons(desk)}
    }
    .into_any()
}

/// Each bar stands where the one before it ended: what is left, and what was lost on the way.
fn waterfall(tree: &LossTree) -> ChartData {
    let hours = |seconds: f64| (seconds / 3_600.0).max(0.0);
    let mut steps: Vec<(&str, f64, f64)> = vec![("Planned busy", tree.planned_busy, 0.0)];
    let mut left = tree.planned_busy;
    for lost in tree.losses.iter().filter(|lost| lost.seconds > 0.5) {
        left -= lost.seconds;
        steps.push((lost.name, left, lost.seconds));
    }
    steps.push(("good pieces", tree.fully_productive, 0.0));
    let period = |(name, ..): &(&str, f64, f64)| Period {
        label: name.split(' ').take(if name.starts_with("no ") { 2 } else { 1 }).collect::<Vec<_>>().join(" "),
        name: (*name).to_owned(),
    };
    let series = |label: &str, colour: u8, of: &dyn Fn(&(&str, f64, f64)) -> f64| Series {
        label: label.to_owned(),
        values: steps.iter().map(|step| Some(hours(of(step)))).collect(),
        colour,
        ..Series::default()
    };
    ChartData {
        periods: steps.iter().map(period).collect(),
        series: vec![series("Left", 0, &|step| step.1), series("Lost", 4, &|step| step.2)],
        limit: None,
        unit: "h".to_owned(),
        decimals: 1,
    }
}

/// Stops of the period by their reasons, the longest first.
fn reasons(desk: Desk) -> AnyView {
    let (member, period) = (desk.member.get(), desk.period());
    let found = desk.figures.with(|figures| desk.session.peek(|workspace| figures.stops(workspace, member, period)));
    if found.is_empty() {
        return view! { <p class="hint">"No stop was reported in this period."</p> }.into_any();
    }
    let all: f64 = found.iter().map(|(_, seconds, _)| seconds).sum();
    let mut so_far = 0.0;
    let rows: Vec<AnyView> = found
        .into_iter()
        .map(|(name, seconds, count)| {
            so_far += seconds;
            let sum = format!("{:.0} %", 100.0 * so_far / all.max(1.0));
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="numbers">{count}</td>
                    <td class="numbers">{length(seconds)}</td>
                    <td class="numbers">{sum}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <h2>"Stops by reason"</h2>
        <table class="report">
            <thead>
                <tr>
                    <th scope="col">"Reason"</th>
                    <th scope="col">"Stops"</th>
                    <th scope="col">"Length"</th>
                    <th scope="col">"With those above"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="hint">"By the clock from stop to going on, closed hours included; the tree above counts open hours alone."</p>
    }
    .into_any()
}
