//! Reads a file in the exchange worker, tries it out on the workspace and takes it over when told.
//!
//! Never changes the workspace before that.

use super::Exchanger;
use super::files::bytes_of;
use crate::app::file::is_workspace_file;
use crate::app::importing::{Importing, Trial};
use crate::app::rescued::is_rescue_file;
use crate::app::{Act, Refusal, Session};
use crate::exchange::job::{ExchangeAnswer, ExchangeJob};
use crate::exchange::{LARGEST_FILE, Mapping, is_icalendar, is_project, read_icalendar, read_project};
use crate::model::{Span, Time};
use crate::store::web::random_number;
use leptos::prelude::*;
use std::sync::Arc;

/// So far ahead the days of a calendar file are read.
const YEARS_AHEAD: i64 = 3;

/// An import on its way. Copied freely.
#[derive(Clone, Copy)]
pub struct Importer {
    session: Session,
    exchanger: Exchanger,
    state: RwSignal<Importing>,
    /// The session's revision when the file was tried out.
    tried_at: StoredValue<u64>,
}

impl Importer {
    /// An importer for an open session.
    pub fn new(session: Session, exchanger: Exchanger) -> Importer {
        Importer { session, exchanger, state: RwSignal::new(Importing::Nothing), tried_at: StoredValue::new(0) }
    }

    /// Where it stands; tracked.
    pub fn state(self) -> Importing {
        self.state.get()
    }

    /// Where it stands; not tracked.
    pub fn state_untracked(self) -> Importing {
        self.state.get_untracked()
    }

    /// Reads a file and tries it out.
    pub fn read(self, file: web_sys::File) {
        let name = file.name();
        if file.size() > LARGEST_FILE as f64 {
            let reason =
                format!("It has {:.0} MB; the limit is 20 MB. Split it, or leave out the sheets that are not needed.", file.size() / 1e6);
            self.state.set(Importing::Failed { name, reason });
            return;
        }
        self.state.set(Importing::Reading(name.clone()));
        leptos::task::spawn_local(async move {
            match bytes_of(&file).await {
                Ok(bytes) => self.read_bytes(name, bytes),
                Err(reason) => self.state.set(Importing::Failed { name, reason }),
            }
        });
    }

    /// Tries out bytes or pasted text.
    pub fn read_bytes(self, name: String, bytes: Vec<u8>) {
        if is_workspace_file(&bytes) || is_rescue_file(&bytes) {
            let reason = "This file holds whole workspaces, not tables. Open it under “Workspace file” on this page.".to_owned();
            self.state.set(Importing::Failed { name, reason });
            return;
        }
        if is_icalendar(&bytes) {
            // What is past plans nothing any more, and no plan reaches further than this.
            let from = self.session.now().day_start();
            let read = read_icalendar(&bytes, from, from.plus(Span::from_days(YEARS_AHEAD * 366)), &on_wall);
            self.state.set(match read {
                Ok(file) => Importing::Calendar { name, file: Arc::new(file) },
                Err(error) => Importing::Failed { name, reason: error.to_string() },
            });
            return;
        }
        self.state.set(Importing::Reading(name.clone()));
        self.tried_at.set_value(self.session.revision());
        let workspace = self.session.peek(|workspace| Box::new(workspace.clone()));
        let seed = random_number();
        let job = match is_project(&bytes).then(|| read_project(&name, &bytes)) {
            None => ExchangeJob::Read { name: name.clone(), bytes, workspace, seed },
            Some(Ok(sheets)) => ExchangeJob::ReadSheets { sheets, workspace, seed },
            Some(Err(error)) => {
                self.state.set(Importing::Failed { name, reason: error.to_string() });
                return;
            }
        };
        self.exchanger.ask(job, move |answer| {
            self.state.set(match answer {
                Ok(ExchangeAnswer::Read { mut file, mapping, dry_run }) => {
                    file.name = name;
                    Importing::Tried(Arc::new(Trial { file, mapping, dry_run: *dry_run }))
                }
                Ok(ExchangeAnswer::Unreadable(error)) => Importing::Failed { name, reason: error.to_string() },
                Ok(_) => Importing::Failed { name, reason: "The worker gave an answer that fits no question. Reload the page.".to_owned() },
                Err(reason) => Importing::Failed { name, reason },
            });
        });
    }

    /// Takes over what was read from a calendar file as one step that can be undone; `summary` says what that was.
    ///
    /// # Errors
    /// A law stands against it; nothing has changed then.
    pub fn take_days(self, command: &dyn Act, summary: String) -> Result<(), Refusal> {
        let Importing::Calendar { name, .. } = self.state.get_untracked() else { return Ok(()) };
        self.session.dispatch(command)?;
        self.state.set(Importing::Done { name, summary });
        Ok(())
    }

    /// Tries the same file out with another mapping.
    pub fn remap(self, mapping: Mapping) {
        let Importing::Tried(trial) = self.state.get_untracked() else { return };
        self.exchanger.ask(ExchangeJob::DryRun { mapping }, move |answer| {
            if let Ok(ExchangeAnswer::DryRun { mapping, dry_run }) = answer {
                let trial = Trial { file: trial.file.clone(), mapping, dry_run: *dry_run };
                self.state.set(Importing::Tried(Arc::new(trial)));
            }
        });
    }

    /// Carries the import out as one step that can be undone.
    ///
    /// # Errors
    /// The workspace has changed since the file was tried out, or a law stands against it; nothing has changed then.
    pub fn take(self) -> Result<(), Refusal> {
        let Importing::Tried(trial) = self.state.get_untracked() else { return Ok(()) };
        if self.tried_at.get_value() != self.session.revision() {
            return Err(Refusal::new(
                "The workspace has changed since this file was tried out.",
                "Choose the file again to see what it would do now.",
            ));
        }
        self.session.dispatch(&trial.command())?;
        self.state.set(Importing::Done { name: trial.file.name.clone(), summary: trial.summary() });
        Ok(())
    }

    /// Puts the file aside.
    pub fn forget(self) {
        self.state.set(Importing::Nothing);
        self.exchanger.ask(ExchangeJob::Forget, |_| ());
    }
}

/// What the clock on this device's wall shows at a moment of universal time.
fn on_wall(utc: Time) -> Time {
    let date = js_sys::Date::new(&(utc.seconds() as f64 * 1000.0).into());
    utc.minus(Span::from_seconds((date.get_timezone_offset() * 60.0) as i64))
}
