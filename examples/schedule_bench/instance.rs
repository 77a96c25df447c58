//! Reads published scheduling problems, one JSON object a line, into problems of the engine.
//!
//! Never judges a schedule and never tells the engine anything but the problem itself.

use linewright::engine::calendar::{ONE, Profile};
use linewright::engine::schedule::{Goal, Link, Mode, Problem, Requirement, Resource, Task};
use linewright::model::{Span, Time};
use serde::Deserialize;

/// A published problem whose only goal is an early end of everything. One second stands for one unit of time.
pub struct Instance {
    pub id: String,
    /// Best known lower and upper bound, where they are told.
    pub lb: Option<i64>,
    pub ub: Option<i64>,
    pub problem: Problem,
}

/// A line as it is written; which fields are there depends on the kind.
#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(flatten)]
    body: Body,
    lb: Option<i64>,
    ub: Option<i64>,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Body {
    Rcpsp {
        cap: Vec<i64>,
        d: Vec<i64>,
        r: Vec<Vec<i64>>,
        succ: Vec<Vec<u32>>,
    },
    /// Per job and step: machine and duration.
    Jsp {
        m: usize,
        jobs: Vec<Vec<(u32, i64)>>,
    },
    /// Per job and step: the machines that can do it, each with its duration.
    Fjsp {
        m: usize,
        jobs: Vec<Vec<Vec<(u32, i64)>>>,
    },
}

/// The problem of one line; otherwise what is wrong with the line.
pub fn read(line: &str) -> Result<Instance, String> {
    let line: Line = serde_json::from_str(line).map_err(|problem| problem.to_string())?;
    let now = Time::clamped(0);
    let mut problem = Problem { now, horizon_end: now.plus(Span::from_days(3650)), goals: vec![Goal::Makespan], ..Problem::default() };
    match line.body {
        Body::Rcpsp { cap, d, r, succ } => {
            for capacity in cap {
                let size = problem.add_profile(Profile::always(capacity * ONE));
                problem.resources.push(Resource { size: Some(size), ..Resource::single() });
            }
            for (i, length) in d.iter().enumerate() {
                let needs = r.get(i).into_iter().flatten().enumerate().filter(|(_, need)| **need > 0);
                let requirements = needs.map(|(k, need)| Requirement { resource: k as u32, quantity: need * ONE }).collect();
                let mode = Mode { work: Span::from_seconds(*length), requirements, cost: 0 };
                problem.tasks.push(Task { modes: vec![mode], ..Task::default() });
                problem.links.extend(succ.get(i).into_iter().flatten().map(|next| Link::after(i as u32, *next)));
            }
        }
        Body::Jsp { m, jobs } => {
            let alone = |step: (u32, i64)| vec![step];
            add_jobs(&mut problem, m, jobs.into_iter().map(|job| job.into_iter().map(alone).collect()).collect());
        }
        Body::Fjsp { m, jobs } => add_jobs(&mut problem, m, jobs),
    }
    Ok(Instance { id: line.id, lb: line.lb, ub: line.ub, problem })
}

/// Adds machines and, job by job, a task per step, each after the one before it.
fn add_jobs(problem: &mut Problem, machines: usize, jobs: Vec<Vec<Vec<(u32, i64)>>>) {
    problem.resources = vec![Resource::single(); machines];
    for job in jobs {
        for (k, step) in job.into_iter().enumerate() {
            let mode = |(machine, length): (u32, i64)| Mode {
                work: Span::from_seconds(length),
                requirements: vec![Requirement { resource: machine, quantity: ONE }],
                cost: 0,
            };
            let index = problem.tasks.len() as u32;
            problem.tasks.push(Task { modes: step.into_iter().map(mode).collect(), ..Task::default() });
            if k > 0 {
                problem.links.push(Link::after(index - 1, index));
            }
        }
    }
}
