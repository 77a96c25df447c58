//! Orders that the accepted plan delivers late, in part or not at all.

use super::{Finding, Weight, counted};
use crate::model::{RecordId, TableName, Verdict, Workspace};

pub fn find(workspace: &Workspace) -> Option<Finding> {
    let mut refused = 0;
    let records: Vec<u64> = workspace
        .promises
        .values()
        .filter(|promise| promise.verdict != Verdict::OnTime)
        .filter_map(|promise| {
            refused += usize::from(promise.verdict == Verdict::Refused);
            Some(promise.order?.raw())
        })
        .collect();
    (!records.is_empty()).then(|| {
        let mut sentence = counted(records.len(), "One order is not on time.", "{} orders are not on time.");
        if refused > 0 {
            sentence.push_str(&counted(refused, " One of them is not possible at all.", " {} of them are not possible at all."));
        }
        Finding {
            check: "order_late".to_owned(),
            weight: Weight::Warning,
            sentence,
            remedy: "Each order says why: move work, add capacity, or agree another date.".to_owned(),
            table: TableName::Order,
            records,
        }
    })
}
