//! How a chart is made: its name, what it is of, its kind, its rules, its stages and until when limits are learned.

use super::state::Charts;
use crate::app::derived::quality::{StageStart, fitting_kinds, read_rules, read_stages, remove_stages, rule_words, write_rules};
use crate::app::derived::schedule::moment_text;
use crate::engine::quality::{Rule, RuleSet};
use crate::model::{ChartKind, ControlChartId, FieldValue, Phase, RecordId, TableName, Time};
use crate::ui::accountable::accountable_field;
use crate::ui::records::edited_field;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, CheckField, ChoiceField, DateTimeField, Icon, NumberField};
use leptos::prelude::*;

/// The settings of the chart shown.
pub fn settings(charts: Charts, id: ControlChartId) -> AnyView {
    let session = charts.session;
    let field = move |name: &'static str| edited_field(session, TableName::ControlChart, id.raw(), name);
    view! {
        <details class="chart-settings no-print">
            <summary>"How this chart is made"</summary>
            <div class="form-grid">
                {field("name")} {kinds(charts)} {field("item")} {field("resource")} {learned(charts)}
                {accountable_field(session, Phase::Quality, charts.reviser)}
            </div>
            {revised(charts)}
            {stages(charts)}
            <fieldset class="chart-rules">
                <legend>"Rules that are looked for"</legend>
                {Rule::ALL.into_iter().map(|rule| rule_view(charts, rule)).collect::<Vec<_>>()}
                {presets(charts)}
            </fieldset>
        </details>
    }
    .into_any()
}

fn kinds(charts: Charts) -> AnyView {
    let answer = Memo::new(move |_| charts.with(|series, _| series.question.kind));
    let options = Signal::derive(move || {
        let kinds = answer.get().map_or(&[ChartKind::Automatic] as &[ChartKind], fitting_kinds);
        kinds.iter().map(|kind| Choice::new(kind.code(), kind.label())).collect::<Vec<_>>()
    });
    let value =
        Signal::derive(move || charts.record.with(|chart| chart.as_ref().map(|chart| chart.kind.code().to_owned())).unwrap_or_default());
    let commit = move |code: String| {
        charts.set("kind", ChartKind::from_code(&code).unwrap_or_default().to_value());
        Ok(())
    };
    view! { <ChoiceField label="Chart" options value on_commit=commit /> }.into_any()
}

fn learned(charts: Charts) -> AnyView {
    let value = Signal::derive(move || charts.record.with(|chart| chart.as_ref().and_then(|chart| chart.learned_until)));
    let commit = move |until: Option<Time>| {
        charts.alter("learned_until", |_| Some(until.to_value()));
        Ok(())
    };
    let help = TableName::ControlChart.field("learned_until").map_or("", |field| TableName::ControlChart.help(field));
    view! { <DateTimeField label="Limits from until" value on_commit=commit help /> }.into_any()
}

/// When what the limits rest on was changed last, and by whom.
fn revised(charts: Charts) -> AnyView {
    let words = move || {
        let chart = charts.record.get()?;
        let by = if chart.revised_by.is_empty() { String::new() } else { format!(" by {}", chart.revised_by) };
        let words = format!("Limits revised {}{by}.", moment_text(chart.revised?, charts.session.now()));
        Some(view! { <p class="hint">{words}</p> })
    };
    view! { {words} }.into_any()
}

/// The stages with a way to join each with the one before.
fn stages(charts: Charts) -> AnyView {
    let begins =
        Memo::new(move |_| charts.record.with(|chart| chart.as_ref().map(|chart| read_stages(&chart.stages).0)).unwrap_or_default());
    let join = move |start: StageStart| charts.alter("stages", |series| Some(remove_stages(&series.chart.stages, &[start]).to_value()));
    let rows = move || {
        let row = |start: StageStart| {
            let time = start.time;
            let label = format!("Remove the stage from {}", moment_text(time, charts.session.now()));
            view! {
                <li>
                    {format!("A new stage begins {}", moment_text(time, charts.session.now()))}
                    <Button label icon=Icon::Trash icon_only=true look=ButtonLook::Quiet on_press=move |()| join(start) />
                </li>
            }
            .into_any()
        };
        begins.get().into_iter().map(row).collect::<Vec<_>>()
    };
    view! { <ul class="chart-notes">{rows}</ul> }.into_any()
}

fn rule_view(charts: Charts, rule: Rule) -> AnyView {
    let rules = Memo::new(move |_| charts.record.with(|chart| read_rules(chart.as_ref().map_or("", |chart| &chart.rules))));
    let setting = move || rules.with(|set| set.0.iter().find(|setting| setting.rule == rule).copied());
    let is_on = Signal::derive(move || setting().is_some_and(|setting| setting.on));
    let change = move |change: &dyn Fn(&mut RuleSet)| {
        let mut set = rules.get_untracked();
        change(&mut set);
        charts.set("rules", write_rules(&set).to_value());
    };
    let tick = move |on: bool| {
        change(&|set| set.0.iter_mut().filter(|setting| setting.rule == rule).for_each(|setting| setting.on = on));
        Ok(())
    };
    let label = format!("{}: {}", rule.number(), rule.cause().trim_end_matches('.'));
    let k = Signal::derive(move || setting().map(|setting| setting.k));
    let set_k = move |k: Option<f64>| match k {
        Some(k) if k > 0.0 && k <= 100.0 && (rule == Rule::Beyond || k.fract() == 0.0) => {
            change(&|set| set.set_k(rule, k));
            Ok(())
        }
        _ if rule == Rule::Beyond => Err("Enter how many standard deviations, above zero.".to_owned()),
        _ => Err("Enter a whole number of points.".to_owned()),
    };
    let own_k = move || {
        let on = is_on.get();
        let k_now = k.get().unwrap_or_default();
        on.then(|| view! { <NumberField label="K" value=k on_commit=set_k help=rule_words(rule, k_now) /> })
    };
    view! {
        <div class="chart-rule">
            <CheckField label value=is_on on_commit=tick />
            {own_k}
        </div>
    }
    .into_any()
}

/// The usual sets of rules.
fn presets(charts: Charts) -> AnyView {
    let set = move |text: &'static str| {
        charts.set("rules", text.to_owned().to_value());
    };
    view! {
        <div class="bar">
            <Button label="Usual (1 2 5 6)" on_press=move |()| set("1 2 5 6") />
            <Button label="Western Electric" on_press=move |()| set("1 2=8 5 6") />
            <Button label="Limits alone" on_press=move |()| set("1") />
            <Button label="All eight" on_press=move |()| set("1 2 3 4 5 6 7 8") />
        </div>
    }
    .into_any()
}
