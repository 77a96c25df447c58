//! What is behind a point: the check with who, when and what was found, and what can be done about it.

use super::state::Charts;
use crate::app::IssueCommand;
use crate::app::derived::quality::{
    ChartSeries, check_row, leave_out, read_answers, rules_at, second_name, take_back, time_line, values_words,
};
use crate::app::derived::schedule::moment_text;
use crate::engine::quality::{ChartOutcome, Rule};
use crate::model::{Check, CheckId, FieldValue, Issue, IssueId, IssueKind, Phase, Record, RecordId, Severity};
use crate::ui::accountable::accountable_field;
use crate::ui::links;
use crate::ui::phases::quality::audit::answer_view;
use crate::ui::widgets::{Badge, Button, ButtonLook, TextField, Tone};
use leptos::prelude::*;
use leptos_router::components::A;

/// The panel of the point that was pressed.
pub fn point_panel(charts: Charts) -> AnyView {
    let check = Memo::new(move |_| charts.point.get());
    let content = move || check.get().map(|check| panel(charts, check));
    view! { <div class="check-panel stack">{content}</div> }.into_any()
}

/// A point as the panel tells of it.
#[derive(Clone, PartialEq)]
struct Behind {
    head: String,
    values: String,
    about: String,
    left_out: Option<String>,
    /// The rules that fire here, each in words, and their numbers.
    signals: Vec<String>,
    rules: Vec<usize>,
    is_first: bool,
    begins: bool,
    /// Limits are learned until here.
    learned: bool,
}

fn behind(charts: Charts, check: CheckId) -> Option<Behind> {
    let session = charts.session;
    charts
        .with(|series, outcome| {
            let at = series.points.iter().position(|point| point.check == check)?;
            let point = series.points.get(at)?;
            let row = session.peek(|workspace| check_row(workspace, check))?;
            let by = if row.by.is_empty() { "nobody named".to_owned() } else { row.by };
            Some(Behind {
                head: format!("{} by {by}, {} version {}", moment_text(point.time, session.now()), row.checklist, row.version),
                values: values_words(series, at),
                about: row.about,
                left_out: point.left_out.clone(),
                signals: told_at(series, outcome, at),
                rules: rules_at(&outcome.main, at),
                is_first: at == 0,
                begins: series.begins_at(at),
                learned: series.chart.learned_until == Some(point.time),
            })
        })
        .flatten()
}

/// What the rules say of a point, on both charts.
fn told_at(series: &ChartSeries, outcome: &ChartOutcome, at: usize) -> Vec<String> {
    let told = |numbers: Vec<usize>, of: String| {
        let rules = numbers.into_iter().filter_map(|number| Rule::ALL.get(number.checked_sub(1)?).copied());
        rules.map(|rule| format!("Rule {}{of}: {}", rule.number(), rule.cause())).collect::<Vec<_>>()
    };
    let mut words = told(rules_at(&outcome.main, at), String::new());
    if let Some(second) = &outcome.second {
        words.extend(told(rules_at(second, at), format!(" on the {}", second_name(series.request.kind))));
    }
    words
}

fn panel(charts: Charts, check: CheckId) -> AnyView {
    let known = Memo::new(move |_| behind(charts, check));
    let is = move |read: fn(&Behind) -> bool| known.with(|known| known.as_ref().is_some_and(read));
    let point = move |series: &ChartSeries| series.points.iter().find(|point| point.check == check).cloned();
    let stage = move |()| {
        charts.alter("stages", |series| {
            let at = series.points.iter().position(|point| point.check == check)?;
            Some(series.with_stage_toggled(at)?.to_value())
        });
    };
    let learn = move |()| {
        let until = !is(|known| known.learned);
        charts.alter("learned_until", |series| point(series).map(|point| until.then_some(point.time).to_value()));
    };
    let register = move |()| {
        let Some(known) = known.get_untracked() else { return };
        let name = charts.record.with_untracked(|chart| chart.as_ref().map(|chart| chart.name.clone())).unwrap_or_default();
        let found = charts.session.peek(|workspace| workspace.checks.get(&check).cloned());
        if let Some(found) = found {
            charts.session.act(IssueCommand::Raise { issue: Box::new(issue(charts, &found, &name, &known)) });
        }
    };
    let stage_words =
        Signal::derive(move || if is(|known| known.begins) { "No new stage from here" } else { "New stage from here" }.to_owned());
    let learn_words = Signal::derive(move || {
        if is(|known| known.learned) { "Limits from all points" } else { "Limits from the points until here" }.to_owned()
    });
    let refused = Signal::derive(move || is(|known| known.is_first).then(|| "The first stage begins here anyway.".to_owned()));
    view! {
        {move || known.get().map(facts)}
        <details class="whole-check">
            <summary>"The whole check"</summary>
            <dl class="answers">{answers(charts, check)}</dl>
        </details>
        {accountable_field(charts.session, Phase::Quality, charts.reviser)}
        {leaving_out(charts, check, known)}
        <div class="bar">
            <Button label=stage_words refused on_press=stage />
            <Button label=learn_words on_press=learn />
        </div>
        <div class="bar"><Button label="Register an issue" look=ButtonLook::Primary on_press=register /></div>
        <p class="hint">{move || issues(charts, check)}</p>
    }
    .into_any()
}

