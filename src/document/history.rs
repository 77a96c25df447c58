//! What was done when and by whom: facts that are appended to the document and never changed.
//!
//! The order is the CRDT's, which respects cause and effect, and never a clock's; times are shown, not relied on. The list
//! keeps the newest [`KEPT`] facts: the transaction that exceeds them by [`SLACK`] drops the oldest.

use crate::model::{FieldValue, Time};
use std::sync::Arc;
use yrs::{Any, Array, ArrayRef, Number, Out, ReadTxn, TransactionMut};

const KEPT: u32 = 1000;
const SLACK: u32 = 100;

/// Who makes changes: a label of the person or device, and the tab.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Author {
    /// What people call the person or device.
    pub device: String,
    /// The tab session.
    pub tab: u64,
}

/// What kind of change a fact tells of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HistoryKind {
    /// Somebody gave a command.
    Edit,
    Undo,
    Redo,
    /// A copy of the workspace was merged.
    Merge,
}

impl HistoryKind {
    const ALL: [HistoryKind; 4] = [HistoryKind::Edit, HistoryKind::Undo, HistoryKind::Redo, HistoryKind::Merge];
}

/// One fact of the history.
#[derive(Clone, PartialEq, Debug)]
pub struct HistoryEntry {
    /// When, by the clock of whoever did it.
    pub time: Time,
    pub author: Author,
    /// What was done: `Change due of order 12`.
    pub name: String,
    pub kind: HistoryKind,
    /// How many records it touched.
    pub count: usize,
}

/// Appends a fact and drops the oldest ones where there are too many.
pub(super) fn append(txn: &mut TransactionMut, list: &ArrayRef, entry: &HistoryEntry) {
    let whole = |number: i64| Any::Number(Number::Int(number));
    let fact = [
        Any::Number(Number::try_i64(entry.time.seconds() as f64)),
        Any::String(Arc::from(entry.author.device.as_str())),
        whole(i64::try_from(entry.author.tab).unwrap_or_default()),
        whole(HistoryKind::ALL.iter().position(|kind| *kind == entry.kind).unwrap_or_default() as i64),
        Any::String(Arc::from(entry.name.as_str())),
        whole(i64::try_from(entry.count).unwrap_or_default()),
    ];
    list.push_back(txn, Any::Array(Arc::from(fact.as_slice())));
    let length = list.len(txn);
    if length > KEPT + SLACK {
        list.remove_range(txn, 0, length - KEPT);
    }
}

/// Every fact that is kept, the newest last; facts that a newer version wrote in another form are left out.
pub(super) fn read<T: ReadTxn>(txn: &T, list: &ArrayRef) -> Vec<HistoryEntry> {
    list.iter(txn).filter_map(|out| if let Out::Any(any) = out { entry(&any) } else { None }).collect()
}

fn entry(fact: &Any) -> Option<HistoryEntry> {
    let Any::Array(parts) = fact else { return None };
    let [time, device, tab, kind, name, count] = parts.get(..6)?.first_chunk::<6>()?;
    let whole = |any: &Any| if let Any::Number(number) = any { number.as_i64() } else { None };
    let text = |any: &Any| if let Any::String(text) = any { Some(text.to_string()) } else { None };
    Some(HistoryEntry {
        time: super::schema::value_of(time, 0).as_ref().and_then(Time::from_value)?,
        author: Author { device: text(device)?, tab: whole(tab)?.try_into().ok()? },
        name: text(name)?,
        kind: *HistoryKind::ALL.get(usize::try_from(whole(kind)?).ok()?)?,
        count: usize::try_from(whole(count)?).ok()?,
    })
}
