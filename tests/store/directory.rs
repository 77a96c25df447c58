//! The list of workspaces: made, named, put away, deleted, restored, copied and purged, without one ever touching another.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use crate::support::{Browser, Fault};
use linewright::store::{
    Directory, DirectoryError, Durable, Entry, Kept, Media, OpenError, ROOT, Refusal, Store, Task, Values, WorkspaceId, prefix,
};
use std::rc::Rc;

/// A tab with the list open.
struct Desk {
    browser: Browser,
    media: Media,
    list: Directory,
}

impl Desk {
    fn open(browser: &Browser) -> Desk {
        let (_, media) = browser.new_tab();
        let list = browser.tasks.block_on(Directory::open(&media)).unwrap().unwrap();
        Desk { browser: browser.clone(), media, list }
    }

    fn entry(&self, id: WorkspaceId) -> Option<Entry> {
        self.list.entries().into_iter().find(|entry| entry.id == id)
    }

    /// A new workspace of that name with those updates in it.
    fn workspace(&self, name: &str, updates: &[&[u8]]) -> WorkspaceId {
        let (id, receipt) = self.list.create(name);
        let store = self.browser.tasks.block_on(Store::create(&self.media, id)).unwrap().unwrap();
        updates.iter().for_each(|update| drop(store.append(update)));
        self.browser.tasks.run();
        assert_eq!(receipt.kept(), Some(Kept::Saved));
        id
    }

    fn content(&self, id: WorkspaceId) -> Result<Vec<Vec<u8>>, OpenError> {
        let mut content = Vec::new();
        let mut add = |bytes: &[u8]| {
            content.push(bytes.to_vec());
            true
        };
        let opened = self.browser.tasks.block_on(Store::open(&self.media, id, &mut add)).unwrap();
        self.browser.tasks.run();
        opened.map(|_| content)
    }

    fn keys_of(&self, id: WorkspaceId) -> (usize, usize) {
        let ours = |key: &&String| key.starts_with(&prefix(id)) && !key.ends_with("/o");
        let (local, database) = self.browser.stored();
        (local.keys().filter(ours).count(), database.keys().filter(ours).count())
    }
}

#[test]
fn what_is_done_to_a_workspace_is_in_the_list_at_the_next_start() {
    let browser = Browser::new(1);
    let desk = Desk::open(&browser);
    let plan = desk.workspace("Plan", &[b"one"]);
    let other = desk.workspace("Other", &[b"two"]);
    desk.list.rename(plan, "Plan of the year");
    desk.list.archive(plan, true);
    desk.list.note_opened(plan, 5_000, 77);
    desk.list.delete(other, 9_000);
    browser.tasks.run();
    let again = Desk::open(&browser);
    assert_eq!(again.list.entries(), desk.list.entries());
    let expected = Entry {
        id: plan,
        name: "Plan of the year".to_owned(),
        archived: true,
        deleted_at: None,
        opened_at: Some(5_000),
        bytes: 77,
        found: false,
    };
    assert_eq!(again.entry(plan), Some(expected));
    assert_eq!(again.entry(other).unwrap().deleted_at, Some(9_000));
    again.list.restore(other);
    assert_eq!(again.entry(other).unwrap().deleted_at, None);
}

#[test]
fn a_deleted_workspace_stays_until_it_is_purged() {
    let browser = Browser::new(1);
    let desk = Desk::open(&browser);
    let plan = desk.workspace("Plan", &[b"one"]);
    let other = desk.workspace("Other", &[b"two"]);
    let purge = |id| browser.tasks.block_on(desk.list.purge(id)).unwrap();
    assert_eq!(purge(plan), Err(DirectoryError::NotDeleted));
    desk.list.delete(plan, 1);
    assert_eq!(desk.content(plan), Ok(vec![b"one".to_vec()]));
    assert_eq!(purge(plan), Ok(()));
    browser.tasks.run();
    assert_eq!((desk.entry(plan), desk.keys_of(plan)), (None, (0, 0)));
    assert_eq!(desk.content(plan), Err(OpenError::NothingStored));
    let again = Desk::open(&browser);
    assert_eq!(again.entry(plan), None);
    assert_eq!(again.content(other), Ok(vec![b"two".to_vec()]));
}

