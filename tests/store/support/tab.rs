//! A tab that edits a document through a store, and remembers which edits were acknowledged.

use super::{Browser, Document, Edit, Edits};
use linewright::store::{Compacted, Kept, Media, NotCompacted, OpenError, Receipt, Shrink, Store, WorkspaceId};
use std::cell::RefCell;
use std::rc::Rc;

/// The workspace that all tests edit.
pub const WORKSPACE: WorkspaceId = WorkspaceId(0xfeed);

/// The receipts of edits, shared with whoever asks what was promised.
pub type Receipts = Rc<RefCell<Vec<(Edit, Receipt)>>>;

pub struct Tab {
    pub number: u64,
    pub browser: Browser,
    pub media: Media,
    pub store: Store,
    pub document: Rc<RefCell<Document>>,
    pub client: u64,
    pub made: u64,
    pub receipts: Receipts,
    pub now: u64,
    /// Bytes that each update and each snapshot is longer than it has to be.
    pub padding: usize,
    pub snapshot_size: usize,
}

impl Tab {
    /// Starts the workspace anew; `None` if the browser died meanwhile.
    pub fn try_create(browser: &Browser) -> Option<Result<Tab, OpenError>> {
        let (number, media) = browser.new_tab();
        Tab::create_in(browser, number, media)
    }

    /// Starts the workspace anew in a given world.
    pub fn create_in(browser: &Browser, number: u64, media: Media) -> Option<Result<Tab, OpenError>> {
        let created = browser.tasks.block_on(Store::create(&media, WORKSPACE))?;
        Some(created.map(|store| Tab::around(browser, number, media, store, Document::default())))
    }

    /// Opens the workspace; `None` if the browser died meanwhile.
    pub fn try_open(browser: &Browser) -> Option<Result<Tab, OpenError>> {
        let (number, media) = browser.new_tab();
        Tab::open_in(browser, number, media)
    }

    /// Opens the workspace in a given world.
    pub fn open_in(browser: &Browser, number: u64, media: Media) -> Option<Result<Tab, OpenError>> {
        let mut document = Document::default();
        let opened = browser.tasks.block_on(Store::open(&media, WORKSPACE, &mut |bytes| document.take(bytes)))?;
        Some(opened.map(|store| Tab::around(browser, number, media, store, document)))
    }

    pub fn create(browser: &Browser) -> Tab {
        Tab::try_create(browser).unwrap().unwrap()
    }

    pub fn open(browser: &Browser) -> Tab {
        Tab::try_open(browser).unwrap().unwrap()
    }

    fn around(browser: &Browser, number: u64, media: Media, store: Store, document: Document) -> Tab {
        let document = Rc::new(RefCell::new(document));
        let client = (media.fresh_id)();
        let (browser, receipts) = (browser.clone(), Receipts::default());
        Tab { number, browser, media, store, document, client, made: 0, receipts, now: 0, padding: 0, snapshot_size: 0 }
    }

    /// Makes an edit and appends it.
    pub fn edit(&mut self) -> Receipt {
        let edit = (self.client, self.made);
        self.made += 1;
        self.document.borrow_mut().edits.insert(edit);
        let receipt = self.store.append(&Document::update(edit, self.padding));
        self.receipts.borrow_mut().push((edit, receipt.clone()));
        receipt
    }

    /// Makes many edits and lets everything finish.
    pub fn edit_and_finish(&mut self, count: usize) {
        for _ in 0..count {
            self.edit();
        }
        self.finish();
    }

    /// Lets all background work finish.
    pub fn finish(&self) {
        self.browser.tasks.run();
    }

    pub fn sweep(&self) -> Option<usize> {
        let document = Rc::clone(&self.document);
        self.browser.tasks.block_on(self.store.sweep(&mut |bytes| document.borrow_mut().take(bytes))).map(|swept| swept.taken)
    }

    pub fn tick(&mut self, milliseconds: u64) {
        self.now += milliseconds;
        let _died = self.browser.tasks.block_on(self.store.tick(self.now));
    }

    /// Ticks so long that everything is read back and folded.
    pub fn settle(&mut self) {
        for _ in 0..4 {
            self.tick(2_500);
            self.finish();
        }
    }

    pub fn compact(&self) -> Option<Result<Compacted, NotCompacted>> {
        let document = self.document.borrow().clone();
        let snapshot = document.snapshot(self.snapshot_size);
        let covers = self.store.coverage();
        self.browser.tasks.block_on(self.store.compact(&snapshot, &covers, Shrink::Refuse, &|bytes| document.is(bytes)))
    }

    /// Starts a compaction that goes on while other tabs work.
    pub fn compact_meanwhile(&self) -> Rc<RefCell<Option<Result<Compacted, NotCompacted>>>> {
        let (store, document) = (self.store.clone(), self.document.borrow().clone());
        let (snapshot, covers) = (document.snapshot(self.snapshot_size), self.store.coverage());
        let outcome = Rc::new(RefCell::new(None));
        let told = Rc::clone(&outcome);
        self.media.spawn.spawn(Box::pin(async move {
            let done = store.compact(&snapshot, &covers, Shrink::Refuse, &|bytes| document.is(bytes)).await;
            *told.borrow_mut() = Some(done);
        }));
        outcome
    }

    /// The edits that the person was told are saved for good.
    pub fn acknowledged(&self) -> Edits {
        promised(&self.receipts, Kept::is_durable)
    }

    /// The edits that the person was told are saved in both places.
    pub fn saved(&self) -> Edits {
        promised(&self.receipts, |kept| *kept == Kept::Saved)
    }

    pub fn edits(&self) -> Edits {
        self.document.borrow().edits.clone()
    }

    /// Ends this tab without any farewell.
    pub fn close(self) {
        self.browser.kill_tab(self.number);
    }
}

/// What the next start would show: the edits that come out of the browser as it lies on the disk.
pub fn stored_document(browser: &Browser) -> Edits {
    let copy = browser.copy(1);
    match Tab::try_open(&copy) {
        Some(Ok(tab)) => tab.edits(),
        _ => Edits::new(),
    }
}

/// The edits of which was said what `what` is true of.
pub fn promised(receipts: &Receipts, what: impl Fn(&Kept) -> bool) -> Edits {
    receipts.borrow().iter().filter(|(_, receipt)| receipt.kept().is_some_and(|kept| what(&kept))).map(|(edit, _)| *edit).collect()
}

/// What either place gives when it is alone.
pub fn alone(browser: &Browser) -> (Edits, Edits) {
    let (local, database) = (browser.copy(1), browser.copy(2));
    local.wipe_database();
    database.wipe_local();
    (stored_document(&local), stored_document(&database))
}
