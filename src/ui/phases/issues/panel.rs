//! One issue: how far its solution is, what is known, what is done, why it happened, and whether it helped.

use super::actions::IssueActions;
use super::causes::Causes;
use super::effect::EffectView;
use super::facts::Facts;
use super::page::Scope;
use super::stages::Stages;
use crate::model::IssueId;
use crate::ui::widgets::{Button, ButtonLook, Icon, Tab, Tabs};
use leptos::prelude::*;

/// The issue beside the list.
#[component]
pub fn IssuePanel(scope: Scope, id: IssueId) -> impl IntoView {
    let selected = RwSignal::new("facts");
    let row = move || scope.rows.with(|rows| rows.iter().find(|row| row.id == id).cloned());
    let open_actions = Signal::derive(move || row().map(|row| row.open_actions).filter(|count| *count > 0));
    let recurs = Memo::new(move |_| row().and_then(|row| row.recurs));
    // Who reads that it came back wants to see what was done the last time.
    let again = move || {
        recurs.get().map(|(earlier, name)| {
            let label = format!("Open “{name}”");
            view! {
                <p class="issue-again">
                    <span>"This came back: same category and step, solved no more than 90 days before."</span>
                    <Button label look=ButtonLook::Quiet icon=Icon::ArrowRight on_press=move |()| scope.chosen.set(Some(earlier)) />
                </p>
            }
        })
    };
    let tabs = vec![
        Tab::new("facts", "Facts", move || view! { <Facts scope id /> }.into_any()),
        Tab::new("actions", "Actions", move || view! { <IssueActions scope id /> }.into_any()).count(open_actions),
        Tab::new("causes", "Causes", move || view! { <Causes scope id /> }.into_any()),
        Tab::new("effect", "Effect", move || view! { <EffectView scope id /> }.into_any()),
    ];
    view! {
        <Stages scope id />
        {again}
        <Tabs label="The issue" tabs selected />
    }
    .into_any()
}
