//! Versions of the plan: saved under a name, compared with the one before, approved by who is accountable, released as orders to make.
//!
//! A version's numbers never change; what comes after it is another version.

use super::planner::Ahead;
use crate::app::derived::aggregate::{Saved, differences, pack, releases};
use crate::app::web::preferences::{LABEL, remembered};
use crate::app::{CapacityCommand, ImprovementCommand, RecordCommand, Refusal};
use crate::model::roles::{accountable, people_key};
use crate::model::{Phase, PlanStatus, ProductionPlan, ProductionPlanId, Record, RecordId, TableName, sort_with_key};
use crate::ui::accountable::accountable_field;
use crate::ui::widgets::entry::number_text;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Badge, Button, ButtonLook, ChoiceField, TextField, Tone};
use leptos::prelude::*;

/// Differences that are told of a version at most.
const TOLD: usize = 8;

/// The versions, the newest first, and the field to save the plan shown.
pub fn versions_view(ahead: Ahead) -> AnyView {
    let session = ahead.session;
    let versions = Memo::new(move |_| {
        session.watch(&[TableName::ProductionPlan, TableName::Item], |workspace| {
            let mut versions: Vec<ProductionPlan> = workspace.production_plans.values().cloned().collect();
            sort_with_key(&mut versions, |version| std::cmp::Reverse((version.saved, version.id)));
            versions
        })
    });
    let list = move || {
        let all = versions.get();
        let rows = all.iter().enumerate().map(|(at, version)| version_view(ahead, version, all.get(at + 1))).collect_view();
        if all.is_empty() {
            view! { <p class="hint">"No version is saved yet. Save the plan to talk about it, have it approved and release it."</p> }
                .into_any()
        } else {
            view! { <ol class="plan-versions" role="list">{rows}</ol> }.into_any()
        }
    };
    view! {
        <section class="stack plan-versions-part">
            <h2>"Versions"</h2>
            {save_form(ahead)}
            {list}
        </section>
    }
    .into_any()
}

fn save_form(ahead: Ahead) -> AnyView {
    let (name, notes) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let session = ahead.session;
    let refused = Signal::derive(move || match ahead.chosen() {
        Some(planned) if planned.outcome.plan.is_some() => None,
        Some(_) => Some("There is no plan within the limits to be saved.".to_owned()),
        None => Some("The plan is still being worked out.".to_owned()),
    });
    let save = move |()| {
        let (basis, Some(planned)) = (ahead.basis.get_untracked(), untrack(|| ahead.chosen())) else { return };
        let Some(plan) = &planned.outcome.plan else { return };
        let typed = name.get_untracked();
        let typed = typed.trim();
        let version = ProductionPlan {
            name: if typed.is_empty() { free_name(ahead) } else { typed.to_owned() },
            saved: Some(session.now()),
            strategy: ahead.way.get_untracked().label().to_owned(),
            period: basis.period,
            cost: plan.costs.total.round(),
            notes: notes.get_untracked(),
            numbers: pack(&basis, plan),
            ..ProductionPlan::new(ProductionPlanId::from_raw(0))
        };
        let fields = (0..ProductionPlan::FIELDS.len()).map(|field| (field, version.get(field))).collect();
        if session.act(RecordCommand::Add { table: TableName::ProductionPlan, fields, id: None }) {
            name.set(String::new());
            notes.set(String::new());
        }
    };
    let set = |signal: RwSignal<String>| {
        Callback::new(move |text: String| {
            signal.set(text);
            Ok(())
        })
    };
    view! {
        <div class="form-grid">
            <TextField label="Name of the version" help="Empty: the day it is saved." value=name on_commit=set(name) />
            <TextField label="What it rests on" value=notes on_commit=set(notes) />
        </div>
        <div class="bar">
            <Button label="Save this plan" refused on_press=save />
        </div>
    }
    .into_any()
}

fn free_name(ahead: Ahead) -> String {
    let day = ahead.session.now().date_text();
    ahead.session.peek(|workspace| {
        let is_free = |name: &String| workspace.production_plans.values().all(|plan| plan.name != *name);
        let names = std::iter::once(format!("Plan of {day}")).chain((2..).map(|number| format!("Plan of {day} ({number})")));
        names.into_iter().find(is_free).unwrap_or_default()
    })
}

