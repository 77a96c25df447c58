//! Two tabs, copies and colleagues: what merging shows, what undo leaves alone, and what clocks cannot spoil.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::document::*;
use linewright::model::*;

fn set(table: TableName, id: u64, field: &str, value: Value) -> Command {
    Command::Record(RecordCommand::Set { table, ids: vec![id], field: table.field(field).unwrap(), value })
}

fn quantity(shop: &Shop, order: u64) -> Value {
    shop.get(TableName::Order, order, "quantity")
}

/// Two people with the same order.
fn pair() -> (Shop, Shop, u64) {
    let mut one = Shop::default();
    let order = one.named(TableName::Order, "12");
    let (document, _) = Document::load(2, std::iter::once(one.document.snapshot().as_slice()));
    (one, Shop { document }, order)
}

#[test]
fn fields_that_two_people_change_at_once_are_both_kept() {
    let (mut one, mut two, order) = pair();
    let mine = one.run(set(TableName::Order, order, "quantity", Value::Number(5.0)));
    let theirs = two.run(set(TableName::Order, order, "due", now().to_value()));
    let change = one.document.merge(&theirs.update).unwrap();
    assert_eq!(change.tables[&TableName::Order], TableChange { updated: vec![order], ..TableChange::default() });
    two.document.merge(&mine.update).unwrap();
    assert_eq!(one.workspace(), two.workspace());
    assert_eq!((quantity(&one, order), one.get(TableName::Order, order, "due")), (Value::Number(5.0), now().to_value()));
    assert!(one.document.merge(&theirs.update).unwrap().is_empty(), "twice is once");
}

#[test]
fn undo_leaves_alone_what_somebody_else_changed_since() {
    let (mut one, mut two, order) = pair();
    let mine = one.run(set(TableName::Order, order, "quantity", Value::Number(5.0)));
    two.document.merge(&mine.update).unwrap();
    let theirs = two.run(set(TableName::Order, order, "quantity", Value::Number(8.0)));
    one.document.merge(&theirs.update).unwrap();
    let undone = one.document.undo(now()).unwrap();
    assert_eq!((undone.left, undone.update.len(), quantity(&one, order)), (1, 0, Value::Number(8.0)));
}

#[test]
fn undo_of_an_addition_stops_where_somebody_else_builds_on_it() {
    let (mut one, mut two, order) = pair();
    let item = one.named(TableName::Item, "cake");
    two.document.merge(&one.document.snapshot()).unwrap();
    let theirs = two.run(set(TableName::Order, order, "item", Value::Id(item)));
    one.document.merge(&theirs.update).unwrap();
    assert_eq!(one.document.undo(now()).unwrap().left, 1);
    assert!(one.workspace().has(TableName::Item, item));
    assert_eq!(one.get(TableName::Order, order, "item"), Value::Id(item));
}

#[test]
fn a_merge_is_no_step_of_mine() {
    let (mut one, mut two, order) = pair();
    let theirs = two.run(set(TableName::Order, order, "quantity", Value::Number(8.0)));
    let name = one.document.undo_name();
    one.document.merge(&theirs.update).unwrap();
    assert_eq!(one.document.undo_name(), name);
}

#[test]
fn a_record_removed_by_one_and_used_by_the_other_leaves_no_loose_end() {
    let (mut one, mut two, order) = pair();
    let item = one.named(TableName::Item, "cake");
    let operation = one.named(TableName::Operation, "bake");
    two.document.merge(&one.document.snapshot()).unwrap();
    let removal = [(TableName::Item, item), (TableName::Operation, operation)]
        .map(|(table, id)| one.run(Command::Record(RecordCommand::Remove { table, ids: vec![id] })).update);
    let used = two.run(set(TableName::Order, order, "item", Value::Id(item)));
    let task = two.add(TableName::Task, &[("operation", Value::Id(operation))]);
    removal.iter().for_each(|update| drop(two.document.merge(update).unwrap()));
    assert_eq!(two.get(TableName::Order, order, "item"), Value::Nothing);
    assert!(!two.workspace().has(TableName::Task, task), "a task belongs to its operation");
    one.document.merge(&two.document.snapshot()).unwrap();
    assert_eq!(one.workspace(), two.workspace());
    // The removal is undone: what belonged to it is seen again, at both.
    for _ in 0..2 {
        let undone = one.document.undo(now()).unwrap();
        two.document.merge(&undone.update).unwrap();
    }
    assert_eq!(two.get(TableName::Order, order, "item"), Value::Id(item));
    assert!(two.workspace().has(TableName::Task, task));
    assert_eq!(one.workspace(), two.workspace());
    drop(used);
}

