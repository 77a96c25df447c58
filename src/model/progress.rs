//! What the reports of a task add up to, and which checks it asks for: laws of the facts, wherever they are read.
//!
//! Never reads a clock: what is still under way runs until the moment that is handed in.

use super::*;

/// What was done on one task.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Progress {
    /// When work went on, from and until; the last without an end while it goes on.
    pub runs: Vec<(Time, Option<Time>)>,
    /// When work was interrupted, from and until, and why.
    pub stops: Vec<(Time, Option<Time>, Option<ReasonId>)>,
    pub finished: Option<Time>,
    pub good: f64,
    pub scrap: f64,
    pub rework: f64,
}

impl Progress {
    /// Of the reports of a task that count, by time.
    pub fn of<'r>(reports: impl IntoIterator<Item = &'r Report>) -> Progress {
        let mut progress = Progress::default();
        for report in reports {
            progress.good += report.good;
            progress.scrap += report.scrap;
            progress.rework += report.rework;
            let Some(time) = report.time else { continue };
            match report.kind {
                ReportKind::Start if progress.finished.is_none() => progress.go_on(time),
                ReportKind::Pause => {
                    progress.halt(time);
                    progress.stops.push((time, None, report.reason));
                }
                ReportKind::Finish => {
                    progress.halt(time);
                    progress.end_stop(time);
                    progress.finished = Some(time);
                }
                _ => {}
            }
        }
        progress
    }

    fn go_on(&mut self, time: Time) {
        self.end_stop(time);
        if self.runs.last().is_none_or(|(_, until)| until.is_some()) {
            self.runs.push((time, None));
        }
    }

    fn halt(&mut self, time: Time) {
        if let Some((_, until)) = self.runs.last_mut()
            && until.is_none()
        {
            *until = Some(time);
        }
    }

    fn end_stop(&mut self, time: Time) {
        if let Some((_, until, _)) = self.stops.last_mut()
            && until.is_none()
        {
            *until = Some(time);
        }
    }

    /// When work began.
    pub fn began(&self) -> Option<Time> {
        self.runs.first().map(|(from, _)| *from)
    }

    /// Since when it has been running or interrupted.
    pub fn since(&self) -> Option<Time> {
        let last = |stretch: Option<&(Time, Option<Time>)>| stretch.filter(|(_, until)| until.is_none()).map(|(from, _)| *from);
        last(self.runs.last()).or_else(|| self.stops.last().filter(|(_, until, _)| until.is_none()).map(|(from, ..)| *from))
    }

    /// Whether it is running.
    pub fn is_running(&self) -> bool {
        self.runs.last().is_some_and(|(_, until)| until.is_none())
    }

    /// How long it was worked on until `now`.
    pub fn worked(&self, now: Time) -> Span {
        self.runs.iter().fold(Span::ZERO, |sum, (from, until)| sum.plus(until.unwrap_or(now).max(*from).since(*from)))
    }

    /// Units that were made, whatever became of them.
    pub fn made(&self) -> f64 {
        self.good + self.scrap + self.rework
    }
}

/// A checklist that has to be filled in for a task.
#[derive(Clone, PartialEq, Debug)]
pub struct DueCheck {
    pub checklist: ChecklistId,
    /// Why it is due.
    pub why: String,
    /// Whether the task cannot be finished without it.
    pub blocks: bool,
}

/// The checklists that a task asks for and that have not been filled in; `reports` are all that count, by time.
pub fn due_checks(workspace: &Workspace, task: &Task, reports: &[&Report], now: Time) -> Vec<DueCheck> {
    let supply = task.supply.and_then(|supply| workspace.supply_orders.get(&supply));
    let item = supply.and_then(|supply| supply.item);
    let lists = workspace.checklists.values().filter(|list| {
        !list.retired && list.operation.is_some() && list.operation == task.operation && list.item.is_none_or(|only| Some(only) == item)
    });
    let mut own = None;
    let mut found = Vec::new();
    for list in lists {
        let (own, progress) = own.get_or_insert_with(|| {
            let own: Vec<&Report> = reports.iter().copied().filter(|report| report.task == Some(task.id)).collect();
            let progress = Progress::of(own.iter().copied());
            (own, progress)
        });
        let why = match list.trigger {
            CheckTrigger::ByHand => None,
            CheckTrigger::Order => {
                let order = task.orders.first().copied();
                let done = filled(workspace, list.id).any(|check| check.task == Some(task.id) || (order.is_some() && check.order == order));
                (!done).then(|| "Once for each order.".to_owned())
            }
            CheckTrigger::Task => (count(workspace, list.id, task.id) == 0).then(|| "Once for each run.".to_owned()),
            CheckTrigger::Units => again(count(workspace, list.id, task.id), progress.made(), list.every, "units"),
            CheckTrigger::Hours => again(count(workspace, list.id, task.id), progress.worked(now).hours(), list.every, "hours"),
            CheckTrigger::Setup => changed_over(reports, own, item).filter(|_| count(workspace, list.id, task.id) == 0),
            CheckTrigger::Stop => {
                let ended =
                    progress.stops.iter().filter_map(|(_, until, _)| *until).filter(|until| progress.finished != Some(*until)).max();
                let is_checked =
                    |since: Time| filled(workspace, list.id).any(|check| check.task == Some(task.id) && check.time >= Some(since));
                ended.filter(|since| !is_checked(*since)).map(|_| "Work went on after a stop.".to_owned())
            }
        };
        found.extend(why.map(|why| DueCheck { checklist: list.id, why, blocks: list.blocks }));
    }
    found
}

