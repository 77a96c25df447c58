//! What is shown while a part of the page is on its way, and when it does not come.

use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

/// A part that did not arrive.
#[derive(Clone, Copy, Debug)]
pub struct NotLoaded;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        NotLoaded
    }
}

/// A page on its way.
type Arriving = Pin<Box<dyn Future<Output = Result<AnyView, NotLoaded>>>>;

/// Shows the page as soon as its part is there; says so while it is under way, and how to go on if it does not come.
pub(super) fn when_arrived(fetch: Rc<dyn Fn() -> Arriving>, meanwhile: &'static str) -> AnyView {
    let arrived = RwSignal::new_local(None::<Result<AnyView, NotLoaded>>);
    let owner = Owner::current();
    let start = move || {
        let (owner, mut fetching) = (owner.clone(), fetch());
        leptos::task::spawn_local(async move {
            // The call that makes the view needs the page's contexts, which an awaiting task does not have.
            let result = std::future::poll_fn(|task| {
                // Whoever has gone to another page meanwhile needs no view of this one.
                if arrived.is_disposed() {
                    return Poll::Ready(Err(NotLoaded));
                }
                match &owner {
                    Some(owner) => owner.with(|| fetching.as_mut().poll(task)),
                    None => fetching.as_mut().poll(task),
                }
            });
            arrived.try_set(Some(result.await));
        });
    };
    start();
    let again = UnsyncCallback::new(move |()| start());
    view! {
        {move || {
            arrived.track();
            match arrived.try_update_untracked(Option::take).flatten() {
                Some(Ok(page)) => page,
                Some(Err(NotLoaded)) => not_loaded(again),
                None => view! { <p class="opening arriving" role="status">{meanwhile}</p> }.into_any(),
            }
        }}
    }
    .into_any()
}

fn not_loaded(again: UnsyncCallback<()>) -> AnyView {
    view! {
        <article class="page" role="alert">
            <h1>"This part of Linewright could not be loaded"</h1>
            <p>"A file of Linewright did not arrive. Your data are safe, and what is loaded goes on working. Check the connection and try again."</p>
            <p><button class="button primary" on:click=move |_| again.run(())>"Try again"</button></p>
        </article>
    }
    .into_any()
}
