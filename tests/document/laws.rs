//! The laws of the document, whatever people do: any order of merging gives the same workspace, undo takes back one's own
//! and nothing else, no command leaves a broken law behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::document::{Command, Document, MergeError, RecordCommand};
use linewright::model::*;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// How many histories each law is tried on; `LINEWRIGHT_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("LINEWRIGHT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

fn acts(length: usize) -> impl Strategy<Value = Vec<Act>> {
    vec((any::<u8>(), any::<u16>(), any::<u16>(), any::<u16>()), 1..length)
}

/// Delivers updates in the given order until none is refused for being early or all is in.
fn deliver(document: &mut Document, updates: &[Vec<u8>], order: &[u16]) {
    let mut left: Vec<&Vec<u8>> = updates.iter().collect();
    for at in order {
        if left.is_empty() {
            break;
        }
        let update = left.remove(usize::from(*at) % left.len());
        for _ in 0..1 + at % 2 {
            match document.merge(update) {
                Ok(_) | Err(MergeError::Waiting) => {}
                Err(error) => panic!("an honest update was refused: {error}"),
            }
        }
    }
    left.iter().for_each(|update| match document.merge(update) {
        Ok(_) | Err(MergeError::Waiting) => {}
        Err(error) => panic!("an honest update was refused: {error}"),
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_command_leaves_a_broken_law_behind(acts in acts(80)) {
        let mut document = Document::new(1);
        for act in acts {
            let command = command(document.workspace(), act, 0);
            let sent = postcard::to_allocvec(&command).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Command>(&sent).unwrap(), command.clone(), "as a worker sends it");
            let checked = command.check(document.workspace());
            let before = document.workspace().clone();
            match document.dispatch(&command, now()) {
                Ok(applied) => {
                    prop_assert!(checked.is_ok(), "a check refused what was then done: {command:?}");
                    prop_assert_eq!(applied.change.is_empty(), applied.update.is_empty());
                    prop_assert_eq!(applied.change.is_empty(), before == *document.workspace());
                }
                Err(refusal) => {
                    prop_assert!(checked.is_err(), "a check let pass what was then refused: {refusal}");
                    prop_assert_eq!(&before, document.workspace());
                }
            }
            prop_assert_eq!(broken_law(document.workspace()), None, "after {:?}", command);
        }
        let snapshot = document.snapshot();
        let (loaded, findings) = Document::load(2, std::iter::once(snapshot.as_slice()));
        prop_assert!(findings.is_empty(), "{findings:?}");
        prop_assert_eq!(loaded.workspace(), document.workspace());
        prop_assert_eq!(loaded.history(), document.history());
    }

    #[test]
    fn undoing_everything_leads_back_and_redoing_everything_leads_here(acts in acts(60)) {
        let mut document = Document::new(1);
        let mut states = vec![Workspace::default()];
        for act in acts {
            let command = command(document.workspace(), act, 0);
            if document.dispatch(&command, now()).is_ok_and(|applied| !applied.change.is_empty()) {
                states.push(document.workspace().clone());
            }
        }
        for state in states.iter().rev().skip(1) {
            let applied = document.undo(now());
            prop_assert_eq!(applied.map(|applied| applied.left), Some(0));
            prop_assert_eq!(state, document.workspace());
        }
        prop_assert_eq!(document.undo_name(), None);
        for state in states.iter().skip(1) {
            prop_assert!(document.redo(now()).is_some());
            prop_assert_eq!(state, document.workspace());
        }
        prop_assert_eq!(document.redo_name(), None);
    }

    #[test]
    fn any_order_of_merging_gives_the_same_workspace(acts in acts(60), orders in vec(vec(any::<u16>(), 80), 3)) {
        let mut people: Vec<Document> = (1..4).map(Document::new).collect();
        let mut updates: Vec<Vec<u8>> = Vec::new();
        for act in acts {
            let who = usize::from(act.1 ^ act.2) % people.len();
            let document = people.get_mut(who).unwrap();
            let applied = match act.0 % 16 {
                14 => document.undo(now()),
                15 => document.redo(now()),
                13 => {
                    let other = usize::from(act.3) % updates.len().max(1);
                    updates.get(other).map(|update| document.merge(update));
                    None
                }
                _ => document.dispatch(&command(document.workspace(), act, 0), now()).ok(),
            };
            updates.extend(applied.map(|applied| applied.update).filter(|update| !update.is_empty()));
        }
        for (document, order) in people.iter_mut().zip(&orders) {
            deliver(document, &updates, order);
            prop_assert_eq!(document.waiting(), 0);
        }
        let first = people.first().unwrap();
        for document in &people {
            prop_assert_eq!(document.workspace(), first.workspace());
            prop_assert_eq!(document.history(), first.history());
            prop_assert_eq!(leads_nowhere(document.workspace()), None);
            prop_assert_eq!(document.state_vector().len(), first.state_vector().len());
        }
        let backwards = updates.iter().rev().map(Vec::as_slice);
        let (loaded, findings) = Document::load(9, backwards);
        prop_assert!(findings.is_empty(), "{findings:?}");
        prop_assert_eq!(loaded.workspace(), first.workspace());
        let snapshots: Vec<Vec<u8>> = people.iter().map(Document::snapshot).collect();
        let (joined, findings) = Document::load(9, snapshots.iter().map(Vec::as_slice));
        prop_assert!(findings.is_empty(), "{findings:?}");
        prop_assert_eq!(joined.workspace(), first.workspace());
    }

    #[test]
    fn no_absurd_number_is_ever_stored(table in any::<u16>(), field in any::<u16>(), number in any::<f64>(), whole in any::<i64>(), choice in 0..4) {
        let table = TableName::ALL[usize::from(table) % TableName::ALL.len()];
        let field = usize::from(field) % table.fields().len();
        let number = match choice {
            0 => number,
            1 => whole as f64,
            2 => f64::from_bits(whole as u64),
            _ => [f64::NAN, f64::INFINITY, -0.0, 1e308, -1.0, 5e-324, 86_401.0, 128.0][usize::from(whole as u8 % 8)],
        };
        let mut shop = Shop::default();
        for (index, described) in table.fields().iter().enumerate().filter(|(_, described)| described.is(Mark::Required)) {
            let command = match described.kind {
                FieldKind::Reference(other) => {
                    let asked = other.fields().iter().enumerate().filter(|(at, asked)| *at == 0 || (asked.is(Mark::Required) && asked.kind == FieldKind::Text));
                    let fields = asked.map(|(at, _)| (at, text(&format!("r{index}")))).collect();
                    RecordCommand::Add { table: other, fields, id: Some(900 + index as u64) }
                }
                _ => continue,
            };
            let _ = shop.document.dispatch(&Command::Record(command), now());
        }
        let required = |(index, described): (usize, &Field)| match described.kind {
            _ if !described.is(Mark::Required) => None,
            FieldKind::Reference(_) => Some((index, Value::Id(900 + index as u64))),
            FieldKind::Time => Some((index, now().to_value())),
            _ => Some((index, text("name"))),
        };
        let fields = table.fields().iter().enumerate().filter_map(required).collect();
        let id = if table == TableName::Settings { SettingsId::THE } else { 7 };
        let _ = shop.document.dispatch(&Command::Record(RecordCommand::Add { table, fields, id: Some(id) }), now());
        prop_assert!(shop.workspace().has(table, id), "the record itself is possible");
        let set = RecordCommand::Set { table, ids: vec![id], field, value: Value::Number(number) };
        let is_taken = shop.document.dispatch(&Command::Record(set), now()).is_ok();
        if let Value::Number(stored) = shop.workspace().get(table, id, field) {
            prop_assert!(stored.is_finite() && stored.abs() <= 1e12 && !(stored == 0.0 && stored.is_sign_negative()));
            prop_assert!(!is_taken || stored == number);
        }
        prop_assert_eq!(broken_law(shop.workspace()), None);
        let snapshot = shop.document.snapshot();
        let (loaded, findings) = Document::load(2, std::iter::once(snapshot.as_slice()));
        prop_assert!(findings.is_empty());
        prop_assert_eq!(loaded.workspace(), shop.workspace());
    }

    #[test]
    fn undo_never_touches_what_somebody_else_did(acts in acts(60)) {
        // Two people who see each other's edits at once; for every cell it is noted who wrote it last.
        type Cell = (TableName, u64, usize);
        let (mut mine, mut theirs) = (Document::new(1), Document::new(2));
        let mut owner: BTreeMap<Cell, u16> = BTreeMap::new();
        let mut steps: Vec<BTreeMap<Cell, Option<u16>>> = Vec::new();
        for act in acts {
            let before = cells(mine.workspace());
            if act.0 % 5 == 0 {
                let Some(applied) = mine.undo(now()) else { continue };
                let owners_before = steps.pop().unwrap();
                let _ = theirs.merge(&applied.update);
                for cell in differing(&before, &cells(mine.workspace())) {
                    prop_assert_ne!(owner.get(&cell), Some(&2), "undo of {} changed {:?}", applied.name, cell);
                    match owners_before.get(&cell).copied().flatten() {
                        Some(person) => owner.insert(cell, person),
                        None => owner.remove(&cell),
                    };
                }
                prop_assert_eq!(mine.workspace(), theirs.workspace());
                continue;
            }
            let person = act.1 % 2 + 1;
            let (actor, other) = if person == 1 { (&mut mine, &mut theirs) } else { (&mut theirs, &mut mine) };
            let command = command(actor.workspace(), act, person);
            let Ok(applied) = actor.dispatch(&command, now()) else { continue };
            if applied.update.is_empty() {
                continue;
            }
            other.merge(&applied.update).expect("an update that builds on what is there");
            let changed = differing(&before, &cells(mine.workspace()));
            if person == 1 {
                steps.push(changed.iter().map(|cell| (*cell, owner.get(cell).copied())).collect());
            }
            owner.extend(changed.into_iter().map(|cell| (cell, person)));
            prop_assert_eq!(mine.workspace(), theirs.workspace());
        }
    }
}