#[test]
fn a_copy_is_looked_at_before_it_is_taken_over_and_the_merge_is_one_step() {
    let (mut one, mut two, order) = pair();
    let gone = one.named(TableName::Customer, "Old");
    two.document.merge(&one.document.snapshot()).unwrap();
    two.run(set(TableName::Order, order, "quantity", Value::Number(8.0)));
    two.named(TableName::Item, "cake");
    two.run(Command::Record(RecordCommand::Remove { table: TableName::Customer, ids: vec![gone] }));
    one.run(set(TableName::Order, order, "priority", Value::Number(1.0)));
    let (before, copy) = (one.workspace().clone(), two.document.snapshot());
    let (mut stored, _) = Document::load(3, std::iter::once(one.document.snapshot().as_slice()));

    let preview = one.document.preview_merge(&copy).unwrap();
    assert_eq!(*one.workspace(), before, "looking changes nothing");
    assert!(preview.is_related && !preview.is_empty());
    let told: Vec<(TableName, usize, usize, usize)> =
        preview.tables.iter().map(|table| (table.table, table.added.len(), table.changed.len(), table.removed.len())).collect();
    assert_eq!(told, [(TableName::Customer, 0, 0, 1), (TableName::Item, 1, 0, 0), (TableName::Order, 0, 1, 0)]);
    let row = &preview.tables[2].changed[0];
    let field = TableName::Order.field("quantity").unwrap();
    assert_eq!((row.label.as_str(), row.fields.as_slice()), ("12", [(field, Value::Number(1.0), Value::Number(8.0))].as_slice()));

    let applied = one.document.take_over(&copy, "Eve’s copy", now()).unwrap();
    assert_eq!((applied.name.as_str(), applied.change.count()), ("Merge Eve’s copy", 3));
    assert_eq!(one.document.history().last().unwrap().kind, HistoryKind::Merge);
    assert!(one.document.preview_merge(&copy).unwrap().is_empty());
    stored.merge(&applied.update).unwrap();
    assert_eq!(stored.workspace(), one.workspace(), "the bytes hold all that it brought");
    one.document.undo(now()).unwrap();
    assert_eq!(*one.workspace(), before);
    one.document.redo(now()).unwrap();
    assert_eq!(quantity(&one, order), Value::Number(8.0));
}

#[test]
fn a_foreign_or_damaged_file_changes_nothing() {
    let (mut one, two, _) = pair();
    let before = one.workspace().clone();
    let mut torn = two.document.snapshot();
    torn.truncate(torn.len() / 2);
    for bytes in [b"PK\x03\x04".to_vec(), b"{\"tasks\":[]}".to_vec(), Vec::new(), torn] {
        let error = one.document.preview_merge(&bytes).unwrap_err();
        assert!(matches!(error, MergeError::Damaged { .. }) && error.to_string().ends_with("Nothing was changed."), "{error}");
        assert!(one.document.take_over(&bytes, "file", now()).is_err());
        assert!(!Document::can_read(&bytes));
    }
    assert_eq!(*one.workspace(), before);
    let mut stranger = Shop { document: Document::new(9) };
    stranger.named(TableName::Order, "99");
    assert!(!one.document.preview_merge(&stranger.document.snapshot()).unwrap().is_related);
    assert!(Document::can_read(&stranger.document.snapshot()));
}

