//! The browser's database as the durable place: database `lw1`, one object store, strict durability.
//!
//! After any failure, and when the browser or another tab closes the connection, the next call opens a new one. Never upgrades or
//! deletes a database that holds anything, never holds one open against another tab that wants to.

use super::backend::{Durable, Refusal, Values};
use super::local_storage::refusal;
use super::task::Task;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

const DATABASE: &str = "lw1";
const RECORDS: &str = "records";
/// A database that is made and deleted again at every start; holds nothing.
const PASSING: &str = "lw1-passing";

/// The database of this origin; clones share the connection.
#[derive(Clone)]
pub struct IndexedDb(Rc<Connection>);

struct Connection {
    factory: IdbFactory,
    database: RefCell<Option<IdbDatabase>>,
    opened: Cell<u32>,
    /// Whether the browser said that it threw away a damaged database.
    emptied: Rc<Cell<bool>>,
    /// What listens on the present connection.
    listeners: RefCell<Vec<Listener>>,
}

type Listener = Closure<dyn FnMut(JsValue)>;

impl Drop for Connection {
    /// A connection that nobody holds any more must not keep another tab from its upgrade, nor call listeners that are gone.
    fn drop(&mut self) {
        if let Some(database) = self.database.borrow_mut().take() {
            database.set_onclose(None);
            database.set_onversionchange(None);
            database.close();
        }
    }
}

impl IndexedDb {
    /// The database, or why there is none here; one that exists but does not open now is tried again at each call.
    pub async fn find() -> Result<IndexedDb, Refusal> {
        let none = || Refusal::Unavailable("IndexedDB".to_owned());
        let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).ok_or_else(none)?;
        let emptied = begin_new_log(&factory);
        let (database, listeners) = Default::default();
        let found = IndexedDb(Rc::new(Connection { factory, database, opened: Cell::new(0), emptied, listeners }));
        match found.connect().await {
            Err(Refusal::Unavailable(why)) => Err(Refusal::Unavailable(why)),
            // Chromium answers so in a frame of another site whose data it was told to block.
            Err(Refusal::Failed(why)) if why.starts_with("UnknownError") && why.contains("denied permission") => {
                Err(Refusal::Unavailable(why))
            }
            // Firefox answers so in private windows that keep nothing.
            Err(Refusal::Failed(why)) if why.starts_with("InvalidStateError") => Err(Refusal::Unavailable(why)),
            _ => Ok(found),
        }
    }

    async fn connect(&self) -> Result<IdbDatabase, Refusal> {
        if let Some(database) = self.0.database.borrow().clone() {
            return Ok(database);
        }
        let request = self.0.factory.open_with_u32(DATABASE, 1).map_err(|error| refusal(&error))?;
        let upgrade = create_records(&request, &self.0.emptied);
        let database = answer(&request).await?.unchecked_into::<IdbDatabase>();
        drop(upgrade);
        self.listen(&database);
        self.0.opened.set(self.0.opened.get() + 1);
        *self.0.database.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    /// Lets go of the connection when the browser closes it or another tab wants to delete or upgrade the database.
    fn listen(&self, database: &IdbDatabase) {
        let forget = |close: bool| {
            let (connection, database) = (Rc::downgrade(&self.0), database.clone());
            Closure::new(move |_event: JsValue| {
                if close {
                    database.close();
                }
                if let Some(connection) = connection.upgrade() {
                    connection.database.borrow_mut().take_if(|held| *held == database);
                }
            })
        };
        let (closed, wanted): (Listener, Listener) = (forget(false), forget(true));
        database.set_onclose(Some(closed.as_ref().unchecked_ref()));
        database.set_onversionchange(Some(wanted.as_ref().unchecked_ref()));
        self.0.listeners.borrow_mut().extend([closed, wanted]);
    }

    /// Closes the connection, so that the next call opens a new one: after a full disk the old one stays broken.
    fn disconnect(&self) {
        if let Some(database) = self.0.database.borrow_mut().take() {
            database.close();
        }
    }

    /// A started transaction, at once if there is a connection. One that the browser has closed silently is replaced.
    async fn begin(&self, mode: &'static str) -> Result<(IdbTransaction, IdbObjectStore), Refusal> {
        let database = self.connect().await?;
        match transaction(&database, mode) {
            Ok(begun) => Ok(begun),
            Err(_) => {
                self.disconnect();
                let database = self.connect().await?;
                transaction(&database, mode).map_err(|error| refusal(&error))
            }
        }
    }

    /// Asks for everything within one transaction at once; the future waits until that is complete, which for writing means: on the
    /// disk.
    fn start<T>(
        &self,
        (transaction, records): (IdbTransaction, IdbObjectStore),
        ask: impl FnOnce(&IdbObjectStore) -> Result<T, JsValue>,
    ) -> Task<Result<T, Refusal>>
    where
        T: 'static,
    {
        let complete = Completion::of(&transaction);
        let asked = ask(&records).map_err(|error| refusal(&error));
        if asked.is_err() {
            let _already_over = transaction.abort();
        }
        let this = self.clone();
        Box::pin(async move {
            let outcome = complete.wait().await.and(asked);
            if outcome.as_ref().is_err_and(|why| !is_taken(why)) {
                this.disconnect();
            }
            outcome
        })
    }

    /// The part of `insert` that is not there yet, or the first name under which something else lies.
    async fn not_yet_there(&self, insert: Values) -> Result<Values, Refusal> {
        let keys: Vec<String> = insert.iter().map(|(key, _)| key.clone()).collect();
        let there = self.get(keys).await?;
        let mut missing = Values::new();
        for ((key, bytes), there) in insert.into_iter().zip(there) {
            match there {
                None => missing.push((key, bytes)),
                Some(there) if *there == *bytes => {}
                Some(_) => return Err(Refusal::Taken(key)),
            }
        }
        Ok(missing)
    }

    /// A transaction on the present connection, so that a write is asked for before the caller goes on.
    fn begin_now(&self, mode: &'static str) -> Option<(IdbTransaction, IdbObjectStore)> {
        transaction(self.0.database.borrow().as_ref()?, mode).ok()
    }
}