fn filled(workspace: &Workspace, list: ChecklistId) -> impl Iterator<Item = &Check> {
    workspace.checks.values().filter(move |check| check.checklist == Some(list))
}

fn count(workspace: &Workspace, list: ChecklistId, task: TaskId) -> usize {
    filled(workspace, list).filter(|check| check.task == Some(task)).count()
}

fn again(done: usize, so_far: f64, every: f64, unit: &str) -> Option<String> {
    let wanted = (so_far / every.max(1e-9)).floor();
    (wanted > done as f64).then(|| format!("{} {unit} since the last one are reached.", text::number_text(every)))
}

/// Why the task was begun after a changeover, where it was: its resource made something else before.
fn changed_over(reports: &[&Report], own: &[&Report], item: Option<ItemId>) -> Option<String> {
    let start = own.iter().find(|report| report.kind == ReportKind::Start)?;
    let before = |report: &&&Report| {
        report.kind == ReportKind::Start && report.resource.is_some() && report.resource == start.resource && report.time < start.time
    };
    let last = reports.iter().rev().find(before);
    last.is_none_or(|last| last.item != item).then(|| "After a changeover.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(id: u64, kind: ReportKind, minute: i64) -> Report {
        let time = Time::clamped(0).plus(Span::from_minutes(minute));
        Report { kind, time: Some(time), task: Some(TaskId::from_raw(1)), ..Report::new(ReportId::from_raw(id)) }
    }

    #[test]
    fn stops_take_no_part_in_the_time_worked() {
        let reports = [
            report(1, ReportKind::Start, 0),
            report(2, ReportKind::Pause, 20),
            report(3, ReportKind::Start, 50),
            Report { good: 8.0, scrap: 1.0, ..report(4, ReportKind::Count, 60) },
            report(5, ReportKind::Finish, 65),
        ];
        let progress = Progress::of(&reports);
        assert_eq!(progress.worked(Time::MAX), Span::from_minutes(35));
        assert_eq!((progress.good, progress.scrap, progress.made()), (8.0, 1.0, 9.0));
        assert_eq!(progress.stops.len(), 1);
        assert!(!progress.is_running() && progress.since().is_none() && progress.finished.is_some());
        let under_way = Progress::of(&reports[..3]);
        assert!(under_way.is_running());
        assert_eq!(under_way.worked(report(9, ReportKind::Note, 70).time.unwrap_or_default()), Span::from_minutes(40));
    }

    #[test]
    fn the_later_of_two_corrections_counts_and_a_withdrawn_report_does_not() {
        let mut workspace = Workspace::default();
        let wrong = Report { good: 5.0, ..report(1, ReportKind::Count, 10) };
        let corrects = Some(wrong.id);
        let first = Report { good: 6.0, corrects, entered: Some(Time::clamped(100)), ..report(2, ReportKind::Count, 10) };
        let second = Report { good: 7.0, corrects, entered: Some(Time::clamped(200)), ..report(3, ReportKind::Count, 10) };
        for report in [wrong, first, second] {
            workspace.reports.insert(report.id, report);
        }
        assert_eq!(workspace.counted_reports().iter().map(|report| report.good).collect::<Vec<_>>(), [7.0]);
        let gone = Report { corrects: Some(ReportId::from_raw(3)), ..report(4, ReportKind::Withdrawal, 12) };
        workspace.reports.insert(gone.id, gone);
        assert!(workspace.counted_reports().is_empty());
    }

    #[test]
    fn a_check_is_due_by_units_until_it_is_filled_in() {
        let mut workspace = Workspace::default();
        let operation = Some(OperationId::from_raw(7));
        let task = Task { operation, ..Task::new(TaskId::from_raw(1)) };
        let list = ChecklistId::from_raw(3);
        let checklist = Checklist { operation, trigger: CheckTrigger::Units, every: 10.0, ..Checklist::new(list) };
        workspace.checklists.insert(list, checklist);
        let made = |good| Report { good, ..report(1, ReportKind::Count, 5) };
        let due = |workspace: &Workspace, good: f64| due_checks(workspace, &task, &[&made(good)], Time::MAX).len();
        assert_eq!((due(&workspace, 9.0), due(&workspace, 10.0)), (0, 1));
        let check = Check { checklist: Some(list), task: Some(task.id), ..Check::new(CheckId::from_raw(1)) };
        workspace.checks.insert(check.id, check);
        assert_eq!((due(&workspace, 19.0), due(&workspace, 20.0)), (0, 1));
    }
}
