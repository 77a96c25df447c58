//! The making of a plan: its buttons, and a line about it while its dialog is closed.
//!
//! Never takes a plan over by itself.

use super::asks::{Asked, Asks};
use crate::app::RecordCommand;
use crate::app::Session;
use crate::app::derived::schedule::plan_sentence;
use crate::app::planning::Planning;
use crate::app::web::Planner;
use crate::model::{Direction, FieldValue, SettingsId, TableName};
use crate::ui::records::SettingsButton;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Action, Button, ButtonLook, Icon, MenuButton, Segmented, use_announcer};
use leptos::prelude::*;

/// The button that starts planning, which way it goes, and what else can be asked.
#[component]
pub fn PlanButton() -> impl IntoView {
    let session = expect_context::<Session>();
    let (planner, asks) = (expect_context::<Planner>(), expect_context::<Asks>());
    let direction = Signal::derive(move || session.settings().direction);
    let options =
        vec![Choice::new(Direction::Backward.code(), "Just in time"), Choice::new(Direction::Forward.code(), "As early as possible")];
    let choose = move |key: String| {
        let (Some(direction), Some(field)) = (Direction::from_code(&key), TableName::Settings.field("direction")) else { return };
        let set = RecordCommand::Set { table: TableName::Settings, ids: vec![SettingsId::THE], field, value: direction.to_value() };
        session.act(set);
    };
    let refused = Signal::derive(move || {
        let is_running = matches!(planner.state(), Planning::Running { .. });
        is_running.then(|| "A plan is being made already.".to_owned())
    });
    let plan = move |()| {
        planner.discard();
        asks.ask(Asked::Plan);
    };
    let more = vec![
        Action::new("When could a new order be ready?", move || asks.ask(Asked::Promise)).icon(Icon::Calendar),
        Action::new("A resource is out\u{2026}", move || asks.ask(Asked::Breakdown)).icon(Icon::Alert),
        Action::new("How likely is each order on time?", move || asks.ask(Asked::Chances)).icon(Icon::Chart),
    ];
    view! {
        <SettingsButton label="Settings of planning" fields=&["plan_start", "horizon_days", "period", "currency"] />
        <Segmented label="Direction of planning" options value=Signal::derive(move || direction.get().code().to_owned()) on_change=choose />
        <MenuButton label="Ask" icon=Icon::Help actions=more class="button" at_end=true />
        <Button label="Plan" icon=Icon::Play look=ButtonLook::Primary refused on_press=plan />
    }
    .into_any()
}

/// Where the making of a plan stands.
#[component]
pub fn PlanState() -> impl IntoView {
    let (planner, asks) = (expect_context::<Planner>(), expect_context::<Asks>());
    let announcer = use_announcer();
    let failed = Memo::new(move |_| if let Planning::Failed(reason) = planner.state() { Some(reason) } else { None });
    Effect::new(move |_| {
        if let Planning::Ready { proposal, .. } = planner.state() {
            announcer.say(format!("The plan is ready: {}.", plan_sentence(&proposal.outcome)));
        }
    });
    let fixed_start = move || {
        let start = expect_context::<Session>().settings().plan_start?;
        let words =
            format!("Plans start on {start}, as the settings of planning say. Empty “Plan start” there to plan from the present moment.");
        Some(view! { <p class="hint">{words}</p> })
    };
    let waiting = Memo::new(move |_| match planner.state() {
        _ if asks.open.get() => None,
        Planning::Running { .. } => Some("A plan is being made. "),
        Planning::Ready { .. } => Some("A plan is ready and not yet accepted. "),
        _ => None,
    });
    view! {
        {fixed_start}
        {move || failed.get().map(|reason| {
            view! {
                <p class="plan-failed" role="alert">
                    {format!("Planning failed: {reason}. Nothing was changed.")}
                    <Button label="Dismiss" look=ButtonLook::Quiet on_press=move |()| planner.discard() />
                </p>
            }
        })}
        {move || waiting.get().map(|words| {
            view! {
                <p class="plan-waiting">
                    {words}
                    <Button label="Look at it" on_press=move |()| asks.ask(Asked::Plan) />
                    <Button label="Discard" look=ButtonLook::Quiet on_press=move |()| planner.discard() />
                </p>
            }
        })}
    }
    .into_any()
}
