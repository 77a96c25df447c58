//! What was made of the facts of a template's year: problems solved and not, an improvement tried, and the tiles that most people look at.

use super::{CHANGED, Checked, Course, Past};
use crate::model::*;

impl Past<'_> {
    /// A problem that was solved, another that is open, and the first again.
    pub(super) fn issues(&mut self, checked: &Checked, courses: &[Course]) {
        let Some(Course { item, steps, .. }) = courses.first() else { return };
        let monday = self.today.week_start();
        let day = move |ago: i64| monday.minus(Span::from_days(7 * ago)).plus(Span::from_hours(10));
        let (first, last) = (steps.first().copied(), steps.last().copied());
        let solved = self.issue(format!("{} for the first time", checked.problem), *item, last, day(12), &|issue| {
            issue.category = checked.problem.to_owned();
            issue.status = IssueStatus::Closed;
            (issue.resolved, issue.corrected, issue.closed) = (Some(day(12)), Some(day(10)), Some(day(5)));
            issue.root_cause = "The instruction did not say what to do when two things happen at once.".to_owned();
            issue.escape_cause = "It was looked at only at the end.".to_owned();
            issue.whys = "The step was left out.\nNobody knew that it was needed.\nThe instruction does not name it.".to_owned();
            issue.effect = "Not seen again in the five weeks after.".to_owned();
        });
        self.act(solved, ActionKind::Containment, "Look at every unit", day(12));
        self.act(solved, ActionKind::Corrective, "Rewrite the instruction", day(10));
        self.issue(format!("{} again", checked.problem), *item, last, day(1), &|issue| {
            issue.category = checked.problem.to_owned();
            issue.due = Some(day(-3));
        });
        let waiting = self.issue("Waiting for information at the first step".to_owned(), *item, first, day(6), &|issue| {
            issue.category = "Waiting for information".to_owned();
            issue.status = IssueStatus::Analysed;
            issue.due = Some(day(-5));
            issue.root_cause = "Requests come without the data that are needed.".to_owned();
        });
        self.act(waiting, ActionKind::Containment, "Ask back at once", day(5));
    }

    #[inline(never)]
    fn issue(&mut self, name: String, item: ItemId, operation: Option<OperationId>, raised: Time, change: &dyn Fn(&mut Issue)) -> IssueId {
        let mut issue: Issue = self.build.record();
        issue.name = name;
        issue.kind = IssueKind::Nonconformity;
        issue.severity = Severity::Major;
        issue.item = Some(item);
        issue.operation = operation;
        issue.owner = "Quality Specialist".to_owned();
        issue.raised = Some(raised);
        issue.raised_by = "Operations Lead".to_owned();
        change(&mut issue);
        let id = issue.id;
        self.build.workspace.issues.insert(id, issue);
        id
    }

    #[inline(never)]
    fn act(&mut self, issue: IssueId, kind: ActionKind, name: &str, done: Time) {
        let mut action: IssueAction = self.build.record();
        action.issue = Some(issue);
        action.kind = kind;
        action.name = name.to_owned();
        action.owner = "Operations Lead".to_owned();
        action.done = Some(done);
        self.build.workspace.issue_actions.insert(action.id, action);
    }

    /// The change that made the first step faster, tried and not yet decided: the page says whether it did.
    pub(super) fn improvement(&mut self, courses: &[Course]) {
        let Some(Course { item, steps, .. }) = courses.first() else { return };
        let improvement = Improvement {
            name: "Prepare the first step the day before".to_owned(),
            stage: ImprovementStage::Study,
            owner: "Operations Lead".to_owned(),
            background: "The first step decides when everything else can begin.".to_owned(),
            goal: "A tenth less time per unit at the first step.".to_owned(),
            countermeasures: "What is needed is laid out the evening before.".to_owned(),
            hypothesis: "Time per unit falls by at least a tenth.".to_owned(),
            measure: Measured::UnitTime,
            operation: steps.first().copied(),
            item: Some(*item),
            began: Some(self.today.week_start().minus(Span::from_days(7 * CHANGED))),
            ..self.build.record()
        };
        self.build.workspace.improvements.insert(improvement.id, improvement);
    }

    /// What most people look at first.
    pub(super) fn tiles(&mut self) {
        let tiles =
            [("Output", "throughput"), ("Effectiveness (OEE)", "oee"), ("Work in progress", "wip"), ("Checks passed", "checks_passed")];
        for (position, (name, formula)) in (1u8..).zip(tiles) {
            let position = f64::from(position);
            let figure = Kpi { name: name.to_owned(), formula: formula.to_owned(), position, ..self.build.record() };
            self.build.workspace.kpis.insert(figure.id, figure);
        }
    }
}
