//! Scenarios: what is otherwise in one stays apart from the workspace, follows all else of it, and is taken over as it was seen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use crate::support::*;
use linewright::document::{Command, Document, RecordCommand, ScenarioCommand, differences_of};
use linewright::model::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn cases() -> u32 {
    std::env::var("LINEWRIGHT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

fn acts(length: usize) -> impl Strategy<Value = Vec<Act>> {
    vec((any::<u8>(), any::<u16>(), any::<u16>(), any::<u16>()), 1..length)
}

/// The workspace without its scenarios.
fn plain(workspace: &Workspace) -> Workspace {
    let mut plain = workspace.clone();
    for table in [TableName::ScenarioChange, TableName::Scenario] {
        for id in plain.ids(table) {
            plain.remove(table, id);
        }
    }
    plain
}

fn is_of_scenarios(command: &Command) -> bool {
    match command {
        Command::Scenario(_) => true,
        Command::Record(
            RecordCommand::Add { table, .. }
            | RecordCommand::Set { table, .. }
            | RecordCommand::Remove { table, .. }
            | RecordCommand::Paste { table, .. },
        ) => matches!(table, TableName::Scenario | TableName::ScenarioChange),
        _ => false,
    }
}

fn begin(document: &mut Document, name: &str) -> ScenarioId {
    let before = document.workspace().ids(TableName::Scenario);
    let command = ScenarioCommand::Begin { name: name.to_owned(), note: "What if?".to_owned(), from: None, time: now() };
    document.dispatch(&Command::from(command), now()).unwrap();
    let new = document.workspace().ids(TableName::Scenario).into_iter().find(|id| !before.contains(id)).unwrap();
    ScenarioId::from_raw(new)
}

fn all_changes(document: &Document, scenario: ScenarioId) -> Vec<ScenarioChangeId> {
    differences_of(document.workspace(), scenario).into_iter().flat_map(|difference| difference.told_by).collect()
}

fn add_item(document: &mut Document, name: &str) -> u64 {
    let before = document.workspace().ids(TableName::Item);
    let command = RecordCommand::Add { table: TableName::Item, fields: vec![(0, text(name))], id: None };
    document.dispatch(&Command::Record(command), now()).unwrap();
    document.workspace().ids(TableName::Item).into_iter().find(|id| !before.contains(id)).unwrap()
}

fn rename(document: &mut Document, id: u64, name: &str) {
    let command = RecordCommand::Set { table: TableName::Item, ids: vec![id], field: 0, value: text(name) };
    document.dispatch(&Command::Record(command), now()).unwrap();
}

fn name_of(workspace: &Workspace, id: u64) -> String {
    workspace.items.get(&ItemId::from_raw(id)).map(|item| item.name.clone()).unwrap_or_else(|| "none".to_owned())
}

#[test]
fn a_change_in_a_scenario_is_seen_only_there_and_the_rest_follows_the_workspace() {
    let mut document = Document::new(1);
    let (chair, table) = (add_item(&mut document, "Chair"), add_item(&mut document, "Table"));
    let scenario = begin(&mut document, "Light chairs");
    assert!(document.enter(scenario).unwrap().is_empty());
    rename(&mut document, chair, "Light chair");
    let stool = add_item(&mut document, "Stool");
    let change = document.leave();
    assert_eq!(change.count(), 2);
    assert_eq!((name_of(document.workspace(), chair), name_of(document.workspace(), stool)), ("Chair".into(), "none".into()));
    rename(&mut document, table, "Large table");
    rename(&mut document, chair, "Old chair");
    assert_eq!(document.enter(scenario).unwrap().count(), 2);
    let seen = document.workspace();
    assert_eq!([chair, table, stool].map(|id| name_of(seen, id)), ["Light chair", "Large table", "Stool"]);
    assert_eq!(differences_of(seen, scenario).len(), 2);
    assert_eq!(document.history().last().unwrap().name, "Change name of item Chair");
}

#[test]
fn what_is_hidden_with_a_record_that_goes_is_told_on_the_way_in_and_out() {
    let mut document = Document::new(1);
    let add = |document: &mut Document, table: TableName, fields: Vec<(usize, Value)>, id: u64| {
        document.dispatch(&Command::Record(RecordCommand::Add { table, fields, id: Some(id) }), now()).unwrap();
    };
    let field = |table: TableName, name: &str| table.field(name).unwrap();
    let (list, check) = (TableName::Checklist, TableName::Check);
    add(&mut document, list, vec![(field(list, "name"), text("First piece"))], 7);
    add(&mut document, check, vec![(field(check, "checklist"), Value::Id(7)), (field(check, "time"), now().to_value())], 8);
    let scenario = begin(&mut document, "Without checks");
    document.enter(scenario).unwrap();
    let before = plain(document.workspace());
    document.dispatch(&Command::Record(RecordCommand::Remove { table: list, ids: vec![7] }), now()).unwrap();
    let seen = plain(document.workspace());
    let is_told = |change: &linewright::document::Change| change.tables.contains_key(&list) && change.tables.contains_key(&check);
    assert_ne!(before.checks, seen.checks, "a fact is not seen as it was where what it belongs to is gone");
    let left = document.leave();
    assert!(is_told(&left), "{left:?}");
    assert_eq!(plain(document.workspace()), before, "the fact is as it was");
    let entered = document.enter(scenario).unwrap();
    assert!(is_told(&entered), "{entered:?}");
    assert_eq!(document.enter(scenario), None, "it is looked at already");
}

#[test]
fn undo_belongs_to_what_is_looked_at() {
    let mut document = Document::new(1);
    let chair = add_item(&mut document, "Chair");
    let scenario = begin(&mut document, "Light chairs");
    let in_workspace = document.undo_name();
    document.enter(scenario).unwrap();
    assert_eq!(document.undo_name(), None, "nothing was done in it yet");
    rename(&mut document, chair, "Light chair");
    assert!(document.undo_name().unwrap().contains("“Light chairs”"), "{:?}", document.undo_name());
    document.leave();
    assert_eq!(document.undo_name(), in_workspace);
    document.enter(scenario).unwrap();
    document.undo(now()).unwrap();
    assert_eq!(name_of(document.workspace(), chair), "Chair");
    assert!(differences_of(document.workspace(), scenario).is_empty());
    document.redo(now()).unwrap();
    assert_eq!(name_of(document.workspace(), chair), "Light chair");
    rename(&mut document, chair, "Chair");
    assert!(differences_of(document.workspace(), scenario).is_empty(), "what is as in the workspace is no difference");
}

#[test]
fn taking_over_is_one_step_and_a_part_can_be_taken() {
    let mut document = Document::new(1);
    let (chair, table) = (add_item(&mut document, "Chair"), add_item(&mut document, "Table"));
    let scenario = begin(&mut document, "Names");
    document.enter(scenario).unwrap();
    rename(&mut document, chair, "Light chair");
    rename(&mut document, table, "Light table");
    document.leave();
    let first = all_changes(&document, scenario).into_iter().take(1).collect::<Vec<_>>();
    document.dispatch(&Command::from(ScenarioCommand::TakeOver { scenario, changes: first }), now()).unwrap();
    assert_eq!([chair, table].map(|id| name_of(document.workspace(), id)), ["Light chair", "Table"]);
    assert_eq!(differences_of(document.workspace(), scenario).len(), 1);
    assert_eq!(document.undo_name().unwrap(), "Take over 1 change of a scenario from “Names”");
    document.undo(now()).unwrap();
    assert_eq!(name_of(document.workspace(), chair), "Chair");
    assert_eq!(differences_of(document.workspace(), scenario).len(), 2);
}

#[test]
fn what_happened_cannot_be_otherwise() {
    let mut document = Document::new(1);
    let scenario = begin(&mut document, "Another past");
    document.enter(scenario).unwrap();
    let fields = vec![(TableName::Report.field("time").unwrap(), now().to_value())];
    let refusal =
        document.dispatch(&Command::Record(RecordCommand::Add { table: TableName::Report, fields, id: None }), now()).unwrap_err();
    assert!(refusal.to_string().contains("Another past"), "{refusal}");
}

#[test]
fn a_scenario_that_somebody_removes_is_no_more_and_its_undo_brings_it_back() {
    let (mut mine, mut theirs) = (Document::new(1), Document::new(2));
    let chair = add_item(&mut mine, "Chair");
    let scenario = begin(&mut mine, "Light chairs");
    mine.enter(scenario).unwrap();
    rename(&mut mine, chair, "Light chair");
    theirs.merge(&mine.snapshot()).unwrap();
    let gone = RecordCommand::Remove { table: TableName::Scenario, ids: vec![scenario.raw()] };
    let removed = theirs.dispatch(&Command::Record(gone), now()).unwrap();
    let change = mine.merge(&removed.update).unwrap();
    assert!(change.tables.get(&TableName::Item).is_some_and(|items| items.updated == [chair]), "{change:?}");
    assert_eq!(name_of(mine.workspace(), chair), "Chair", "what is seen is the workspace");
    let lost = RecordCommand::Set { table: TableName::Item, ids: vec![chair], field: 0, value: text("Lost") };
    assert!(mine.dispatch(&Command::Record(lost), now()).is_err(), "there is nothing to change it in");
    assert!(mine.leave().is_empty());
    mine.merge(&theirs.undo(now()).unwrap().update).unwrap();
    mine.enter(scenario).unwrap();
    assert_eq!(name_of(mine.workspace(), chair), "Light chair");
}

#[test]
fn two_who_change_the_same_apart_lose_neither() {
    let mut mine = Document::new(1);
    let chair = add_item(&mut mine, "Chair");
    let scenario = begin(&mut mine, "Chairs");
    let mut theirs = Document::new(2);
    theirs.merge(&mine.snapshot()).unwrap();
    mine.enter(scenario).unwrap();
    theirs.enter(scenario).unwrap();
    let unit = TableName::Item.field("unit").unwrap();
    rename(&mut mine, chair, "Light chair");
    let set = RecordCommand::Set { table: TableName::Item, ids: vec![chair], field: unit, value: text("box") };
    let other = theirs.dispatch(&Command::Record(set), now()).unwrap();
    theirs.merge(&mine.snapshot()).unwrap();
    mine.merge(&other.update).unwrap();
    for document in [&mut mine, &mut theirs] {
        assert_eq!(name_of(document.workspace(), chair), "Light chair");
        assert_eq!(document.workspace().get(TableName::Item, chair, unit), text("box"));
    }
    rename(&mut mine, chair, "Chair");
    assert_eq!(all_changes(&mine, scenario).len(), 1, "told by one record again");
    assert_eq!(mine.workspace().get(TableName::Item, chair, unit), text("box"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_done_in_a_scenario_the_workspace_stays_and_taking_all_over_gives_what_was_seen(before in acts(40), acts in acts(40)) {
        let mut document = Document::new(1);
        for act in before {
            let _ = document.dispatch(&command(document.workspace(), act, 0), now());
        }
        let scenario = begin(&mut document, "What if");
        let base = document.workspace().clone();
        document.enter(scenario).unwrap();
        prop_assert_eq!(&base, document.workspace());
        let mut done = 0;
        for act in acts {
            let command = command(document.workspace(), act, 1);
            if !is_of_scenarios(&command) {
                done += usize::from(document.dispatch(&command, now()).is_ok_and(|applied| !applied.update.is_empty()));
                prop_assert_eq!(broken_law(document.workspace()), None, "after {:?}", command);
            }
        }
        let seen = plain(document.workspace());
        let again = document.seen_in(scenario).unwrap();
        prop_assert_eq!(&seen, &plain(&again));
        // What was stored gives the same in another session.
        let snapshot = document.snapshot();
        let (mut loaded, findings) = Document::load(9, std::iter::once(snapshot.as_slice()));
        prop_assert!(findings.is_empty(), "{findings:?}");
        prop_assert_eq!(plain(loaded.workspace()), plain(&base));
        loaded.enter(scenario).unwrap();
        prop_assert_eq!(plain(loaded.workspace()), seen.clone());
        loaded.leave();
        let changes = all_changes(&loaded, scenario);
        if !changes.is_empty() {
            loaded.dispatch(&Command::from(ScenarioCommand::TakeOver { scenario, changes }), now()).unwrap();
        }
        prop_assert_eq!(plain(loaded.workspace()), seen);
        for _ in 0..done {
            document.undo(now()).unwrap();
        }
        prop_assert_eq!(plain(document.workspace()), plain(&base));
        document.leave();
        prop_assert_eq!(plain(document.workspace()), plain(&base));
    }

    #[test]
    fn a_scenario_follows_whatever_becomes_of_the_workspace(acts in acts(60)) {
        let (mut mine, mut theirs) = (Document::new(1), Document::new(2));
        let scenario = begin(&mut mine, "What if");
        theirs.merge(&mine.snapshot()).unwrap();
        mine.enter(scenario).unwrap();
        for act in acts {
            let in_mine = act.1 % 2 == 0;
            let document = if in_mine { &mut mine } else { &mut theirs };
            let command = command(document.workspace(), act, u16::from(in_mine));
            // Nobody writes by hand what a scenario tells.
            if matches!(&command, Command::Record(_)) && is_of_scenarios(&command) {
                continue;
            }
            let Ok(applied) = document.dispatch(&command, now()) else { continue };
            if applied.update.is_empty() {
                continue;
            }
            let other = if in_mine { &mut theirs } else { &mut mine };
            let before = plain(other.workspace());
            let change = other.merge(&applied.update).unwrap();
            let touched = change.tables.iter().any(|(table, _)| !matches!(table, TableName::Scenario | TableName::ScenarioChange));
            prop_assert!(touched || before == plain(other.workspace()), "what is seen otherwise is told");
            prop_assert_eq!(leads_nowhere(mine.workspace()), None);
            if !mine.workspace().has(TableName::Scenario, scenario.raw()) {
                prop_assert_eq!(plain(mine.workspace()), plain(mine.base()));
                break;
            }
            prop_assert_eq!(plain(mine.workspace()), plain(&theirs.seen_in(scenario).unwrap()));
        }
    }
}
