//! Plans side by side: what each costs and changes, and the button that takes one over.
//!
//! Never takes one over by itself.

use crate::app::Session;
use crate::app::derived::schedule::moment_text;
use crate::app::notices::Tone as NoticeTone;
use crate::app::planning::{acceptance, shift_words, some};
use crate::app::web::Asking;
use crate::engine::job::{Job, Proposal, Reply};
use crate::engine::plan::PlanOptions;
use crate::model::{Absence, Direction, Order, OrderId, Workspace};
use crate::ui::widgets::{Button, ButtonLook};
use leptos::prelude::*;
use std::sync::Arc;

/// What is compared: ways to plan for something new.
#[derive(Clone, Default)]
pub struct Case {
    /// What the way is called.
    pub name: &'static str,
    pub options: PlanOptions,
}

/// A comparison that is under way or done.
#[derive(Clone, Copy)]
pub struct Comparison {
    session: Session,
    open: RwSignal<bool>,
    asking: StoredValue<Option<Asking>, LocalStorage>,
    /// The way's name with its plan once it is known.
    found: RwSignal<Vec<(&'static str, Option<Arc<Proposal>>)>>,
    /// What enters with the plan that is chosen.
    news: StoredValue<(Vec<Order>, Vec<Absence>)>,
    failed: RwSignal<Option<String>>,
}

impl Comparison {
    pub fn new(open: RwSignal<bool>) -> Comparison {
        Comparison {
            session: expect_context::<Session>(),
            open,
            asking: StoredValue::new_local(None),
            found: RwSignal::new(Vec::new()),
            news: StoredValue::default(),
            failed: RwSignal::new(None),
        }
    }

    /// Plans the workspace with what is new in each of the ways.
    pub fn start(self, orders: Vec<Order>, absences: Vec<Absence>, cases: Vec<Case>) {
        let mut workspace: Workspace = self.session.peek(Workspace::clone);
        orders.iter().for_each(|order| drop(workspace.orders.insert(order.id, order.clone())));
        absences.iter().for_each(|absence| drop(workspace.absences.insert(absence.id, absence.clone())));
        self.news.set_value((orders, absences));
        self.failed.set(None);
        self.found.set(cases.iter().map(|case| (case.name, None)).collect());
        let cases = cases.into_iter().map(|case| case.options).collect();
        let job = Job::Compare { workspace: Box::new(workspace), cases };
        match Asking::start(job, move |reply| self.hear(reply)) {
            Ok(asking) => self.asking.set_value(Some(asking)),
            Err(reason) => self.failed.set(Some(reason)),
        }
    }

    fn hear(self, reply: Result<Reply, String>) {
        match reply {
            Ok(Reply::Compared { case, proposal, .. }) => self.found.update(|found| {
                if let Some(row) = found.get_mut(case as usize) {
                    row.1 = Some(Arc::new(*proposal));
                }
            }),
            Ok(_) => {}
            Err(reason) => self.failed.set(Some(reason)),
        }
    }

    fn take_over(self, proposal: &Proposal) {
        let (orders, absences) = self.news.get_value();
        if self.session.act(acceptance(proposal, orders, absences)) {
            self.open.set(false);
            self.session.notices.tell(NoticeTone::Success, "The plan was taken over.", "Undo takes it back as a whole.");
        }
    }

    /// The ways side by side; with `order`, when that order is ready in each.
    pub fn view(self, order: Option<OrderId>) -> AnyView {
        let row = move |name: &'static str, words: fn(&Proposal, Session, Option<OrderId>) -> String| {
            let cells = move || {
                self.found.with(|found| {
                    let told =
                        |plan: &Option<Arc<Proposal>>| plan.as_ref().map_or("\u{2026}".to_owned(), |plan| words(plan, self.session, order));
                    found.iter().map(|(_, plan)| view! { <td>{told(plan)}</td> }).collect_view()
                })
            };
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    {cells}
                </tr>
            }
            .into_any()
        };
        let heads = move || self.found.with(|found| found.iter().map(|(name, _)| view! { <th scope="col">{*name}</th> }).collect_view());
        let buttons = move || {
            self.found
                .get()
                .into_iter()
                .map(|(name, plan)| {
                    plan.map(|plan| {
                        let label = format!("Take over: {}", name.to_lowercase());
                        view! { <Button label look=ButtonLook::Secondary on_press=move |()| self.take_over(&plan) /> }
                    })
                })
                .collect_view()
        };
        view! {
            {move || self.failed.get().map(|reason| view! { <p role="alert">{format!("This could not be answered: {reason}.")}</p> })}
            <Show when=move || self.found.with(|found| !found.is_empty())>
                <table class="plain-table">
                    <thead>
                        <tr>
                            <th scope="col">"Compared with now"</th>
                            {heads}
                        </tr>
                    </thead>
                    <tbody aria-live="polite">
                        {order.map(|_| row("Ready", ready_words))}
                        {row("Orders not on time", |plan, _, _| (plan.outcome.stats.orders - plan.outcome.stats.on_time).to_string())}
                        {row("Lateness of all", |plan, _, _| plan.outcome.stats.lateness.text())}
                        {row("Tasks moved", |plan, _, _| {
                            let changes = &plan.changes;
                            format!("{} ({} earlier, {} later)", changes.earlier + changes.later + changes.handed_over, changes.earlier, changes.later)
                        })}
                        {row("Worse off", |plan, _, _| shifted(plan, 1))}
                        {row("Better off", |plan, _, _| shifted(plan, -1))}
                    </tbody>
                </table>
                <div class="dialog-actions">{buttons}</div>
            </Show>
        }
        .into_any()
    }
}

/// The orders that are worse off, or better off, than now.
fn shifted(plan: &Proposal, sign: i64) -> String {
    let found: Vec<String> = plan.changes.orders.iter().filter(|shift| shift.growth().signum() == sign).map(shift_words).collect();
    if found.is_empty() { "None".to_owned() } else { some(&found) }
}

fn ready_words(plan: &Proposal, session: Session, order: Option<OrderId>) -> String {
    let promise = plan.outcome.promises.iter().find(|promise| promise.order == order);
    match promise.map(|promise| (promise.ready, promise.reason.as_str())) {
        Some((Some(ready), _)) => moment_text(ready, session.now()),
        Some((None, reason)) => format!("Not possible. {reason}"),
        None => "Not planned".to_owned(),
    }
}

/// The usual ways: one that moves little, and one that plans everything anew.
pub fn repair_or_anew(session: Session) -> Vec<Case> {
    let options = options(session);
    vec![
        Case { name: "Move little", options: PlanOptions { stay: true, time_limit_ms: 2_000, ..options.clone() } },
        Case { name: "Plan everything anew", options },
    ]
}

/// A way that moves nothing that is planned: as early as there is room for the order.
pub fn without_moving(session: Session, order: OrderId) -> Case {
    let options = PlanOptions { direction: Direction::Forward, time_limit_ms: 1_500, only: Some(vec![order]), ..options(session) };
    Case { name: "Move nothing", options }
}

fn options(session: Session) -> PlanOptions {
    let (now, direction) = untrack(|| (session.plan_start(), session.settings().direction));
    PlanOptions { now, direction, time_limit_ms: 4_000, seed: 1, ..PlanOptions::default() }
}
