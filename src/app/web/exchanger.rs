//! Asks the exchange worker to read and write files; it is loaded with the first question.
//!
//! Never changes the workspace: an import is taken over by the page as a command.

use super::BUILD_ID;
use super::worker::{Background, Word};
use crate::exchange::job::{ExchangeAnswer, ExchangeJob, ExchangeReply, ExchangeRequest};
use leptos::prelude::*;
use std::collections::HashMap;

type Then = Box<dyn FnOnce(Result<ExchangeAnswer, String>)>;

/// The way to the exchange worker. Copied freely; provided as a context.
#[derive(Clone, Copy)]
pub struct Exchanger {
    worker: StoredValue<Option<Background>, LocalStorage>,
    waiting: StoredValue<HashMap<u64, Then>, LocalStorage>,
    next: StoredValue<u64>,
    /// A table that was pasted elsewhere and is to be looked at on the page Import, with the name of what it is.
    handed: StoredValue<Option<(String, String)>>,
}

impl Default for Exchanger {
    fn default() -> Self {
        Exchanger {
            worker: StoredValue::new_local(None),
            waiting: StoredValue::new_local(HashMap::new()),
            next: StoredValue::new(1),
            handed: StoredValue::new(None),
        }
    }
}

impl Exchanger {
    /// Keeps a pasted table for the page Import, which is opened next; `name` says what it is.
    pub fn hand_over(self, name: &str, table: String) {
        self.handed.set_value(Some((name.to_owned(), table)));
    }

    /// The table that was handed over, once, and its name.
    pub fn take_handed(self) -> Option<(String, String)> {
        self.handed.try_update_value(Option::take).flatten()
    }

    /// Asks for a job; `then` gets the answer, or why there is none.
    pub fn ask(self, job: ExchangeJob, then: impl FnOnce(Result<ExchangeAnswer, String>) + 'static) {
        let number = self.next.get_value();
        self.next.set_value(number + 1);
        let Ok(bytes) = postcard::to_allocvec(&ExchangeRequest { build_id: BUILD_ID.to_owned(), number, job }) else {
            return then(Err("the workspace could not be handed over".to_owned()));
        };
        if self.worker.with_value(Option::is_none) {
            self.worker.set_value(Some(Background::start(&format!("exchange_worker-{BUILD_ID}.js"), move |word| self.hear(word))));
        }
        self.waiting.update_value(|waiting| drop(waiting.insert(number, Box::new(then))));
        self.worker.with_value(|worker| worker.iter().for_each(|worker| worker.send(bytes.clone())));
    }

    fn hear(self, word: Word) {
        match word {
            Word::Listening => {}
            Word::Broken(reason) => self.give_up(&reason),
            Word::Bytes(bytes) => match postcard::from_bytes::<ExchangeReply>(&bytes) {
                Ok(ExchangeReply { answer: ExchangeAnswer::OtherBuild { .. } | ExchangeAnswer::NotUnderstood, .. }) | Err(_) => {
                    self.give_up("page and worker are of different versions; reload the page");
                }
                Ok(ExchangeReply { number, answer }) => {
                    let then = self.waiting.try_update_value(|waiting| waiting.remove(&number)).flatten();
                    if let Some(then) = then {
                        then(Ok(answer));
                    }
                }
            },
        }
    }

    /// Ends the worker and tells everybody who waits; the next question starts it anew.
    fn give_up(self, reason: &str) {
        self.worker.set_value(None);
        let waiting = self.waiting.try_update_value(std::mem::take).unwrap_or_default();
        for then in waiting.into_values() {
            then(Err(reason.to_owned()));
        }
    }
}
