//! What the plan ahead rests on and what the analysis worker makes of it, asked again as soon as a number changes.
//!
//! Never changes the workspace.

use crate::app::Session;
use crate::app::derived::aggregate::{Basis, TABLES, Wish, basis_ahead};
use crate::app::web::Analyst;
use crate::engine::aggregate::{Own, Progress, Request, Status, Strategy};
use crate::engine::analysis::{Analysis, Answer, Planned};
use leptos::prelude::*;
use std::sync::Arc;

/// How production follows demand, as a person chooses it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    Optimum,
    Level,
    Chase,
    Own,
}

impl Way {
    pub const ALL: [Way; 4] = [Way::Optimum, Way::Level, Way::Chase, Way::Own];

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Way::Optimum => "Least cost",
            Way::Level => "Level",
            Way::Chase => "Chase demand",
            Way::Own => "By hand",
        }
    }

    /// What it means.
    pub fn help(self) -> &'static str {
        match self {
            Way::Optimum => "Whatever costs least in all.",
            Way::Level => "The same in every period; stock and owing take up the difference.",
            Way::Chase => "What each period asks for, without building stock.",
            Way::Own => "Quantities that you enter; the rest costs as little as it can.",
        }
    }
}

/// The plan ahead in the making. Copied freely.
#[derive(Clone, Copy)]
pub struct Ahead {
    pub session: Session,
    pub wish: RwSignal<Wish>,
    pub way: RwSignal<Way>,
    pub own: RwSignal<Own>,
    pub basis: Memo<Arc<Basis>>,
    /// What was asked for each way, and what was answered.
    found: RwSignal<Vec<(Request, Option<Arc<Planned>>)>>,
    asking: StoredValue<Option<Analyst>, LocalStorage>,
    /// How far the one is that is being worked on.
    progress: RwSignal<Option<(Way, Progress)>>,
    pub failed: RwSignal<Option<String>>,
}

impl Ahead {
    /// The plan ahead of the session's workspace; asks by itself.
    pub fn new(session: Session) -> Ahead {
        let wish = RwSignal::new(Wish { period: session.settings().period, ..Wish::default() });
        let basis = Memo::new(move |_| {
            let (now, wish) = (session.now(), wish.get());
            session.watch(&TABLES, |workspace| Arc::new(basis_ahead(workspace, now, &wish)))
        });
        let ahead = Ahead {
            session,
            wish,
            way: RwSignal::new(Way::Optimum),
            own: RwSignal::new(Own::default()),
            basis,
            found: RwSignal::new(Vec::new()),
            asking: StoredValue::new_local(None),
            progress: RwSignal::new(None),
            failed: RwSignal::new(None),
        };
        Effect::new(move |_| {
            let basis = basis.get();
            let strategies = [Strategy::Optimum, Strategy::Level, Strategy::Chase, Strategy::Own(ahead.own.get())];
            ahead.ask(strategies.into_iter().map(|strategy| basis.request(strategy)).collect());
        });
        ahead
    }

    /// Asks for what has no answer yet; answers to the same request stay.
    fn ask(self, requests: Vec<Request>) {
        let known = self.found.with_untracked(|found| {
            let is_last = |answer: &Arc<Planned>| answer.is_last;
            let answer =
                |request: &Request| found.iter().find(|(asked, _)| asked == request).and_then(|(_, answer)| answer.clone()).filter(is_last);
            requests.iter().map(answer).collect::<Vec<_>>()
        });
        let open: Vec<(u32, Request)> = (0..)
            .zip(&requests)
            .zip(&known)
            .filter(|(_, answer)| answer.is_none())
            .map(|((at, request), _)| (at, request.clone()))
            .collect();
        self.found.set(requests.into_iter().zip(known).collect());
        self.failed.set(None);
        self.progress.set(None);
        if open.is_empty() {
            return;
        }
        let started = Analyst::ask(Analysis::Plan(open), move |answer| match answer {
            Ok(Answer::Planned(planned)) => self.found.update(|found| {
                if let Some((_, answer)) = found.get_mut(planned.at as usize) {
                    *answer = Some(Arc::new(*planned));
                }
            }),
            Ok(Answer::Planning { at, progress }) => {
                self.progress.set(Way::ALL.get(at as usize).map(|way| (*way, progress)));
            }
            Ok(_) => {}
            Err(reason) => self.failed.set(Some(reason)),
        });
        match started {
            Ok(started) => self.asking.set_value(Some(started)),
            Err(reason) => self.failed.set(Some(reason)),
        }
    }

    /// Ends the search; what is found stays.
    pub fn stop(self) {
        self.asking.set_value(None);
        let is_short = self.found.with_untracked(|found| found.iter().any(|(_, answer)| answer.is_none()));
        if is_short {
            self.failed.set(Some("it was stopped".to_owned()));
        } else {
            // Every way has a plan: they stay as the best that is known.
            self.found.update(|found| {
                for answer in found.iter_mut().filter_map(|(_, answer)| answer.as_mut()) {
                    *answer = Arc::new(Planned { is_last: true, ..answer.as_ref().clone() });
                }
            });
        }
    }

    /// What was found for a way; tracked.
    pub fn of(self, way: Way) -> Option<Arc<Planned>> {
        self.found.with(|found| found.get(way as usize).and_then(|(_, answer)| answer.clone()))
    }

    /// What was found for the way chosen; tracked.
    pub fn chosen(self) -> Option<Arc<Planned>> {
        self.of(self.way.get())
    }

    /// Whether something is still being worked out; tracked.
    pub fn is_working(self) -> bool {
        self.failed.with(Option::is_none)
            && self.found.with(|found| found.iter().any(|(_, answer)| answer.as_ref().is_none_or(|answer| !answer.is_last)))
    }
}

/// What is being done, and how far it is; tracked.
pub fn progress_words(ahead: Ahead) -> String {
    let Some((way, progress)) = ahead.progress.get() else { return String::new() };
    let way = way.label();
    match (progress.explained, progress.best_cost) {
        (Some((0, _)), _) => format!("{way}: no plan keeps all limits; looking for those that contradict each other…"),
        (Some((done, all)), _) => format!("{way}: looking for the least change that would do, kind {} of {all}…", done + 1),
        (None, Some(best)) if best > 0.0 && progress.proven_cost > 0.0 => {
            let gap = 100.0 * (best - progress.proven_cost).max(0.0) / best;
            format!("{way}: a plan is found, at most {} % from the best possible; looking for a cheaper one…", percent(gap))
        }
        _ => format!("{way}: being worked out, {} steps…", progress.steps),
    }
}

/// A share in per cent, rounded up so that it never says less than is proven.
fn percent(gap: f64) -> String {
    let digits = if gap < 0.1 { 3 } else { 1 };
    let unit = 10_f64.powi(digits);
    format!("{:.*}", digits as usize, (gap * unit).ceil() / unit)
}

/// How far an outcome can be relied on, in words.
pub fn status_words(planned: &Planned) -> String {
    let gap = planned.outcome.proof.gap() * 100.0;
    match planned.outcome.status {
        Status::Optimal => "Proved: no plan costs less.".to_owned(),
        Status::WithinGap => format!("At most {} % from the best possible.", percent(gap)),
        Status::Impossible => "No plan keeps all limits.".to_owned(),
        Status::Stopped => "Not finished.".to_owned(),
        Status::Inexact => "The numbers are too far apart to be sure.".to_owned(),
    }
}
