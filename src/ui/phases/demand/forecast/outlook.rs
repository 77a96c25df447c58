//! What the analysis worker foresees for each series, asked again as soon as a history or a method changes.
//!
//! Never changes the workspace.

use crate::app::Session;
use crate::app::derived::forecast::{Group, Series, groups, question, series_sheets};
use crate::app::web::Analyst;
use crate::engine::analysis::{Analysis, Answer, AskedSeries, Foreseen};
use crate::model::{ForecastId, ItemId, Period, RecordId, TableName};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a series or a group is known by in the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Chosen {
    Series(ForecastId),
    Group(ItemId, Period),
}

/// A question with its answer.
type Told = (AskedSeries, Arc<Foreseen>);

/// The series, their groups and what is foreseen of them. Copied freely; a context of the view.
#[derive(Clone, Copy)]
pub struct Outlook {
    pub session: Session,
    pub series: Memo<Vec<Series>>,
    pub groups: Memo<Vec<Group>>,
    told: RwSignal<BTreeMap<u64, Told>>,
    asking: StoredValue<Option<Analyst>, LocalStorage>,
    /// How many series are not foreseen yet.
    pub waiting: RwSignal<usize>,
    pub failed: RwSignal<Option<String>>,
    pub chosen: RwSignal<Option<Chosen>>,
}

/// Tables that series are made from.
const TABLES: [TableName; 6] =
    [TableName::Forecast, TableName::ForecastValue, TableName::Order, TableName::Promise, TableName::Item, TableName::Customer];

impl Outlook {
    /// The outlook on the session's series; asks by itself.
    pub fn provide(session: Session) -> Outlook {
        let series = Memo::new(move |_| {
            let now = session.plan_start();
            session.watch(&TABLES, |workspace| series_sheets(workspace, now))
        });
        let groups = Memo::new(move |_| series.with(|all| session.peek(|workspace| groups(workspace, all))));
        let outlook = Outlook {
            session,
            series,
            groups,
            told: RwSignal::new(BTreeMap::new()),
            asking: StoredValue::new_local(None),
            waiting: RwSignal::new(0),
            failed: RwSignal::new(None),
            chosen: RwSignal::new(None),
        };
        Effect::new(move |_| {
            let asked: Vec<AskedSeries> = series.with(|all| all.iter().filter(|series| has_history(series)).map(question).collect());
            outlook.ask(asked);
        });
        provide_context(outlook);
        outlook
    }

    /// Asks what has not been answered; an answer to another history is no answer.
    fn ask(self, asked: Vec<AskedSeries>) {
        let known = |one: &AskedSeries| self.told.with_untracked(|told| told.get(&one.key).is_some_and(|(question, _)| question == one));
        let open: Vec<AskedSeries> = asked.into_iter().filter(|one| !known(one)).collect();
        self.waiting.set(open.len());
        self.failed.set(None);
        if open.is_empty() {
            return;
        }
        let questions: BTreeMap<u64, AskedSeries> = open.iter().map(|one| (one.key, one.clone())).collect();
        let started = Analyst::ask(Analysis::Forecast(open), move |answer| match answer {
            Ok(Answer::Foreseen(ready)) => self.take(ready, &questions),
            Ok(_) => self.waiting.set(0),
            Err(reason) => {
                self.waiting.set(0);
                self.failed.set(Some(reason));
            }
        });
        match started {
            // What was asked before is asked again with this, where it is still open.
            Ok(started) => self.asking.set_value(Some(started)),
            Err(reason) => self.failed.set(Some(reason)),
        }
    }

    fn take(self, ready: Vec<Foreseen>, questions: &BTreeMap<u64, AskedSeries>) {
        self.waiting.update(|waiting| *waiting = waiting.saturating_sub(ready.len()));
        self.told.update(|told| {
            for foreseen in ready {
                if let Some(question) = questions.get(&foreseen.key) {
                    told.insert(foreseen.key, (question.clone(), Arc::new(foreseen)));
                }
            }
        });
    }

    /// What is foreseen of a series; tracked.
    pub fn of(self, id: ForecastId) -> Option<Arc<Foreseen>> {
        self.told.with(|told| told.get(&id.raw()).map(|(_, foreseen)| Arc::clone(foreseen)))
    }

    /// The series chosen, or the first; tracked.
    pub fn series_shown(self) -> Option<Series> {
        self.series.with(|all| match self.chosen.get() {
            Some(Chosen::Series(id)) => all.iter().find(|series| series.id == id).or(all.first()).cloned(),
            Some(Chosen::Group(..)) => None,
            None => all.first().cloned(),
        })
    }

    /// The group chosen; tracked.
    pub fn group_shown(self) -> Option<Group> {
        let Some(Chosen::Group(item, period)) = self.chosen.get() else { return None };
        self.groups.with(|groups| groups.iter().find(|group| (group.item, group.period) == (item, period)).cloned())
    }
}

/// Whether there is anything to learn from.
pub fn has_history(series: &Series) -> bool {
    series.rows.iter().take(series.past).any(|row| row.history().is_some())
}
