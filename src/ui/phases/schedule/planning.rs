//! The making of a plan: its button, its progress, and the question whether to take it over.
//!
//! Never takes a plan over by itself.

use crate::app::Session;
use crate::app::derived::schedule::{PlannedOrder, counted, moment_text, orders_in_trouble, plan_changes, plan_sentence};
use crate::app::notices::Tone as NoticeTone;
use crate::app::planning::Planning;
use crate::app::web::{Planner, SEARCH_MS};
use crate::app::{Command, RecordCommand};
use crate::engine::plan::{PlanOutcome, Stage};
use crate::model::{Direction, FieldValue, SettingsId, TableName, Verdict};
use crate::ui::records::SettingsButton;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Badge, Button, ButtonLook, Dialog, DialogSize, Icon, Progress, Segmented, Tone, use_announcer};
use leptos::prelude::*;
use std::sync::Arc;

/// More orders in trouble than this are not listed before a plan is accepted; all are in the table after it.
const LISTED: usize = 60;

/// The button that starts planning, and which way it goes.
#[component]
pub fn PlanButton() -> impl IntoView {
    let session = expect_context::<Session>();
    let planner = expect_context::<Planner>();
    let direction = Signal::derive(move || session.settings().direction);
    let options =
        vec![Choice::new(Direction::Backward.code(), "Just in time"), Choice::new(Direction::Forward.code(), "As early as possible")];
    let choose = move |key: String| {
        let (Some(direction), Some(field)) = (Direction::from_code(&key), TableName::Settings.field("direction")) else { return };
        let set = RecordCommand::Set { table: TableName::Settings, ids: vec![SettingsId::THE], field, value: direction.to_value() };
        session.act(Command::Record(set));
    };
    let refused = Signal::derive(move || {
        let is_running = matches!(planner.state(), Planning::Running { .. });
        is_running.then(|| "A plan is being made already.".to_owned())
    });
    view! {
        <SettingsButton label="Settings of planning" fields=&["plan_start", "horizon_days", "period", "currency"] />
        <Segmented label="Direction of planning" options value=Signal::derive(move || direction.get().code().to_owned()) on_change=choose />
        <Button
            label="Plan"
            icon=Icon::Play
            look=ButtonLook::Primary
            refused
            on_press=move |()| planner.start(direction.get_untracked(), SEARCH_MS)
        />
    }
    .into_any()
}

/// Where the making of a plan stands.
#[component]
pub fn PlanState() -> impl IntoView {
    let planner = expect_context::<Planner>();
    let announcer = use_announcer();
    let ready = Memo::new(move |_| matches!(planner.state(), Planning::Ready { .. }));
    let running = Memo::new(move |_| matches!(planner.state(), Planning::Running { .. }));
    let failed = Memo::new(move |_| if let Planning::Failed(reason) = planner.state() { Some(reason) } else { None });
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if ready.get() {
            open.set(true);
        }
    });
    Effect::new(move |_| {
        if let Planning::Ready { outcome, .. } = planner.state() {
            announcer.say(format!("The plan is ready: {}.", plan_sentence(&outcome)));
        }
    });
    let fixed_start = move || {
        let start = expect_context::<Session>().settings().plan_start?;
        let words =
            format!("Plans start on {start}, as the settings of planning say. Empty “Plan start” there to plan from the present moment.");
        Some(view! { <p class="hint">{words}</p> })
    };
    view! {
        {fixed_start}
        <Show when=move || running.get()>
            <Progress label="Planning" share=Signal::derive(|| None) detail=Signal::derive(move || progress_words(&planner.state())) on_cancel=move |()| planner.stop() />
        </Show>
        {move || failed.get().map(|reason| {
            view! {
                <p class="plan-failed" role="alert">
                    {format!("Planning failed: {reason}. Nothing was changed.")}
                    <Button label="Dismiss" look=ButtonLook::Quiet on_press=move |()| planner.discard() />
                </p>
            }
        })}
        <Show when=move || ready.get() && !open.get()>
            <p class="plan-waiting">
                "A plan is ready and not yet accepted. "
                <Button label="Look at it" on_press=move |()| open.set(true) />
                <Button label="Discard" look=ButtonLook::Quiet on_press=move |()| planner.discard() />
            </p>
        </Show>
        <Dialog open title="Accept this plan?" size=DialogSize::Wide>
            <Proposal open />
        </Dialog>
    }
    .into_any()
}

