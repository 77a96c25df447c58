//! The strip over every page while a scenario is looked at, so that nobody takes it for the workspace.

use crate::app::Session;
use crate::app::notices::Tone;
use crate::app::web::preferences::{SCENARIO, remember_in_tab};
use crate::model::{RecordId, ScenarioId, TableName, id_text};
use crate::ui::links;
use crate::ui::widgets::{Button, ButtonLook, Icon, icon};
use leptos::prelude::*;
use leptos_router::components::A;

/// Looks at a scenario again, or tells which one is looked at, and leads to its comparison and out of it.
pub fn strip(session: Session, again: Option<ScenarioId>) -> AnyView {
    if let Some(scenario) = again {
        session.enter(scenario);
        return ().into_any();
    }
    let name = Memo::new(move |_| {
        let id = session.scenario()?;
        session.watch(&[TableName::Scenario], |workspace| workspace.scenarios.get(&id).map(|scenario| scenario.name.clone()))
    });
    // Somebody may drop the scenario elsewhere, or undo its beginning.
    Effect::new(move |_| {
        let is_gone =
            session.scenario().is_some_and(|id| session.watch(&[TableName::Scenario], |workspace| !workspace.scenarios.contains_key(&id)));
        if is_gone {
            look_at_workspace(session);
            session.notices.tell(Tone::Info, "The scenario is no longer there", "You look at the workspace itself again.");
        }
    });
    view! {
        <div class="scenario-bar" role="region" aria-label="Scenario">
            {icon(Icon::Tree)}
            <p>
                <strong>{move || format!("Scenario “{}”", name.get().unwrap_or_default())}</strong>
                " "
                <span>"All you change now stays in it; the workspace is as it was."</span>
            </p>
            <A href=links::to("scenarios/") attr:class="button">"Compare"</A>
            <Button label="Leave the scenario" look=ButtonLook::Primary on_press=move |()| look_at_workspace(session) />
        </div>
    }
    .into_any()
}

/// Looks at a scenario from now on, in this tab.
pub fn look_at(session: Session, scenario: ScenarioId, name: &str) {
    if session.enter(scenario) {
        remember_in_tab(SCENARIO, &id_text(scenario.raw()));
        session.notices.tell(
            Tone::Info,
            format!("You look at the scenario “{name}”"),
            "Change and plan it on any page. The strip at the top leads back.",
        );
    }
}

/// Looks at the workspace itself again.
pub fn look_at_workspace(session: Session) {
    session.leave();
    remember_in_tab(SCENARIO, "");
}
