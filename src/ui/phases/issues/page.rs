//! The page of the Issues phase.

use super::action_list::ActionList;
use super::figures::Figures;
use super::list::IssueList;
use super::panel::IssuePanel;
use super::pareto::ParetoView;
use super::report::ReportDialog;
use crate::app::Session;
use crate::app::derived::issues::{IssueRow, LIST_TABLES, issue_rows};
use crate::model::{Issue, IssueId, Phase, RecordId, TableName};
use crate::ui::links;
use crate::ui::phases::PhaseFrame;
use crate::ui::widgets::{Button, ButtonLook, EmptyState, Icon, Split, Tab, Tabs};
use leptos::prelude::*;
use std::sync::Arc;

/// What the page shows, and what of it is chosen. Copied freely.
#[derive(Clone, Copy)]
pub struct Scope {
    pub session: Session,
    /// All issues as the list shows them.
    pub rows: Memo<Arc<Vec<IssueRow>>>,
    /// The tab that is looked at.
    pub tab: RwSignal<&'static str>,
    /// The issue looked into.
    pub chosen: RwSignal<Option<IssueId>>,
    /// Whether an issue is being reported.
    pub reporting: RwSignal<bool>,
}

impl Scope {
    /// Opens an issue beside the list.
    pub fn open(self, issue: IssueId) {
        self.chosen.set(Some(issue));
        self.tab.set("issues");
    }

    /// Reads an issue; tracked on it alone. Nothing where it was removed.
    pub fn issue<T>(self, id: IssueId, read: impl FnOnce(&Issue) -> T) -> Option<T> {
        self.session.watch_record(TableName::Issue, id.raw(), |workspace| workspace.issues.get(&id).map(read))
    }
}

/// What went wrong, and why.
#[component]
pub fn IssuesPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let rows = Memo::new(move |_| session.watch(&LIST_TABLES, |workspace| Arc::new(issue_rows(workspace, session.now()))));
    let scope = Scope {
        session,
        rows,
        tab: links::tab(&["issues", "pareto", "actions"]),
        chosen: RwSignal::new(None),
        reporting: RwSignal::new(false),
    };
    // An issue that the address asks for is opened.
    let asked = links::record_asked();
    Effect::new(move |_| {
        let issue = asked.get().map(IssueId::from_raw).filter(|id| session.peek(|workspace| workspace.issues.contains_key(id)));
        if let Some(issue) = issue {
            scope.open(issue);
        }
    });
    let report = move || {
        let press = move |()| scope.reporting.set(true);
        view! { <Button label="Report an issue" icon=Icon::Plus look=ButtonLook::Primary on_press=press /> }.into_any()
    };
    let has_any = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    let tabs = move || {
        let open_actions = Signal::derive(move || Some(rows.with(|rows| rows.iter().map(|row| row.open_actions).sum())));
        let tabs = vec![
            Tab::new("issues", "Issues", move || view! { <Issues scope /> }.into_any()),
            Tab::new("pareto", "Pareto", move || view! { <ParetoView scope /> }.into_any()),
            Tab::new("actions", "Actions", move || view! { <ActionList scope /> }.into_any()).count(open_actions),
        ];
        view! {
            <Figures scope />
            <Tabs label="Issues" tabs selected=scope.tab />
        }
        .into_any()
    };
    let nothing = || {
        view! {
            <EmptyState
                title="No issues yet"
                text="Calls for help, nonconformities and complaints belong here. Each is contained, analysed and corrected, and the data show whether it helped."
                shape=Icon::Alert
            />
        }
        .into_any()
    };
    view! {
        <PhaseFrame phase=Phase::Issues actions=Box::new(report)>
            {move || if has_any.get() { tabs() } else { nothing() }}
            <ReportDialog scope />
        </PhaseFrame>
    }
    .into_any()
}

/// The list with the issue that was opened beside it.
#[component]
fn Issues(scope: Scope) -> impl IntoView {
    let chosen = Memo::new(move |_| {
        let id = scope.chosen.get()?;
        scope.rows.with(|rows| rows.iter().any(|row| row.id == id)).then_some(id)
    });
    let open = RwSignal::new(chosen.get_untracked().is_some());
    Effect::new(move |_| {
        let is_chosen = chosen.get().is_some();
        if is_chosen != open.get_untracked() {
            open.set(is_chosen);
        }
    });
    Effect::new(move |_| {
        if !open.get() && scope.chosen.get_untracked().is_some() {
            scope.chosen.set(None);
        }
    });
    let title = Signal::derive(move || chosen.get().and_then(|id| scope.issue(id, |issue| issue.name.clone())).unwrap_or_default());
    let aside = move || {
        view! { {move || chosen.get().map(|id| view! { <IssuePanel scope id /> })} }
    };
    view! {
        <div class="issues">
            <Split title open width=RwSignal::new(560.0) aside>
                <IssueList scope />
            </Split>
        </div>
    }
    .into_any()
}