fn progress_words(state: &Planning) -> String {
    let Planning::Running { stage, attempts, best } = state else { return String::new() };
    let doing = match stage {
        None => "The engine is being loaded",
        Some(Stage::First) => "Making a first plan",
        Some(Stage::Settling) => "Settling what cannot be met as asked",
        Some(Stage::Choosing) => "Trying other sources for late orders",
        Some(Stage::Improving) => "Improving the schedule",
    };
    match best {
        Some(best) => format!("{doing}. {attempts} tried. Best so far: {}.", plan_sentence(best)),
        None => format!("{doing}."),
    }
}

/// What the plan says and would change, with the two answers.
#[component]
fn Proposal(open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let planner = expect_context::<Planner>();
    let accept = move |()| match planner.accept() {
        Ok(()) => {
            open.set(false);
            session.notices.tell(NoticeTone::Success, "The plan was taken over.", "Undo takes it back as a whole.");
        }
        Err(refusal) => drop(session.notices.tell(NoticeTone::Warning, refusal.what, format!("{} {}", refusal.safe, refusal.todo))),
    };
    let discard = move |()| {
        open.set(false);
        planner.discard();
    };
    let content = move || match planner.state() {
        Planning::Ready { outcome, revision } => Some(proposal_view(session, &outcome, session.revision() != revision)),
        _ => None,
    };
    view! {
        {content}
        <div class="dialog-actions">
            <Button label="Discard" on_press=discard />
            <Button label="Accept plan" look=ButtonLook::Primary on_press=accept />
        </div>
    }
    .into_any()
}

fn proposal_view(session: Session, outcome: &Arc<PlanOutcome>, is_stale: bool) -> AnyView {
    let changes = session.peek(|workspace| plan_changes(workspace, outcome));
    let trouble = session.peek(|workspace| orders_in_trouble(workspace, outcome));
    let now = session.now();
    let quality = if outcome.stats.proved {
        "No schedule of these tasks is better.".to_owned()
    } else {
        format!("Best of {} tried.", outcome.stats.attempts.max(1))
    };
    let mut lines = vec![format!(
        "{}: {} new, {} moved, {} handed over, {} as they are, {} no longer needed.",
        counted(outcome.tasks.len(), "task", "tasks"),
        changes.added,
        changes.moved,
        changes.handed_over,
        changes.kept,
        changes.removed
    )];
    if !changes.saved.is_empty() {
        lines.push(format!("No longer late: {}.", some(&changes.saved)));
    }
    if !changes.lost.is_empty() {
        lines.push(format!("No longer on time: {}.", some(&changes.lost)));
    }
    if is_stale {
        lines.push("The workspace has changed since planning began: plan again to take that in.".to_owned());
    }
    let count = trouble.len();
    view! {
        <p class="plan-sentence">{format!("{}. {quality}", plan_sentence(outcome))}</p>
        <ul class="plan-lines">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
        {(count > 0).then(|| {
            view! {
                <table class="plain-table plan-orders">
                    <caption>{if count > LISTED { format!("The {LISTED} latest of {count} orders that are not on time") } else { "Orders that are not on time".to_owned() }}</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Order"</th>
                            <th scope="col">"Due"</th>
                            <th scope="col">"Ready"</th>
                            <th scope="col">"Verdict"</th>
                            <th scope="col">"Why"</th>
                        </tr>
                    </thead>
                    <tbody>{trouble.into_iter().take(LISTED).map(|order| order_row(order, now)).collect_view()}</tbody>
                </table>
            }
        })}
    }
    .into_any()
}

fn order_row(order: PlannedOrder, now: crate::model::Time) -> AnyView {
    let moment = move |time: Option<crate::model::Time>| time.map(|time| moment_text(time, now)).unwrap_or_default();
    let tone = if order.verdict == Verdict::Late { Tone::Warning } else { Tone::Bad };
    view! {
        <tr>
            <th scope="row">{order.name}</th>
            <td>{moment(order.due)}</td>
            <td>{moment(order.ready)}</td>
            <td><Badge label=order.verdict.label() tone /></td>
            <td>{order.reason}</td>
        </tr>
    }
    .into_any()
}

/// The first few names and how many more.
fn some(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(6).map(String::as_str).collect();
    let rest = names.len().saturating_sub(shown.len());
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}
