//! Several updates of one tab in a row, folded into one value, and unfolded into exactly the same records again.
//!
//! Local storage slows down with many keys; folding keeps it at a few without rewriting the snapshot.

use super::record::{HEADER_BYTES, Head, Kind, Record, RecordError, TabId};
use super::wire::{Reader, put_number};

/// The largest sum of payloads that is folded into one value, in bytes.
const BUNDLE_BYTES: usize = 128 * 1024;

/// The most records in one value, so that none unfolds into more than it is worth.
const BUNDLE_RECORDS: usize = 4_096;

/// Folds records, sorted by tab and sequence, into as few as possible; a record that has no neighbour stays as it is.
pub(super) fn fold(records: &[Record]) -> Vec<Record> {
    let mut folded = Vec::new();
    let mut run: Vec<&Record> = Vec::new();
    let mut bytes = 0;
    for record in records {
        let follows = run.last().is_some_and(|last| follows(last, record));
        if !follows || bytes + record.payload().len() > BUNDLE_BYTES || run.len() == BUNDLE_RECORDS {
            close(&mut run, &mut folded);
            bytes = 0;
        }
        bytes += record.payload().len();
        run.push(record);
    }
    close(&mut run, &mut folded);
    folded
}

/// The records that were folded into this one, hashes and all; a plain update is its own only content.
pub(super) fn unfold(record: Record) -> Result<Vec<Record>, RecordError> {
    if record.kind == Kind::Update {
        return Ok(vec![record]);
    }
    if record.kind != Kind::Bundle {
        return Err(RecordError::Malformed);
    }
    let mut reader = Reader(record.payload());
    let (mut sequence, mut previous) = (record.sequence, record.previous);
    let mut records = Vec::new();
    while !reader.is_empty() && records.len() <= BUNDLE_RECORDS {
        let length = reader.length()?;
        let payload = reader.take(length)?.to_vec();
        let inner = Record::new(Head { kind: Kind::Update, sequence, previous, ..*record }, payload);
        previous = inner.hash();
        sequence = sequence.checked_add(1).ok_or(RecordError::Malformed)?;
        records.push(inner);
    }
    if records.is_empty() || records.len() > BUNDLE_RECORDS { Err(RecordError::Malformed) } else { Ok(records) }
}

/// Bytes that records of these payload lengths take when each lies alone.
pub(super) fn size_alone(record: &Record) -> usize {
    HEADER_BYTES + record.payload().len()
}

fn follows(last: &Record, next: &Record) -> bool {
    last.tab == next.tab && last.sequence.checked_add(1) == Some(next.sequence) && last.hash() == next.previous
}

fn close(run: &mut Vec<&Record>, folded: &mut Vec<Record>) {
    let run = std::mem::take(run);
    let Some(first) = run.first() else { return };
    if run.len() == 1 {
        folded.push((*first).clone());
        return;
    }
    let mut payload = Vec::new();
    for record in &run {
        put_number(&mut payload, record.payload().len() as u64);
        payload.extend_from_slice(record.payload());
    }
    folded.push(Record::new(Head { kind: Kind::Bundle, ..***first }, payload));
}

/// The tab and sequence numbers of the first and last record in a sorted run.
pub(super) fn ends(records: &[Record]) -> Option<(TabId, u64, u64)> {
    let (first, last) = (records.first()?, records.last()?);
    Some((first.tab, first.sequence, last.sequence))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::record::WorkspaceId;
    use proptest::prelude::*;

    fn chain(tab: u64, payloads: &[Vec<u8>]) -> Vec<Record> {
        let mut previous = 0;
        let build = |(sequence, payload): (usize, &Vec<u8>)| {
            let (workspace, sequence) = (WorkspaceId(5), sequence as u64);
            let record = Record::new(Head { kind: Kind::Update, workspace, tab: TabId(tab), sequence, previous }, payload.clone());
            previous = record.hash();
            record
        };
        payloads.iter().enumerate().map(build).collect()
    }

    proptest! {
        #[test]
        fn what_is_folded_unfolds_into_the_same_records(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..40),
            left_out in prop::collection::vec(any::<bool>(), 40),
        ) {
            let mut records = chain(1, &payloads);
            records.extend(chain(2, &payloads));
            let mut keep = left_out.iter().cycle();
            records.retain(|_| keep.next().copied().unwrap_or(true));
            let folded = fold(&records);
            let mut unfolded = Vec::new();
            for record in folded {
                unfolded.extend(unfold(record).map_err(|error| TestCaseError::fail(error.to_string()))?);
            }
            prop_assert_eq!(unfolded, records);
        }
    }

    #[test]
    fn a_run_is_cut_where_it_grows_too_large() {
        let records = chain(1, &[vec![1; 100_000], vec![2; 100_000], vec![3; 10]]);
        let folded = fold(&records);
        assert_eq!(folded.iter().map(|record| record.kind).collect::<Vec<_>>(), [Kind::Update, Kind::Bundle]);
    }
}
