//! The page of the Execution phase.

use super::ask::{Ask, AskDialog};
use super::calls::Calls;
use super::course::CourseView;
use super::facts::Facts;
use super::notes::Notes;
use super::run_list::RunList;
use super::times::Times;
use crate::app::derived::execution::{TABLES, Wanted, Work, report_of, run_list};
use crate::app::derived::schedule::{BoardData, index, length_text};
use crate::app::notices::Tone;
use crate::app::web::preferences::{LABEL, PERSON, STATION, remember, remembered};
use crate::app::{ExecutionCommand, Session};
use crate::model::{Phase, Placement, RecordId, Report, ReportKind, ResourceId, Span, TableName, TaskId, TaskStatus, Time, parse_id};
use crate::ui::links;
use crate::ui::phases::PhaseFrame;
use crate::ui::records::RecordTable;
use crate::ui::widgets::{Tab, Tabs};
use leptos::prelude::*;
use std::time::Duration;

/// So many pieces of work are listed at first, and so many more each time.
const LISTED: usize = 60;

/// What the schedule is read from.
const SCHEDULE: [TableName; 9] = [
    TableName::Task,
    TableName::SupplyOrder,
    TableName::Order,
    TableName::Operation,
    TableName::Item,
    TableName::Resource,
    TableName::Absence,
    TableName::Calendar,
    TableName::CalendarRule,
];

/// The work that is listed, and how many pieces there are.
#[derive(Clone, PartialEq, Default)]
pub struct Listed {
    pub works: Vec<Work>,
    pub total: usize,
    /// Whether anything is scheduled at all.
    pub scheduled: bool,
    /// What comes first after the time that is listed, where nothing is listed.
    pub next: Option<Work>,
}

/// What the page shows, and what is being reported.
#[derive(Clone, Copy)]
pub struct Floor {
    pub session: Session,
    /// The work as it is scheduled; what draws the board stays out of this page.
    scheduled: StoredValue<BoardData, LocalStorage>,
    /// Counts how often that was read.
    version: Memo<u32>,
    /// Whose work is listed; everybody's where empty.
    pub station: RwSignal<Option<ResourceId>>,
    /// How far ahead: `day`, `week`, `all` or `done`.
    pub reach: RwSignal<String>,
    /// Who reports.
    pub person: RwSignal<String>,
    pub listed: Memo<Listed>,
    pub most: RwSignal<usize>,
    /// The task looked into.
    pub looked: RwSignal<Option<TaskId>>,
    /// What is being asked about.
    pub ask: RwSignal<Ask>,
    pub asking: RwSignal<bool>,
    /// Goes on every half minute, so that lengths of time are true.
    pub tick: RwSignal<u32>,
}

impl Floor {
    fn new(session: Session) -> Floor {
        let scheduled = StoredValue::new_local(BoardData::default());
        let version = Memo::new(move |before: Option<&u32>| {
            scheduled.set_value(session.watch(&SCHEDULE, |workspace| BoardData::collect(workspace, session.now())));
            before.map_or(0, |before| before.wrapping_add(1))
        });
        let station = RwSignal::new(remembered(STATION).and_then(|id| parse_id(&id)).map(ResourceId::from_raw));
        let reach = RwSignal::new("day".to_owned());
        let (most, tick) = (RwSignal::new(LISTED), RwSignal::new(0));
        let listed = Memo::new(move |_| {
            tick.track();
            let now = session.now();
            let wanted = Wanted { resource: station.get(), until: until(&reach.get(), now), finished: reach.get() == "done" };
            // Asking for it is what reads the schedule anew.
            version.get();
            let most = most.get();
            session.watch(&TABLES, |workspace| {
                scheduled.with_value(|data| {
                    let (works, total) = run_list(workspace, data, wanted, now, most);
                    let later = Wanted { until: None, ..wanted };
                    let next = if works.is_empty() { run_list(workspace, data, later, now, 1).0.pop() } else { None };
                    Listed {
                        works,
                        total,
                        scheduled: data.tasks.iter().any(|task| task.placed && task.status != TaskStatus::Finished),
                        next,
                    }
                })
            })
        });
        Floor {
            session,
            scheduled,
            version,
            station,
            reach,
            person: RwSignal::new(remembered(PERSON).unwrap_or_default()),
            listed,
            most,
            looked: RwSignal::new(None),
            ask: RwSignal::new(Ask::Nothing),
            asking: RwSignal::new(false),
            tick,
        }
    }

    /// Reads the work as it is scheduled; tracked.
    pub fn data<T>(self, read: impl FnOnce(&BoardData) -> T) -> T {
        self.version.get();
        self.scheduled.with_value(read)
    }

    /// Chooses whose work is listed; remembered on this device.
    pub fn choose_station(self, resource: Option<ResourceId>) {
        self.station.set(resource);
        self.most.set(LISTED);
        remember(STATION, &resource.map(|id| crate::model::id_text(id.raw())).unwrap_or_default());
    }

    /// Says who reports from now on; remembered on this device.
    pub fn choose_person(self, name: String) {
        remember(PERSON, &name);
        self.person.set(name);
    }

    /// Shows more of the list.
    pub fn show_more(self) {
        self.most.update(|most| *most += LISTED);
    }

    /// Asks about something in the dialog.
    pub fn ask(self, ask: Ask) {
        self.ask.set(ask);
        self.asking.set(true);
    }

