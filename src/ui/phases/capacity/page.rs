//! The page of the Capacity phase.

use super::calendars::calendars;
use super::load::LoadView;
use crate::model::{Phase, TableName};
use crate::ui::phases::PhaseFrame;
use crate::ui::records::RecordTable;
use crate::ui::widgets::{Tab, Tabs};
use crate::ui::{links, parts};
use leptos::prelude::*;

/// Who and what is there, when, and is it enough.
#[component]
pub fn CapacityPage() -> impl IntoView {
    let selected = links::tab(&["load", "rough", "materials", "resources", "calendars", "skills", "changeovers", "locations"]);
    let tabs = vec![
        Tab::new("load", "Load and capacity", || view! { <LoadView /> }.into_any()),
        Tab::new("rough", "Rough cut", parts::rough_cut),
        Tab::new("materials", "Materials", parts::materials),
        Tab::new("resources", "Resources", || {
            let fields = &[
                "name",
                "class",
                "owner",
                "location",
                "maximum",
                "calendar",
                "efficiency",
                "cost",
                "kind",
                "maximum_calendar",
                "constrained",
                "setup_matrix",
                "setup",
            ];
            view! { <RecordTable table=TableName::Resource fields /> }.into_any()
        }),
        Tab::new("calendars", "Calendars", calendars),
        Tab::new("skills", "Skills", || {
            view! {
                <div class="stack">
                    <RecordTable table=TableName::ResourceSkill fields=&["resource", "skill", "level", "priority", "start", "end"] />
                    <RecordTable table=TableName::Skill fields=&["name", "description"] />
                </div>
            }
            .into_any()
        }),
        Tab::new("changeovers", "Changeovers", || {
            view! {
                <div class="stack">
                    <p class="hint">
                        "How long a machine is changed over between what it is set up for. What work needs a machine to be set up for stands \
                         under Workflow, Requirements; which machine has which set of changeovers under Resources."
                    </p>
                    <RecordTable table=TableName::SetupRule fields=&["matrix", "from_setup", "to_setup", "duration", "cost", "priority"] />
                    <RecordTable table=TableName::SetupMatrix fields=&["name", "description"] />
                </div>
            }
            .into_any()
        }),
        Tab::new("locations", "Locations", || {
            view! { <RecordTable table=TableName::Location fields=&["name", "description", "owner", "calendar"] /> }.into_any()
        }),
    ];
    view! {
        <PhaseFrame phase=Phase::Capacity>
            <Tabs label="Capacity" tabs selected />
        </PhaseFrame>
    }
    .into_any()
}
