//! One control chart: drawn, told in sentences, with its settings and the point that was pressed.

use super::drawn::drawn;
use super::figures::chart_figures;
use super::point::point_panel;
use super::settings::settings;
use super::state::Charts;
use crate::app::RecordCommand;
use crate::app::derived::quality::{false_alarm_words, kind_name, second_name, stage_words, told_signals};
use crate::engine::quality::Finding;
use crate::guide::Term;
use crate::model::{RecordId, TableName, text};
use crate::ui::terms::terms_line;
use crate::ui::widgets::chart::LimitChart;
use crate::ui::widgets::{Button, ButtonLook, EmptyState, Icon, Split, Stat};
use leptos::prelude::*;

/// The chart that is looked at.
pub fn detail(charts: Charts) -> AnyView {
    let session = charts.session;
    // What is drawn stays in the page while its numbers change, so that the focus stays on its point.
    let state = Memo::new(move |_| {
        charts.with(|series, outcome| (series.points.is_empty(), outcome.second.as_ref().map(|_| second_name(series.request.kind))))
    });
    let id = Memo::new(move |_| charts.record.with(|chart| chart.as_ref().map(|chart| chart.id)));
    let remove = move |()| {
        if let Some(id) = id.get_untracked() {
            session.act(RecordCommand::Remove { table: TableName::ControlChart, ids: vec![id.raw()] });
        }
    };
    let name = move || charts.record.with(|chart| chart.as_ref().map(|chart| chart.name.clone()));
    let kind = move || charts.with(|series, _| kind_name(series.request.kind));
    let body = move || match state.get() {
        None => {
            let text = "The question that it was made of is gone or is answered in words now. Remove the chart, or undo the change.";
            view! { <EmptyState title="This chart has nothing to show" text shape=Icon::Chart /> }.into_any()
        }
        Some((true, _)) => {
            let text = "Every check in which the question is answered becomes a point, under Checklists with “Fill in” or on the run list.";
            view! { <EmptyState title="No answers yet" text shape=Icon::Chart /> }.into_any()
        }
        Some((false, second)) => plots(charts, second),
    };
    view! {
        <div class="bar">
            <h2>{name}</h2>
            <span class="hint">{kind}</span>
            <span class="no-print chart-do">
                <Button label="Print" icon=Icon::Print look=ButtonLook::Quiet on_press=|| drop(window().print()) />
                <Button label="Remove this chart" icon=Icon::Trash look=ButtonLook::Quiet on_press=remove />
            </span>
        </div>
        {terms_line(&[(Term::ControlLimit, "control limits"), (Term::CentreLine, "centre line")])}
        {body}
        {move || id.get().map(|id| settings(charts, id))}
    }
    .into_any()
}

fn plots(charts: Charts, second: Option<&'static str>) -> AnyView {
    let session = charts.session;
    let data = move |second: bool| {
        Signal::derive(move || charts.with(|series, outcome| drawn(series, outcome, second, session.now())).unwrap_or_default())
    };
    let open = RwSignal::new(false);
    let pick = Callback::new(move |point: usize| {
        charts.press(point);
        open.set(true);
    });
    Effect::new(move |_| {
        if charts.point.get().is_none() {
            open.set(false);
        }
    });
    let second = second.map(|name| {
        let label = format!("Chart of the {name}");
        view! { <LimitChart label data=data(true) height=150.0 on_pick=pick /> }
    });
    let title = Signal::derive(move || charts.place().map(|point| format!("Point {}", point + 1)).unwrap_or_default());
    // Worked out by trials, so only where the rules are others.
    let rules = Memo::new(move |_| charts.with(|series, _| (series.request.kind, series.request.rules.clone())));
    let alarm =
        Memo::new(move |_| rules.with(|rules| rules.as_ref().map(|(kind, rules)| false_alarm_words(*kind, rules))).unwrap_or_default());
    let figures = move || {
        let all = charts.with(chart_figures).unwrap_or_default();
        all.into_iter().map(|of| view! { <Stat of=Signal::stored(of) /> }.into_any()).collect::<Vec<_>>()
    };
    view! {
        <Split title open aside=move || point_panel(charts)>
            <div class="stack">
                <div class="stats">{figures}</div>
                <LimitChart label="Control chart" data=data(false) height=280.0 on_pick=pick />
                {second}
                <p class="hint no-print">"Press a point to see the check behind it. A diamond with a number is a signal of that rule; a hollow point is left out of the limits."</p>
                {move || told(charts, pick)}
                <p class="hint">{move || alarm.get()}</p>
            </div>
        </Split>
    }
    .into_any()
}

/// What the chart says, in sentences.
fn told(charts: Charts, pick: Callback<usize>) -> AnyView {
    let now = charts.session.now();
    let said = charts.with(|series, outcome| {
        let signals: Vec<AnyView> = told_signals(series, outcome, now)
            .into_iter()
            .map(|signal| {
                let last = signal.last;
                view! {
                    <li>
                        <button class="link-button" on:click=move |_| pick.run(last)>{signal.words}</button>
                    </li>
                }
                .into_any()
            })
            .collect();
        let mut notes = stage_words(series, outcome, now);
        notes.extend(outcome.findings.iter().map(|finding| finding.cause().to_owned()));
        notes.dedup();
        let has_limits = !outcome.findings.iter().any(|finding| matches!(finding, Finding::NothingToEstimate { .. }));
        let unused: Vec<String> = outcome.left_out.iter().map(|rule| rule.number().to_string()).collect();
        if !unused.is_empty() {
            notes.push(format!("Rules left out, because they mean nothing on this kind of chart: {}.", unused.join(", ")));
        }
        if series.strangers > 0 {
            notes.push(format!(
                "{} answers in another unit or of another kind are not charted.",
                text::number_text(series.strangers as f64)
            ));
        }
        notes.extend(series.unread.iter().map(|line| format!("This line of the chart's settings could not be read: “{line}”.")));
        (signals, notes, has_limits)
    });
    let Some((signals, notes, has_limits)) = said else { return ().into_any() };
    let signals = if signals.is_empty() {
        let words =
            if has_limits { "No signal: what varies here is noise." } else { "There are too few points to tell a signal from noise." };
        view! { <p role="status">{words}</p> }.into_any()
    } else {
        let heading = format!("{} {}", signals.len(), if signals.len() == 1 { "signal" } else { "signals" });
        view! {
            <div role="status"><h3>{heading}</h3></div>
            <ul class="chart-signals" role="list">{signals}</ul>
        }
        .into_any()
    };
    view! {
        {signals}
        <ul class="chart-notes">{notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}</ul>
    }
    .into_any()
}
