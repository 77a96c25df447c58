//! Fills a workspace with a template, as one step that can be undone.
//!
//! Never touches another workspace.

use super::Exchanger;
use crate::app::{ImportCommand, Session};
use crate::exchange::TemplateCard;
use crate::exchange::job::{ExchangeAnswer, ExchangeJob};
use crate::store::web::random_number;
use leptos::prelude::untrack;

/// Fills the open workspace with a template whose dates begin today; `then` is told how it went.
pub fn fill_from_template(
    session: Session,
    exchanger: Exchanger,
    card: &'static TemplateCard,
    then: impl FnOnce(Result<(), String>) + 'static,
) {
    let today = untrack(|| session.now()).day_start();
    let workspace = session.peek(|workspace| Box::new(workspace.clone()));
    let job = ExchangeJob::Template { id: card.id.to_owned(), today, workspace, seed: random_number() };
    exchanger.ask(job, move |answer| {
        then(match answer {
            Ok(ExchangeAnswer::Template(edits)) => {
                let command = ImportCommand { source: card.name.to_owned(), edits, summary: String::new() };
                session.dispatch(&command).map_err(|refusal| refusal.to_string())
            }
            Ok(_) => Err("there is no such example in this version".to_owned()),
            Err(reason) => Err(reason),
        });
    });
}
