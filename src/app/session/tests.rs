//! What a session refuses.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
use super::*;
use crate::app::rehearsal::rehearsal;
use crate::app::{Edit, RecordCommand};
use reactive_graph::owner::Owner;

fn session() -> Session {
    let name = TableName::Item.field("name").unwrap();
    rehearsal(Time::clamped(0), vec![Edit::Add { table: TableName::Item, id: 7, fields: vec![(name, Value::Text("Chair".to_owned()))] }])
}

fn renamed() -> RecordCommand {
    let field = TableName::Item.field("name").unwrap();
    RecordCommand::Set { table: TableName::Item, ids: vec![7], field, value: Value::Text("Table".to_owned()) }
}

/// Nothing that a person can do changes the workspace, and each try is answered with a sentence.
fn refuses_everything(session: Session, sentence: &str) {
    let (before, revision) = (session.snapshot(), session.revision());
    assert!(session.dispatch(&renamed()).unwrap_err().to_string().contains(sentence));
    assert!(!session.act(renamed()));
    assert_eq!((session.undo(), session.redo()), (None, None));
    assert!(session.merge(&before, "a copy").unwrap_err().contains(sentence));
    assert_eq!((session.snapshot(), session.revision()), (before, revision));
    let told = session.notices.list();
    assert!(told.len() >= 3 && told.iter().all(|notice| notice.title.contains(sentence)), "{told:?}");
}

#[test]
fn a_session_that_only_shows_refuses_every_change_undo_and_merge() {
    Owner::new().with(|| {
        let session = session();
        assert!(session.undo_names().undo.is_some());
        session.only_show();
        assert_eq!(session.undo_names(), UndoNames::default());
        refuses_everything(session, "only shows the workspace");
    });
}

#[test]
fn a_workspace_of_a_newer_version_refuses_every_change_undo_and_merge() {
    Owner::new().with(|| {
        let session = session();
        session.save.set_state(SaveState::ReadOnly("a newer version wrote it".to_owned()));
        refuses_everything(session, "read-only");
    });
}
