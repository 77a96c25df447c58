//! A stored update is lost for good: what was written after it is recovered, and nothing is promised that is not so.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::document::{Command, Document, LoadFinding, MergeError, RecordCommand};
use linewright::model::{TableName, Value};
use proptest::collection::vec;
use proptest::prelude::*;

fn add(document: &mut Document, table: TableName, name: &str) -> (u64, Vec<u8>) {
    let id = document.ids().next();
    let fields = vec![(0, Value::Text(name.into()))];
    let applied = document.dispatch(&Command::Record(RecordCommand::Add { table, fields, id: Some(id) }), now()).unwrap();
    (id, applied.update)
}

fn set(document: &mut Document, table: TableName, id: u64, field: &str, value: Value) -> Vec<u8> {
    let field = table.field(field).unwrap();
    document.dispatch(&Command::Record(RecordCommand::Set { table, ids: vec![id], field, value }), now()).unwrap().update
}

fn loaded(updates: &[&Vec<u8>]) -> (Document, Vec<LoadFinding>) {
    Document::load(77, updates.iter().map(|update| update.as_slice()))
}

#[test]
fn work_after_a_lost_update_is_recovered_as_one_step() {
    let mut document = Document::new(1);
    let (order, first) = add(&mut document, TableName::Order, "12");
    let (item, lost) = add(&mut document, TableName::Item, "cake");
    let (other, second) = add(&mut document, TableName::Order, "13");
    let third = set(&mut document, TableName::Order, order, "quantity", Value::Number(7.0));
    let fourth = set(&mut document, TableName::Order, other, "item", Value::Id(item));

    let (mut rest, findings) = loaded(&[&first, &second, &third, &fourth]);
    let waiting = [1, 2, 3].map(|index| LoadFinding::Waiting { index });
    assert_eq!(findings, waiting);
    assert_eq!((rest.workspace().count(TableName::Order), rest.waiting()), (1, 3));

    let applied = rest.recover(now()).unwrap();
    assert_eq!(applied.name, "Recover changes");
    assert_eq!(broken_law(rest.workspace()), None);
    assert_eq!(rest.workspace().count(TableName::Order), 2, "the order after the hole is back");
    assert_eq!(rest.workspace().get(TableName::Order, order, TableName::Order.field("quantity").unwrap()), Value::Number(7.0));
    assert_eq!(rest.workspace().count(TableName::Item), 0, "what the lost update held is lost");
    assert_eq!(rest.recover(now()), None, "once is enough");

    // Stored like any edit, it is there after the next start, and the waiting updates are not recovered a second time.
    let (mut again, _) = loaded(&[&first, &second, &third, &fourth, &applied.update]);
    assert_eq!(again.workspace(), rest.workspace());
    assert_eq!(again.recover(now()), None);

    // Should the lost update turn up, everything is there.
    rest.merge(&lost).unwrap();
    assert_eq!(rest.waiting(), 0);
    assert_eq!(rest.workspace().count(TableName::Item), 1);
    assert_eq!(rest.workspace().count(TableName::Order), 2);
    again.merge(&lost).unwrap();
    assert_eq!(again.workspace(), rest.workspace());
}

#[test]
fn a_recovery_can_be_undone() {
    let mut document = Document::new(1);
    let (_, first) = add(&mut document, TableName::Order, "12");
    let (_, _lost) = add(&mut document, TableName::Order, "13");
    let (_, last) = add(&mut document, TableName::Order, "14");
    let (mut rest, _) = loaded(&[&first, &last]);
    let before = rest.workspace().clone();
    rest.recover(now()).unwrap();
    assert_eq!(rest.undo(now()).map(|applied| applied.left), Some(0));
    assert_eq!(*rest.workspace(), before);
}

#[test]
fn a_copied_tab_is_found_out_and_goes_on_under_another_number() {
    let (mut one, mut twin) = (Document::new(5), Document::new(5));
    let (_, first) = add(&mut one, TableName::Order, "12");
    // The twin has done nothing of its own yet, so it gives way and goes on under another number.
    twin.merge(&first).unwrap();
    assert_ne!(twin.client(), 5);
    let (_, second) = add(&mut twin, TableName::Order, "13");
    one.merge(&second).unwrap();
    assert_eq!(one.workspace(), twin.workspace());
    assert_eq!(twin.undo_name().as_deref(), Some("Add order 13"));

    // Where both went on under one number, nothing is mixed up as soon as it shows.
    let mut late = Document::new(5);
    add(&mut late, TableName::Item, "cake");
    add(&mut one, TableName::Order, "14");
    assert_eq!(late.merge(&one.snapshot()), Err(MergeError::SameClient));
    assert_eq!(late.workspace().count(TableName::Order), 0);
    late.renew(8);
    assert_ne!(late.client(), 5);

    let (opened, findings) = Document::load(5, std::iter::once(first.as_slice()));
    assert_eq!(findings, [LoadFinding::SameClient]);
    assert_ne!(opened.client(), 5);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_lost_no_reference_leads_nowhere_and_copies_still_meet(
        acts in vec((any::<u8>(), any::<u16>(), any::<u16>(), any::<u16>()), 8..60),
        holes in vec(any::<u16>(), 1..4),
    ) {
        let mut people: Vec<Document> = (1..3).map(Document::new).collect();
        let mut updates: Vec<Vec<u8>> = Vec::new();
        for act in acts {
            let who = usize::from(act.3 % 2);
            let command = command(people[who].workspace(), act, who as u16);
            let Ok(applied) = people[who].dispatch(&command, now()) else { continue };
            if applied.update.is_empty() {
                continue;
            }
            people[1 - who].merge(&applied.update).unwrap();
            updates.push(applied.update);
        }
        let lost: Vec<usize> = holes.iter().map(|hole| usize::from(*hole) % updates.len().max(1)).collect();
        let kept = updates.iter().enumerate().filter(|(index, _)| !lost.contains(index)).map(|(_, update)| update.as_slice());
        let (mut rest, _) = Document::load(77, kept);
        let recovered = rest.recover(now());
        prop_assert_eq!(leads_nowhere(rest.workspace()), None);
        prop_assert!(rest.recover(now()).is_none());
        for update in &updates {
            prop_assert!(matches!(rest.merge(update), Ok(_) | Err(MergeError::Waiting)));
        }
        prop_assert_eq!(rest.waiting(), 0);
        let mut first = people.remove(0);
        if let Some(applied) = recovered {
            first.merge(&applied.update).unwrap();
        }
        prop_assert_eq!(first.workspace(), rest.workspace());
    }
}