#[test]
fn f17_a_new_workspace_never_touches_an_existing_one() {
    let browser = Browser::new(1);
    let desk = Desk::open(&browser);
    let plan = desk.workspace("Plan", &[b"one"]);
    let before = desk.keys_of(plan);
    let sample = desk.workspace("Sample", &[b"sample"]);
    assert_ne!(plan, sample);
    assert_eq!((desk.keys_of(plan), desk.content(plan)), (before, Ok(vec![b"one".to_vec()])));
    let over = browser.tasks.block_on(Store::create(&desk.media, plan)).unwrap();
    assert_eq!(over.err(), Some(OpenError::Taken));
}

#[test]
fn a_duplicate_is_a_copy_that_lives_its_own_life() {
    let browser = Browser::new(1);
    let desk = Desk::open(&browser);
    let plan = desk.workspace("Plan", &[b"one", b"two", b"three"]);
    let copy = browser.tasks.block_on(desk.list.duplicate(plan, "Plan (copy)")).unwrap().unwrap();
    browser.tasks.run();
    assert_eq!(desk.entry(copy).unwrap().name, "Plan (copy)");
    let three = vec![b"one".to_vec(), b"two".to_vec(), b"three".to_vec()];
    assert_eq!(desk.content(copy), Ok(three.clone()));
    let store = browser.tasks.block_on(Store::open(&desk.media, copy, &mut |_| true)).unwrap().unwrap();
    store.append(b"four");
    browser.tasks.run();
    assert_eq!(desk.content(copy).unwrap().len(), 4);
    assert_eq!(desk.content(plan), Ok(three));
    browser.wipe_database();
    assert_eq!(desk.content(copy).unwrap().len(), 4, "local storage has its own copy");
    let nothing = browser.tasks.block_on(desk.list.duplicate(WorkspaceId(9), "x")).unwrap();
    assert_eq!(nothing, Err(DirectoryError::NothingStored));
}

#[test]
fn a_workspace_whose_list_was_lost_is_found_again() {
    let browser = Browser::new(1);
    let desk = Desk::open(&browser);
    let plan = desk.workspace("Plan", &[b"one"]);
    let list = prefix(WorkspaceId(0));
    browser.inner().local.retain(|key, _| !key.starts_with(&list));
    browser.inner().database.retain(|key, _| !key.starts_with(&list));
    let again = Desk::open(&browser);
    let entry = again.entry(plan).unwrap();
    assert!(entry.found && entry.name.is_empty());
    again.list.rename(plan, "Plan");
    assert!(!again.entry(plan).unwrap().found);
}

#[test]
fn f10_two_tabs_that_change_the_list_at_once_agree_in_the_end() {
    let browser = Browser::new(1);
    let left = Desk::open(&browser);
    let plan = left.workspace("Plan", &[b"one"]);
    let right = Desk::open(&browser);
    left.list.rename(plan, "left");
    right.list.rename(plan, "right");
    left.list.archive(plan, true);
    browser.tasks.run();
    for desk in [&left, &right] {
        browser.tasks.block_on(desk.list.sweep()).unwrap();
    }
    assert_eq!(left.list.entries(), right.list.entries());
    assert!(right.entry(plan).unwrap().archived);
    right.list.rename(plan, "later");
    browser.tasks.run();
    browser.tasks.block_on(left.list.sweep()).unwrap();
    assert_eq!(left.entry(plan).unwrap().name, "later", "what was seen before counts as earlier");
}