    /// A report of a task, as it would be written now.
    pub fn report(self, task: TaskId, kind: ReportKind) -> Report {
        let session = self.session;
        let report = session.peek(|workspace| report_of(workspace, task, self.station.get_untracked()));
        Report { kind, time: Some(session.now()), ..self.signed(report) }
    }

    /// A report with who writes it, when and where.
    pub fn signed(self, report: Report) -> Report {
        let device = remembered(LABEL).unwrap_or_else(|| "This browser".to_owned());
        Report { entered: Some(self.session.now()), by: self.person.get_untracked(), device, ..report }
    }

    /// Keeps a report; tells whether it was taken. Where work begins or ends otherwise than planned, what follows moves along.
    pub fn keep(self, report: Report) -> bool {
        let moves = self.moves(&report);
        let others = moves.iter().filter(|(task, _)| Some(*task) != report.task).count();
        let taken = self.session.act(ExecutionCommand::Report { report: Box::new(report), moves });
        if taken && others > 0 {
            let words =
                if others == 1 { "One task behind it moves along.".to_owned() } else { format!("{others} tasks behind it move along.") };
            self.session.notices.tell(Tone::Info, "The schedule follows the work.", words);
        }
        taken
    }

    fn moves(self, report: &Report) -> Vec<(TaskId, Placement)> {
        let (Some(id), Some(time)) = (report.task, report.time) else { return Vec::new() };
        self.version.get_untracked();
        self.scheduled.with_value(|data| {
            let Some(at) = data.find_task(id) else { return Vec::new() };
            let Some(task) = data.task(at).filter(|task| task.placed) else { return Vec::new() };
            let begun = task.status != crate::model::TaskStatus::Planned;
            match report.kind {
                ReportKind::Start if !begun => data.followed(at, time, data.end_from(at, time).unwrap_or(task.end)),
                // Without a report of its start it began when it was planned, as far as that can be.
                ReportKind::Finish => data.followed(at, task.start.min(time), time),
                _ => Vec::new(),
            }
        })
    }
}

/// The end of what is listed; nothing for everything.
pub fn until(reach: &str, now: Time) -> Option<Time> {
    let midnight = now.day_start().plus(Span::from_days(1));
    match reach {
        "day" => Some(midnight),
        "week" => Some(now.week_start().plus(Span::from_days(7))),
        _ => None,
    }
}

/// How long ago or ahead a moment is, in words.
pub fn since_words(from: Time, now: Time) -> String {
    length_text(now.since(from).max(Span::ZERO))
}

/// How the work is going, told by those who do it.
#[component]
pub fn ExecutionPage() -> impl IntoView {
    let session = expect_context::<Session>();
    let floor = Floor::new(session);
    let ticking = set_interval_with_handle(move || floor.tick.update(|tick| *tick = tick.wrapping_add(1)), Duration::from_secs(30)).ok();
    on_cleanup(move || {
        if let Some(ticking) = ticking {
            ticking.clear();
        }
    });
    // A figure's explanation leads to the report that it was counted from.
    let asked = links::record_asked();
    let is_report = |id: &u64| session.peek(|workspace| workspace.has(TableName::Report, *id));
    let selected = links::tab(&["list", "course", "calls", "notes", "times", "facts", "reasons"]);
    if asked.get_untracked().is_some_and(|id| is_report(&id)) {
        selected.set("facts");
    }
    let tabs = vec![
        Tab::new("list", "Run list", move || view! { <RunList floor /> }.into_any()),
        Tab::new("course", "As it goes", move || view! { <CourseView floor /> }.into_any()),
        Tab::new("calls", "Calls", move || view! { <Calls floor /> }.into_any()),
        Tab::new("notes", "Hand-over", move || view! { <Notes floor /> }.into_any()),
        Tab::new("times", "Standard times", move || view! { <Times session /> }.into_any()),
        Tab::new("facts", "Reports", move || view! { <Facts floor /> }.into_any()),
        Tab::new("reasons", "Reasons", move || view! { <Reasons session /> }.into_any()),
    ];
    view! {
        <PhaseFrame phase=Phase::Execution tick=floor.tick>
            <Tabs label="Execution" tabs selected />
            <AskDialog floor />
        </PhaseFrame>
    }
    .into_any()
}

/// The tree of reasons.
#[component]
fn Reasons(session: Session) -> impl IntoView {
    let none = Memo::new(move |_| session.ids(TableName::Reason).is_empty());
    let usual = move || {
        let add = move |()| {
            session.act(ExecutionCommand::UsualReasons);
        };
        none.get().then(|| {
            view! {
                <p class="hint">
                    "Reasons say why work stopped or units were lost. Each belongs to a loss, so that effectiveness can be worked out from what was reported."
                </p>
                <crate::ui::widgets::Button label="Add the usual reasons" on_press=add />
            }
        })
    };
    view! {
        {usual}
        <RecordTable table=TableName::Reason fields=&["name", "owner", "loss"] />
    }
    .into_any()
}

/// What people call a resource.
pub fn resource_name(floor: Floor, resource: ResourceId) -> String {
    floor
        .data(|data| data.find_resource(resource).and_then(|at| data.resources.get(index(at))).map(|row| row.name.clone()))
        .unwrap_or_default()
}