fn version_view(ahead: Ahead, version: &ProductionPlan, before: Option<&ProductionPlan>) -> AnyView {
    let saved = Saved::open(version);
    let changes = before.map(|before| ahead.session.peek(|workspace| differences(workspace, &Saved::open(before), &saved)));
    let changes = changes.map(|changes| match changes.len() {
        0 => view! { <p class="hint">"Nothing differs from the version before in the periods that both have."</p> }.into_any(),
        count => {
            let more = count.saturating_sub(TOLD);
            let lines = changes.iter().take(TOLD).map(|change| view! { <li>{change.told()}</li> }).collect_view();
            view! {
                <details>
                    <summary>{format!("What changed since the version before: {count}")}</summary>
                    <ul class="plan-sentences">{lines} {(more > 0).then(|| view! { <li>{format!("and {more} more")}</li> })}</ul>
                </details>
            }
            .into_any()
        }
    });
    let (tone, word) = match version.status {
        PlanStatus::Draft => (Tone::Neutral, "Draft"),
        PlanStatus::Approved => (Tone::Good, "Approved"),
        PlanStatus::Released => (Tone::Info, "Released"),
        PlanStatus::Replaced => (Tone::Muted, "Replaced"),
    };
    let currency = ahead.session.settings().currency;
    let facts = [
        version.saved.map(|saved| saved.to_string()),
        Some(version.strategy.clone()),
        Some(format!("{} {currency}", number_text(version.cost, 0))),
        (!version.approved_by.is_empty()).then(|| format!("approved by {}", version.approved_by)),
        (!version.released_by.is_empty()).then(|| format!("released by {}", version.released_by)),
        (!version.notes.is_empty()).then(|| version.notes.clone()),
        (saved.damaged > 0).then(|| "some of its numbers cannot be read".to_owned()),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    view! {
        <li>
            <div class="bar">
                <strong>{version.name.clone()}</strong>
                <Badge tone label=word />
                <span class="muted">{facts.join(", ")}</span>
                {deeds(ahead, version, saved)}
            </div>
            {changes}
        </li>
    }
    .into_any()
}

/// Who may approve a version, by the responsibility matrix; where nobody is named for the role yet, the place to name them.
fn approval(ahead: Ahead, id: ProductionPlanId) -> AnyView {
    let session = ahead.session;
    let who = session.watch(&[TableName::Parameter], |workspace| accountable(workspace, Phase::Capacity));
    let usual = remembered(LABEL).and_then(|name| who.holder(&name).map(str::to_owned)).or_else(|| who.people.first().cloned());
    let by = RwSignal::new(usual.unwrap_or_default());
    let role = who.role_words();
    let names = match (who.roles.first().copied(), who.people.is_empty()) {
        (Some(role_at), true) => {
            let commit = Callback::new(move |value: String| {
                let answer = ImprovementCommand::Answer { key: people_key(role_at), value };
                session.dispatch(&answer).map_err(|refusal: Refusal| refusal.to_string())
            });
            let help = "The role that answers for this plan; several names with commas between them.";
            view! { <TextField label=format!("Who is {role}?") value=by on_commit=commit help /> }.into_any()
        }
        (None, _) => {
            view! { <span class="muted">"No role answers for Capacity: give one an A under Improvement, Roles."</span> }.into_any()
        }
        (Some(_), false) => {
            let options = Signal::stored(who.people.iter().map(|name| Choice::new(name.clone(), name.clone())).collect::<Vec<_>>());
            let commit = Callback::new(move |name: String| {
                by.set(name);
                Ok(())
            });
            view! { <ChoiceField label=format!("Accountable: {role}") options value=by on_commit=commit /> }.into_any()
        }
    };
    let approve = move |()| {
        session.act(CapacityCommand::ApprovePlan { plan: id, by: by.get_untracked(), at: session.now() });
    };
    view! {
        {names}
        <Button label="Approve" on_press=approve />
    }
    .into_any()
}

/// What can be done with a version next.
fn deeds(ahead: Ahead, version: &ProductionPlan, saved: Saved) -> AnyView {
    let (session, id) = (ahead.session, version.id);
    let remove = move |()| {
        session.act(RecordCommand::Remove { table: TableName::ProductionPlan, ids: vec![id.raw()] });
    };
    let next = match version.status {
        PlanStatus::Draft => view! { {move || approval(ahead, id)} }.into_any(),
        PlanStatus::Approved => {
            let by = RwSignal::new(String::new());
            let release = move |()| {
                let orders = session.peek(|workspace| releases(workspace, &saved));
                session.act(CapacityCommand::ReleasePlan { plan: id, orders, by: by.get_untracked() });
            };
            view! {
                {accountable_field(session, Phase::Capacity, by)}
                <Button label="Release as orders" look=ButtonLook::Primary on_press=release />
            }
            .into_any()
        }
        PlanStatus::Released | PlanStatus::Replaced => ().into_any(),
    };
    view! {
        {next}
        <Button label="Remove" look=ButtonLook::Quiet on_press=remove />
    }
    .into_any()
}