#[test]
fn clocks_that_jump_change_neither_order_nor_content() {
    let times = [now(), Time::MIN, Time::MAX, now().minus(Span::from_days(3650)), now().plus(Span::from_days(3650))];
    let (mut one, mut two, order) = pair();
    for (turn, time) in times.iter().enumerate() {
        let command = set(TableName::Order, order, "quantity", Value::Number(turn as f64));
        let update = one.document.dispatch(&command, *time).unwrap().update;
        two.document.merge(&update).unwrap();
        let command = set(TableName::Order, order, "priority", Value::Number(turn as f64));
        let update = two.document.dispatch(&command, times[times.len() - 1 - turn]).unwrap().update;
        one.document.merge(&update).unwrap();
    }
    assert_eq!(one.workspace(), two.workspace());
    assert_eq!(quantity(&one, order), Value::Number(4.0));
    let history = one.document.history();
    let told: Vec<Time> = history.iter().skip(1).step_by(2).map(|entry| entry.time).collect();
    assert_eq!(told, times, "the history keeps the order in which things were done");
    assert_eq!(history, two.document.history());
}

/// An honest update is merged or waits.
fn honest(result: Result<Change, MergeError>) {
    assert!(matches!(result, Ok(_) | Err(MergeError::Waiting)), "{result:?}");
}

#[test]
fn ten_thousand_edits_of_two_tabs_meet() {
    let edits = if std::env::var("LINEWRIGHT_CASES").is_ok() { 10_000 } else { 1_000 };
    let (mut one, mut two, order) = pair();
    let mut late: Vec<Vec<u8>> = Vec::new();
    for turn in 0..edits {
        let (shop, other) = if turn % 2 == 0 { (&mut one, &mut two) } else { (&mut two, &mut one) };
        let field = if turn % 3 == 0 { "quantity" } else { "priority" };
        let update = shop.run(set(TableName::Order, order, field, Value::Number(f64::from(turn)))).update;
        if turn % 7 == 0 {
            late.push(update);
        } else {
            honest(other.document.merge(&update));
        }
    }
    for update in late.iter().rev() {
        honest(one.document.merge(update));
        honest(two.document.merge(update));
    }
    assert_eq!((one.document.waiting(), two.document.waiting()), (0, 0));
    assert_eq!(one.workspace(), two.workspace());
    assert_eq!(one.document.history(), two.document.history());
    assert!((1000..=1100).contains(&one.document.history().len()));
}

#[test]
fn fifty_copies_edited_apart_give_the_same_in_any_order() {
    let (one, _, order) = pair();
    let base = one.document.snapshot();
    let copies: Vec<Vec<u8>> = (10..60)
        .map(|client| {
            let mut copy = Shop { document: Document::load(client, std::iter::once(base.as_slice())).0 };
            copy.run(set(TableName::Order, order, "quantity", Value::Number(client as f64)));
            copy.named(TableName::Item, &format!("item of {client}"));
            copy.document.snapshot()
        })
        .collect();
    let merged = |order: &mut dyn Iterator<Item = &Vec<u8>>| {
        let mut document = Document::load(99, std::iter::empty()).0;
        order.for_each(|copy| drop(document.merge(copy).unwrap()));
        document
    };
    let forwards = merged(&mut copies.iter());
    let backwards = merged(&mut copies.iter().rev());
    // Pairs first, then the pairs.
    let pairs: Vec<Vec<u8>> = copies.chunks(2).map(|pair| merged(&mut pair.iter()).snapshot()).collect();
    let pairwise = merged(&mut pairs.iter());
    assert_eq!(forwards.workspace(), backwards.workspace());
    assert_eq!(forwards.workspace(), pairwise.workspace());
    assert_eq!(forwards.workspace().count(TableName::Item), 50);
}
