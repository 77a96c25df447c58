//! What would have made a late order on time: each change with what it does, as it is found by planning again.
//!
//! Never changes anything.

use crate::app::Session;
use crate::app::web::Asking;
use crate::engine::job::{Job, Reply};
use crate::engine::plan::{PlanOptions, Remedy};
use crate::model::{OrderId, RecordId, TableName};
use crate::ui::widgets::{Badge, Progress, Tone};
use leptos::prelude::*;

/// The changes that were tried, one after the other.
#[component]
pub fn RemediesAnswer(order: OrderId) -> impl IntoView {
    let session = expect_context::<Session>();
    let found = RwSignal::new(Vec::<Remedy>::new());
    // What is said at the end: nothing while the search goes on.
    let end = RwSignal::new(None::<String>);
    let asking = StoredValue::new_local(None::<Asking>);
    let hear = move |reply: Result<Reply, String>| match reply {
        Ok(Reply::Remedy { remedy, .. }) => found.update(|found| found.push(remedy)),
        Ok(Reply::End { .. }) => end.set(Some("That is all that was tried.".to_owned())),
        Ok(_) => {}
        Err(reason) => end.set(Some(format!("This could not be answered: {reason}."))),
    };
    let (now, direction) = untrack(|| (session.plan_start(), session.settings().direction));
    let options = PlanOptions { now, direction, time_limit_ms: 700, seed: 1, ..PlanOptions::default() };
    let job = session.peek(|workspace| Job::Remedies { workspace: Box::new(workspace.clone()), options, order });
    match Asking::start(job, hear) {
        Ok(started) => asking.set_value(Some(started)),
        Err(reason) => hear(Err(reason)),
    }
    let stop = move |()| {
        asking.set_value(None);
        end.set(Some("Stopped; what is not listed was not tried.".to_owned()));
    };
    let name = session.peek(|workspace| workspace.label(TableName::Order, order.raw()));
    let list = move || found.get().into_iter().map(remedy_view).collect_view();
    view! {
        <p>{format!("Order {name} is planned again with one thing changed at a time, each with the same search.")}</p>
        <ul class="plan-lines" aria-live="polite">{list}</ul>
        {move || match end.get() {
            Some(words) => view! { <p class="hint">{words}</p> }.into_any(),
            None => view! { <Progress label="Planning again" share=Signal::derive(|| None) on_cancel=stop /> }.into_any(),
        }}
    }
    .into_any()
}

fn remedy_view(remedy: Remedy) -> AnyView {
    let (label, tone) = match (remedy.on_time, remedy.helps) {
        (true, _) => ("On time", Tone::Good),
        (false, true) => ("Helps", Tone::Warning),
        (false, false) => ("No help", Tone::Muted),
    };
    view! {
        <li>
            <Badge label tone />
            " "
            {remedy.sentence}
        </li>
    }
    .into_any()
}
