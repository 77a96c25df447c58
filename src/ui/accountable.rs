//! Who answers for what is done here, and who does it now.
//!
//! Never keeps anybody from doing it: where no names are given, nobody is asked for one.

use crate::app::Session;
use crate::app::web::preferences::{LABEL, remembered};
use crate::model::roles::accountable;
use crate::model::{Phase, TableName};
use crate::ui::widgets::ChoiceField;
use crate::ui::widgets::table::Choice;
use leptos::prelude::*;

/// The role that answers for a phase, and where people are named for it a choice of who acts; `by` is the name chosen, empty where none is.
pub fn accountable_field(session: Session, phase: Phase, by: RwSignal<String>) -> AnyView {
    let who = Memo::new(move |_| session.watch(&[TableName::Parameter], |workspace| accountable(workspace, phase)));
    let own = remembered(LABEL).unwrap_or_default();
    // Whoever works under a name that stands there need not choose it.
    let usual = who.with_untracked(|who| who.holder(&own).map(str::to_owned));
    if let Some(name) = usual.filter(|_| by.with_untracked(String::is_empty)) {
        by.set(name);
    }
    let content = move || {
        let who = who.get();
        let role = who.role_words();
        if role.is_empty() {
            return view! { <span class="hint">"No role answers for this: give one an A under Improvement, Roles."</span> }.into_any();
        }
        if who.people.is_empty() {
            return view! { <span class="hint">{format!("Accountable: {role}.")}</span> }.into_any();
        }
        // Somebody else may do it too, and is noted as who he is.
        let stranger = (!own.is_empty() && who.holder(&own).is_none()).then(|| own.clone());
        let names = who.people.into_iter().chain(stranger);
        let options = Signal::stored(names.map(|name| Choice::new(name.clone(), name)).collect::<Vec<Choice>>());
        let commit = Callback::new(move |name: String| {
            by.set(name);
            Ok(())
        });
        view! { <ChoiceField label=format!("Accountable: {role}") options value=by on_commit=commit none="Nobody named" /> }.into_any()
    };
    view! { {content} }.into_any()
}
