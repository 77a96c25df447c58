//! Documents of other versions of the program: newer ones are read and left alone, unknown content is never lost.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::document::*;
use linewright::model::*;
use yrs::{Any, Doc, Map, MapPrelim, ReadTxn, StateVector, Transact};

/// What a program of another version may have written: an update with the byte of its encoding in front.
fn written(version: i64) -> Vec<u8> {
    let doc = Doc::with_client_id(500);
    let (meta, orders, reports) = (doc.get_or_insert_map("meta"), doc.get_or_insert_map("sales_order"), doc.get_or_insert_map("report"));
    let mut txn = doc.transact_mut();
    meta.insert(&mut txn, "version", version);
    let order = orders.insert(&mut txn, id_text(7), MapPrelim::default());
    order.insert(&mut txn, "name", "12");
    order.insert(&mut txn, "colour", "red");
    order.insert(&mut txn, "quantity", "many");
    order.insert(&mut txn, "due", f64::NAN);
    order.insert(&mut txn, "status", "teleported");
    orders.insert(&mut txn, "not an id", MapPrelim::default());
    orders.insert(&mut txn, id_text(8), "not a record");
    reports.insert(&mut txn, id_text(9), MapPrelim::default());
    drop(txn);
    let mut bytes = vec![1];
    bytes.extend(doc.transact().encode_state_as_update_v1(&StateVector::default()));
    bytes
}

/// A stored field as another version sees it.
fn stored(document: &Document, id: u64, field: &str) -> Option<Any> {
    use yrs::updates::decoder::Decode;
    let doc = Doc::new();
    let bytes = document.snapshot();
    assert_eq!(bytes.first(), Some(&2));
    doc.transact_mut().apply_update(yrs::Update::decode_v2(bytes.get(1..).unwrap()).unwrap()).unwrap();
    let txn = doc.transact();
    match txn.get_map("sales_order")?.get(&txn, &id_text(id))? {
        yrs::Out::YMap(map) => match map.get(&txn, field)? {
            yrs::Out::Any(any) => Some(any),
            _ => None,
        },
        _ => None,
    }
}

fn set(id: u64, field: &str, value: Value) -> Command {
    Command::Record(RecordCommand::Set { table: TableName::Order, ids: vec![id], field: TableName::Order.field(field).unwrap(), value })
}

#[test]
fn what_this_version_cannot_read_shows_its_default_and_is_reported() {
    let (document, mut findings) = Document::load(1, std::iter::once(written(1).as_slice()));
    let order = document.workspace().orders.values().next().unwrap();
    assert_eq!((order.name.as_str(), order.quantity, order.due, order.status), ("12", 1.0, None, OrderStatus::Open));
    findings.sort_by_key(|finding| format!("{finding:?}"));
    let misfit = |field: &str| LoadFinding::Misfit { table: TableName::Order, id: 7, field: TableName::Order.field(field).unwrap() };
    let mut expected = vec![misfit("quantity"), misfit("due"), misfit("status")];
    expected.sort_by_key(|finding| format!("{finding:?}"));
    assert_eq!(findings, expected);
    assert_eq!(expected[0].sentence(document.workspace()).matches("Order “12” could not be read").count(), 1);
    assert_eq!(document.workspace().count(TableName::Order), 1);
}

#[test]
fn unknown_fields_survive_edits_removal_and_undo() {
    let (mut document, _) = Document::load(1, std::iter::once(written(1).as_slice()));
    let red = Some(Any::String("red".into()));
    document.dispatch(&set(7, "priority", Value::Number(2.0)), now()).unwrap();
    assert_eq!(stored(&document, 7, "colour"), red);
    document.dispatch(&Command::Record(RecordCommand::Remove { table: TableName::Order, ids: vec![7] }), now()).unwrap();
    assert_eq!(stored(&document, 7, "colour"), None);
    document.undo(now()).unwrap();
    assert_eq!(stored(&document, 7, "colour"), red);
    assert_eq!(stored(&document, 7, "quantity"), Some(Any::String("many".into())), "not even what is unreadable is lost");
    document.redo(now()).unwrap();
    document.undo(now()).unwrap();
    assert_eq!(stored(&document, 7, "colour"), red);
    assert_eq!(document.workspace().orders.values().next().unwrap().priority, 2);
}

#[test]
fn a_document_of_a_newer_version_can_be_read_and_not_changed() {
    let (mut document, findings) = Document::load(1, std::iter::once(written(2).as_slice()));
    assert!(document.is_newer());
    assert!(findings.contains(&LoadFinding::Newer { version: 2 }));
    assert_eq!(document.workspace().count(TableName::Order), 1);
    let refusal = document.dispatch(&set(7, "priority", Value::Number(2.0)), now()).unwrap_err();
    assert_eq!(refusal.what, "This workspace was written by a newer version of Linewright.");
    assert!(document.undo(now()).is_none());
}

#[test]
fn a_document_becomes_newer_when_a_newer_tab_joins_in() {
    let mut shop = Shop::default();
    shop.named(TableName::Order, "1");
    assert!(!shop.document.is_newer());
    shop.document.merge(&written(2)).unwrap();
    assert!(shop.document.is_newer());
    let before = shop.workspace().clone();
    assert!(shop.document.undo(now()).is_none());
    assert_eq!(*shop.workspace(), before);
    assert_eq!(shop.document.undo_name().as_deref(), Some("Add order 1"), "the step is kept for later");
}

#[test]
fn the_first_edit_writes_the_version_and_no_later_one_does() {
    let mut shop = Shop::default();
    shop.named(TableName::Order, "1");
    let (opened, findings) = Document::load(2, std::iter::once(shop.document.snapshot().as_slice()));
    assert_eq!((findings, opened.is_newer()), (Vec::new(), false));
    let order = shop.workspace().ids(TableName::Order)[0];
    let update = shop.run(set(order, "priority", Value::Number(1.0))).update;
    assert!(!update.windows(7).any(|bytes| bytes == b"version"));
}