#[test]
fn the_list_keeps_itself_short() {
    let browser = Browser::new(1);
    let desk = Desk::open(&browser);
    let plan = desk.workspace("Plan", &[b"one"]);
    let mut now = 0;
    for visit in 0..600 {
        let desk = Desk::open(&browser);
        browser.tasks.run();
        desk.list.note_opened(plan, visit, 10);
        browser.tasks.run();
        now += 10_000;
        browser.tasks.block_on(desk.list.tick(now)).unwrap();
    }
    let (local, _) = desk.keys_of(WorkspaceId(0));
    assert!(local <= 201, "{local} keys");
    assert_eq!(Desk::open(&browser).entry(plan).unwrap().opened_at, Some(599));
}

#[test]
fn f05_a_list_that_cannot_be_read_is_not_taken_for_an_empty_one() {
    let browser = Browser::new(1);
    Desk::open(&browser).workspace("Plan", &[b"one"]);
    browser.wipe_local();
    browser.inner().database_fault = Some(Fault::Refuses(failed()));
    let (_, media) = browser.new_tab();
    let opened = browser.tasks.block_on(Directory::open(&media)).unwrap();
    assert_eq!(opened.err(), Some(OpenError::Unreadable(failed())));
}

/// A database that does not say which workspaces lie in it.
struct Silent(Rc<dyn Durable>);

impl Durable for Silent {
    fn lasting(&self) -> bool {
        self.0.lasting()
    }

    fn reopened(&self) -> u32 {
        self.0.reopened()
    }

    fn read(&self, prefix: &str) -> Task<Result<Vec<(String, Vec<u8>)>, Refusal>> {
        self.0.read(prefix)
    }

    fn keys(&self, prefix: &str) -> Task<Result<Vec<String>, Refusal>> {
        match prefix == ROOT {
            true => Box::pin(async { Err(failed()) }),
            false => self.0.keys(prefix),
        }
    }

    fn get(&self, keys: Vec<String>) -> Task<Result<Vec<Option<Vec<u8>>>, Refusal>> {
        self.0.get(keys)
    }

    fn write(&self, insert: Values, remove: Vec<String>) -> Task<Result<(), Refusal>> {
        self.0.write(insert, remove)
    }
}

fn failed() -> Refusal {
    Refusal::Failed("UnknownError".to_owned())
}

#[test]
fn f05_a_database_that_does_not_say_what_it_holds_is_not_taken_for_an_empty_one() {
    let browser = Browser::new(1);
    let (_, media) = browser.new_tab();
    let store = browser.tasks.block_on(Store::create(&media, WorkspaceId(7))).unwrap().unwrap();
    store.append(b"one");
    browser.tasks.run();
    browser.wipe_local();
    let silent = Media { durable: Rc::new(Silent(Rc::clone(&media.durable))), ..media.clone() };
    let opened = browser.tasks.block_on(Directory::open(&silent)).unwrap();
    assert_eq!(opened.err(), Some(OpenError::Unreadable(failed())), "a new workspace would be begun beside the one there is");
    // A database that answers is found to hold it.
    let list = browser.tasks.block_on(Directory::open(&media)).unwrap().unwrap();
    assert!(list.entries().iter().any(|entry| entry.id == WorkspaceId(7) && entry.found));
}

#[test]
fn where_nothing_can_be_stored_workspaces_live_as_long_as_the_page() {
    let browser = Browser::new(1);
    (browser.inner().local_lasts, browser.inner().database_lasts) = (false, false);
    let desk = Desk::open(&browser);
    let (plan, receipt) = desk.list.create("Plan");
    browser.tasks.run();
    assert_eq!(receipt.kept(), Some(Kept::MemoryOnly));
    let store = browser.tasks.block_on(Store::create(&desk.media, plan)).unwrap().unwrap();
    store.append(b"one");
    browser.tasks.run();
    assert_eq!(desk.content(plan), Ok(vec![b"one".to_vec()]));
    assert_eq!(Desk::open(&browser).list.entries().len(), 1);
}