impl Durable for IndexedDb {
    fn lasting(&self) -> bool {
        true
    }

    fn reopened(&self) -> u32 {
        self.0.opened.get()
    }

    fn emptied(&self) -> bool {
        self.0.emptied.get()
    }

    fn read(&self, prefix: &str) -> Task<Result<Vec<(String, Vec<u8>)>, Refusal>> {
        let (this, prefix) = (self.clone(), prefix.to_owned());
        Box::pin(async move {
            let ask = |records: &IdbObjectStore| {
                let range = range(&prefix)?;
                Ok((records.get_all_keys_with_key(&range)?, records.get_all_with_key(&range)?))
            };
            let begun = this.begin("readonly").await?;
            let (keys, values) = this.start(begun, ask).await?;
            Ok(texts(&keys).into_iter().zip(Array::from(&result(&values)).iter().map(|value| bytes_of(&value))).collect())
        })
    }

    fn keys(&self, prefix: &str) -> Task<Result<Vec<String>, Refusal>> {
        let (this, prefix) = (self.clone(), prefix.to_owned());
        Box::pin(async move {
            let ask = |records: &IdbObjectStore| records.get_all_keys_with_key(&JsValue::from(range(&prefix)?));
            let begun = this.begin("readonly").await?;
            Ok(texts(&this.start(begun, ask).await?))
        })
    }

    fn get(&self, keys: Vec<String>) -> Task<Result<Vec<Option<Vec<u8>>>, Refusal>> {
        let this = self.clone();
        Box::pin(async move {
            let ask = |records: &IdbObjectStore| keys.iter().map(|key| records.get(&JsValue::from_str(key))).collect();
            let begun = this.begin("readonly").await?;
            let requests: Vec<IdbRequest> = this.start(begun, ask).await?;
            let values = requests.iter().map(result);
            Ok(values.map(|value| if value.is_undefined() { None } else { Some(bytes_of(&value)) }).collect())
        })
    }

    fn write(&self, insert: Values, remove: Vec<String>) -> Task<Result<(), Refusal>> {
        let this = self.clone();
        let started = self.begin_now("readwrite").map(|begun| self.start(begun, |records| put(records, &insert, &remove)));
        Box::pin(async move {
            let outcome = match started {
                Some(started) => started.await,
                None => {
                    let begun = this.begin("readwrite").await?;
                    this.start(begun, |records| put(records, &insert, &remove)).await
                }
            };
            if !outcome.as_ref().is_err_and(is_taken) {
                return outcome;
            }
            let missing = this.not_yet_there(insert).await?;
            let begun = this.begin("readwrite").await?;
            this.start(begun, |records| put(records, &missing, &remove)).await
        })
    }
}

/// Adds, which fails as a whole if a name is taken, and removes.
fn put(records: &IdbObjectStore, insert: &Values, remove: &[String]) -> Result<(), JsValue> {
    for (key, bytes) in insert {
        records.add_with_key(&Uint8Array::from(&**bytes), &JsValue::from_str(key))?;
    }
    for key in remove {
        records.delete(&JsValue::from_str(key))?;
    }
    Ok(())
}

fn is_taken(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Failed(why) if why.starts_with("ConstraintError"))
}

/// A transaction with strict durability; web-sys offers that option only as an unstable interface.
fn transaction(database: &IdbDatabase, mode: &str) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &"strict".into())?;
    let begin: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
    let transaction: IdbTransaction = begin.call3(database, &RECORDS.into(), &mode.into(), &options)?.dyn_into()?;
    let records = transaction.object_store(RECORDS)?;
    Ok((transaction, records))
}