/// Every answer of the check: a fact, so it is read once.
fn answers(charts: Charts, check: CheckId) -> AnyView {
    let found = charts.session.peek(|workspace| workspace.checks.get(&check).map(|check| read_answers(&check.answers)));
    found.unwrap_or_default().into_iter().map(answer_view).collect::<Vec<_>>().into_any()
}

/// Leaving the point out with a reason, or taking it in again.
fn leaving_out(charts: Charts, check: CheckId, known: Memo<Option<Behind>>) -> AnyView {
    let left_out = Memo::new(move |_| known.with(|known| known.as_ref().and_then(|known| known.left_out.clone())));
    let reason = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<String>);
    let leave = move |()| {
        let why = reason.get_untracked().trim().to_owned();
        if why.is_empty() {
            refusal.set(Some("Say why: a point is left out only for a cause that is known.".to_owned()));
            return;
        }
        refusal.set(None);
        charts.alter("left_out", |series| {
            let at = series.points.iter().position(|point| point.check == check)?;
            Some(leave_out(&series.chart.left_out, &series.line_of(at, why)?).to_value())
        });
    };
    let back = move |()| {
        charts.alter("left_out", |series| {
            let point = series.points.iter().find(|point| point.check == check)?;
            Some(take_back(&series.chart.left_out, Some(check), point.time).to_value())
        });
    };
    let content = move || match left_out.get() {
        Some(why) => view! {
            <p>{format!("Left out of the limits: {}", if why.is_empty() { "without a reason" } else { &why })}</p>
            <div class="bar"><Button label="Take into the limits again" on_press=back /></div>
        }
        .into_any(),
        None => {
            let typed = move |text: String| {
                reason.set(text);
                Ok(())
            };
            view! {
                <TextField label="Why it does not count" value=reason on_commit=typed error=refusal placeholder="Known cause" />
                <div class="bar"><Button label="Leave out of the limits" on_press=leave /></div>
            }
            .into_any()
        }
    };
    view! { <div class="stack">{content}</div> }.into_any()
}

fn facts(known: Behind) -> AnyView {
    let verdict = if known.signals.is_empty() { ("No signal", Tone::Good) } else { ("Signal", Tone::Bad) };
    let rules: Vec<AnyView> = known.signals.into_iter().map(|words| view! { <li>{words}</li> }.into_any()).collect();
    view! {
        <p>{known.head}</p>
        <p class="hint">{known.about}</p>
        <p class="point-values"><strong>{known.values}</strong> <Badge label=verdict.0 tone=verdict.1 /></p>
        <ul class="chart-notes">{rules}</ul>
    }
    .into_any()
}

/// How many issues speak of the check, with the way to them.
fn issues(charts: Charts, check: CheckId) -> AnyView {
    let count = charts
        .session
        .watch(&[crate::model::TableName::Issue], |workspace| workspace.issues.values().filter(|issue| issue.check == Some(check)).count());
    if count == 0 {
        return ().into_any();
    }
    let words = if count == 1 {
        "One issue is registered for this check.".to_owned()
    } else {
        format!("{count} issues are registered for this check.")
    };
    view! { <span role="status">{words}</span> " " <A href=links::to("tables/")>"Tables"</A> }.into_any()
}

fn issue(charts: Charts, check: &Check, chart: &str, known: &Behind) -> Issue {
    let time = check.time.map(time_line).unwrap_or_default();
    let rules: Vec<String> = known.rules.iter().map(usize::to_string).collect();
    let why = if rules.is_empty() { String::new() } else { format!(", rule {}", rules.join(" and ")) };
    Issue {
        name: format!("{chart}: {} at {time}{why}", known.values),
        kind: IssueKind::Nonconformity,
        severity: Severity::Minor,
        category: chart.to_owned(),
        operation: check.operation,
        task: check.task,
        order: check.order,
        item: check.item,
        resource: check.resource,
        check: Some(check.id),
        raised: Some(charts.session.now()),
        raised_by: charts.person.get_untracked(),
        ..Issue::new(IssueId::from_raw(0))
    }
}
