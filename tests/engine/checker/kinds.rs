//! Which kinds of constraint a problem has, so that a bench can say how often each was judged.

use linewright::engine::schedule::{Goal, Link, LinkKind, Pace, Problem, Resource, ResourceKind, Task};

/// A kind by name, and how it is told.
type Kind = (&'static str, fn(&Problem) -> bool);

/// Every kind that a problem of the engine can have.
pub const KINDS: &[Kind] = &[
    ("alternative modes", |problem| any_task(problem, |task| task.modes.len() > 1)),
    ("several resources for a task", |problem| any_task(problem, |task| task.modes.iter().any(|mode| mode.requirements.len() > 1))),
    ("capacity above one", |problem| problem.resources.iter().any(|one| size(problem, one).is_some_and(|size| size.largest() > 1000))),
    ("fractions of a unit", |problem| {
        let mut needs = problem.tasks.iter().flat_map(|task| &task.modes).flat_map(|mode| &mode.requirements);
        needs.any(|need| need.quantity % 1000 != 0)
    }),
    ("size that changes over time", |problem| problem.resources.iter().any(|one| one.size.is_some())),
    ("speed that changes over time", |problem| problem.resources.iter().any(|one| one.speed.is_some())),
    ("buckets", |problem| problem.resources.iter().any(|one| matches!(one.kind, ResourceKind::Buckets(_)))),
    ("unlimited resource", |problem| problem.resources.iter().any(|one| one.kind == ResourceKind::Unlimited)),
    ("set-up times", |problem| problem.resources.iter().any(|one| one.setup.is_some())),
    ("calendar of the task", |problem| any_task(problem, |task| task.calendar.is_some())),
    ("interruptible", |problem| any_task(problem, |task| task.pace == Pace::Interruptible)),
    ("not interruptible", |problem| any_task(problem, |task| task.pace == Pace::Unbroken)),
    ("goes on by itself", |problem| any_task(problem, |task| task.pace == Pace::Elapsed)),
    ("milestone", |problem| any_task(problem, |task| task.modes.iter().any(|mode| mode.work.seconds() == 0))),
    ("finish to start", |problem| any_link(problem, |link| link.kind == LinkKind::FinishToStart)),
    ("start to start", |problem| any_link(problem, |link| link.kind == LinkKind::StartToStart)),
    ("finish to finish", |problem| any_link(problem, |link| link.kind == LinkKind::FinishToFinish)),
    ("start to finish", |problem| any_link(problem, |link| link.kind == LinkKind::StartToFinish)),
    ("minimum lag", |problem| any_link(problem, |link| link.min_lag.seconds() > 0)),
    ("negative lag", |problem| any_link(problem, |link| link.min_lag.seconds() < 0)),
    ("maximum lag", |problem| any_link(problem, |link| link.max_lag.is_some())),
    ("transfer in parts", |problem| any_link(problem, |link| is_overlap(problem, link))),
    ("release or material", |problem| any_task(problem, |task| task.release.is_some())),
    ("due date", |problem| any_task(problem, |task| task.due.is_some())),
    ("deadline", |problem| any_task(problem, |task| task.deadline.is_some())),
    ("held or frozen", |problem| any_task(problem, |task| task.pin.is_some_and(|pin| pin.start >= problem.now))),
    ("started", |problem| any_task(problem, |task| task.pin.is_some_and(|pin| pin.start < problem.now))),
    ("close to a plan", |problem| problem.goals.iter().any(|goal| matches!(goal, Goal::Movement | Goal::Disturbance))),
    ("few changeovers as a goal", |problem| problem.goals.contains(&Goal::SetupTime)),
    ("cost as a goal", |problem| problem.goals.contains(&Goal::Cost)),
];

fn any_task(problem: &Problem, test: impl Fn(&Task) -> bool) -> bool {
    problem.tasks.iter().any(test)
}

fn any_link(problem: &Problem, test: impl Fn(&Link) -> bool) -> bool {
    problem.links.iter().any(test)
}

fn size<'a>(problem: &'a Problem, resource: &Resource) -> Option<&'a linewright::engine::calendar::Profile> {
    resource.size.map(|size| &problem.profiles[size as usize])
}

/// Work that begins when a part of what comes before is done, and ends after the last part of it: two links.
fn is_overlap(problem: &Problem, link: &Link) -> bool {
    let ends = |other: &Link| other.kind == LinkKind::FinishToFinish && (other.from, other.to) == (link.from, link.to);
    link.kind == LinkKind::StartToStart && problem.links.iter().any(ends)
}