/// Makes the object store when the database is new, and notes whether that is because the browser threw the old one away.
fn create_records(request: &IdbOpenDbRequest, emptied: &Rc<Cell<bool>>) -> Listener {
    let (asked, emptied) = (request.clone(), Rc::clone(emptied));
    let create: Listener = Closure::new(move |event: JsValue| {
        note_loss(&event, &emptied);
        if let Ok(database) = asked.result().and_then(|result| result.dyn_into::<IdbDatabase>()) {
            // If this fails the request fails, and with it the call that waits for it.
            let _fails_the_request = database.create_object_store(RECORDS);
        }
    });
    request.set_onupgradeneeded(Some(create.as_ref().unchecked_ref()));
    create
}

/// Chromium says with a new database whether there was one that it threw away as damaged; other browsers say nothing.
fn note_loss(upgrade: &JsValue, emptied: &Cell<bool>) {
    if Reflect::get(upgrade, &"dataLoss".into()).is_ok_and(|loss| loss == "total") {
        emptied.set(true);
    }
}

/// Has the browser begin a new log file under its databases, by making and deleting one that holds nothing. Waits for nothing, and does
/// without when it fails.
///
/// Chromium's databases append to the log file of the last run. Where a kill has cut its last record short, what is appended behind that
/// reads as damage at the start after next, and Chromium then throws away everything of the origin. Deleting a database compacts, and
/// compacting begins a new log file.
fn begin_new_log(factory: &IdbFactory) -> Rc<Cell<bool>> {
    let emptied: Rc<Cell<bool>> = Rc::default();
    let Ok(request) = factory.open_with_u32(PASSING, 1) else { return emptied };
    let noted = Rc::clone(&emptied);
    let upgrade = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| note_loss(&event, &noted));
    request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
    let factory = factory.clone();
    spawn_local(async move {
        if let Ok(passing) = answer(&request).await {
            passing.unchecked_into::<IdbDatabase>().close();
            let _done_without = factory.delete_database(PASSING);
        }
        drop(upgrade);
    });
    emptied
}

/// The end of a transaction, listened for from the moment it was made.
struct Completion {
    transaction: IdbTransaction,
    ended: Promise,
    listeners: [Listener; 2],
}

impl Completion {
    fn of(transaction: &IdbTransaction) -> Completion {
        let (ended, listeners) = promise();
        let [complete, abort] = &listeners;
        transaction.set_oncomplete(Some(complete.as_ref().unchecked_ref()));
        transaction.set_onabort(Some(abort.as_ref().unchecked_ref()));
        Completion { transaction: transaction.clone(), ended, listeners }
    }

    async fn wait(self) -> Result<(), Refusal> {
        let ended = JsFuture::from(self.ended.clone()).await;
        ended.map(drop).map_err(|_event| match self.transaction.error() {
            Some(error) => refusal(&error),
            None => Refusal::Failed("AbortError: the transaction was given up".to_owned()),
        })
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        self.transaction.set_oncomplete(None);
        self.transaction.set_onabort(None);
        let _kept_until_here = &self.listeners;
    }
}

/// A promise and the listeners that fulfil and refuse it.
fn promise() -> (Promise, [Listener; 2]) {
    let settle: Rc<RefCell<Option<(Function, Function)>>> = Rc::default();
    let keep = Rc::clone(&settle);
    let promise = Promise::new(&mut |fulfil, refuse| *keep.borrow_mut() = Some((fulfil, refuse)));
    let listener = |pick: fn(&(Function, Function)) -> &Function| -> Listener {
        let settle = Rc::clone(&settle);
        Closure::new(move |event: JsValue| {
            let _nobody_waits = settle.borrow().as_ref().map(|both| pick(both).call1(&JsValue::UNDEFINED, &event));
        })
    };
    (promise, [listener(|both| &both.0), listener(|both| &both.1)])
}

/// Waits for the answer to a request for a connection.
async fn answer(request: &IdbOpenDbRequest) -> Result<JsValue, Refusal> {
    let (ended, listeners) = promise();
    let [success, error] = &listeners;
    request.set_onsuccess(Some(success.as_ref().unchecked_ref()));
    request.set_onerror(Some(error.as_ref().unchecked_ref()));
    let outcome = JsFuture::from(ended).await;
    request.set_onsuccess(None);
    request.set_onerror(None);
    request.set_onupgradeneeded(None);
    match outcome {
        Ok(_) => request.result().map_err(|error| refusal(&error)),
        Err(_) => Err(request.error().ok().flatten().map_or(Refusal::Failed("unknown".to_owned()), |error| refusal(&error))),
    }
}

/// All texts that begin with `prefix`.
fn range(prefix: &str) -> Result<IdbKeyRange, JsValue> {
    IdbKeyRange::bound_with_lower_open_and_upper_open(&prefix.into(), &format!("{prefix}{}", '\u{ffff}').into(), false, true)
}

fn result(request: &IdbRequest) -> JsValue {
    request.result().unwrap_or(JsValue::UNDEFINED)
}

fn texts(request: &IdbRequest) -> Vec<String> {
    Array::from(&result(request)).iter().filter_map(|key| key.as_string()).collect()
}

/// The bytes of a stored value; one that is no byte array is empty, which no record is.
fn bytes_of(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}
