//! The real places, in a real browser: local storage, the database, locks, and what happens when each of them is not there.
//!
//! `cargo xtask test storage`
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a failure here is a failed test")]

use linewright::store::{Kept, Key, Media, Refusal, Shrink, Store, TabId, Values, WorkspaceId, web};
use std::rc::Rc;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Runs a piece of script and waits for what it promises.
async fn script(text: &str) -> wasm_bindgen::JsValue {
    let value = js_sys::eval(text).unwrap();
    JsFuture::from(js_sys::Promise::resolve(&value)).await.unwrap()
}

/// A media and a workspace nobody has.
async fn fresh() -> (Media, WorkspaceId) {
    (web::media().await, WorkspaceId(web::random_number()))
}

/// Lets the browser do what it has to do.
async fn pause(milliseconds: u32) {
    script(&format!("new Promise(done => setTimeout(done, {milliseconds}))")).await;
}

async fn content(media: &Media, workspace: WorkspaceId) -> (Store, Vec<Vec<u8>>) {
    let mut content = Vec::new();
    let mut add = |bytes: &[u8]| {
        content.push(bytes.to_vec());
        true
    };
    let store = Store::open(media, workspace, &mut add).await.unwrap();
    pause(50).await;
    (store, content)
}

fn values(pairs: &[(&str, &[u8])]) -> Values {
    pairs.iter().map(|(key, bytes)| ((*key).to_owned(), Rc::from(*bytes))).collect()
}

#[wasm_bindgen_test]
async fn an_edit_is_saved_in_both_places_and_comes_back() {
    let (media, workspace) = fresh().await;
    assert!(media.primary.lasting() && media.durable.lasting());
    let store = Store::create(&media, workspace).await.unwrap();
    assert_eq!(store.append(b"one").await, Kept::Saved);
    let many: Vec<_> = (0..300_u32).map(|number| store.append(&number.to_le_bytes())).collect();
    for receipt in many {
        assert_eq!(receipt.await, Kept::Saved);
    }
    let again = web::media().await;
    assert_eq!(content(&again, workspace).await.1.len(), 301);
    for now in [1_000, 4_000, 8_000] {
        store.tick(now).await;
    }
    let covers = store.coverage();
    store.compact(b"whole", &covers, Shrink::Refuse, &|bytes| bytes == b"whole").await.unwrap();
    assert_eq!(content(&web::media().await, workspace).await.1, [b"whole".to_vec()]);
    assert_eq!(store.status().kept, Kept::Saved);
}

#[wasm_bindgen_test]
async fn the_database_writes_strictly_and_all_or_nothing() {
    script(
        "window.seen = []; window.plain = IDBDatabase.prototype.transaction;
         IDBDatabase.prototype.transaction = function (...all) { const made = plain.apply(this, all); seen.push(made.durability); return made; }",
    )
    .await;
    let (media, _) = fresh().await;
    let durable = &media.durable;
    durable.write(values(&[("test/a", b"1"), ("test/b", b"2")]), vec![]).await.unwrap();
    durable.write(values(&[("test/a", b"1"), ("test/c", b"3")]), vec!["test/b".to_owned()]).await.unwrap();
    let taken = durable.write(values(&[("test/d", b"4"), ("test/a", b"other")]), vec!["test/c".to_owned()]).await;
    assert_eq!(taken, Err(Refusal::Taken("test/a".to_owned())));
    let mut all = durable.read("test/").await.unwrap();
    all.sort();
    assert_eq!(all, [("test/a".to_owned(), b"1".to_vec()), ("test/c".to_owned(), b"3".to_vec())]);
    assert_eq!(durable.keys("test/").await.unwrap(), ["test/a", "test/c"]);
    assert_eq!(durable.get(vec!["test/c".to_owned(), "test/b".to_owned()]).await.unwrap(), [Some(b"3".to_vec()), None]);
    durable.write(vec![], vec!["test/a".to_owned(), "test/c".to_owned()]).await.unwrap();
    let loose = script("IDBDatabase.prototype.transaction = plain; seen.filter(durability => durability !== 'strict').length").await;
    assert_eq!(loose.as_f64(), Some(0.0));
    assert!(script("seen.length").await.as_f64().unwrap() > 5.0);
}

#[wasm_bindgen_test]
async fn f01_a_full_local_storage_leaves_the_edit_in_the_database_and_recovers() {
    let (media, workspace) = fresh().await;
    let store = Store::create(&media, workspace).await.unwrap();
    store.append(b"one").await;
    script(
        "for (let size = 1 << 20; size > 0; size >>= 1) {
             try { for (let n = 0; ; n++) localStorage.setItem('fill' + size + '/' + n, 'x'.repeat(size)); } catch {}
         }",
    )
    .await;
    let kept = store.append(b"two").await;
    assert!(matches!(&kept, Kept::SavedDurableOnly { why: Refusal::Full(_) }), "{kept:?}");
    script("Object.keys(localStorage).filter(key => key.startsWith('fill')).forEach(key => localStorage.removeItem(key))").await;
    for now in [0, 6_000, 20_000, 60_000] {
        store.tick(now).await;
        pause(50).await;
    }
    assert_eq!(store.status().kept, Kept::Saved);
    assert_eq!(store.report().restored.to_primary, 1);
}

#[wasm_bindgen_test]
async fn f13_a_database_deleted_by_another_tab_is_made_anew_and_filled_again() {
    let (media, workspace) = fresh().await;
    let store = Store::create(&media, workspace).await.unwrap();
    assert_eq!(store.append(b"one").await, Kept::Saved);
    let deleted = script(
        "new Promise((done, failed) => {
             const request = indexedDB.deleteDatabase('lw1');
             request.onsuccess = () => done('gone'); request.onblocked = () => failed('blocked'); request.onerror = failed; })",
    )
    .await;
    assert_eq!(deleted.as_string().as_deref(), Some("gone"), "the connection gave way");
    assert_eq!(store.append(b"two").await, Kept::Saved);
    store.tick(1_000).await;
    pause(100).await;
    let prefix = linewright::store::prefix(workspace);
    assert_eq!(media.durable.keys(&prefix).await.unwrap().len(), 2);
    assert_eq!(content(&media, workspace).await.1.len(), 2);
}

#[wasm_bindgen_test]
async fn f11_a_right_is_given_to_one_at_a_time_and_given_back() {
    let (media, _) = fresh().await;
    let held = media.lease.try_hold("test-right").await;
    assert!(held.is_some());
    let other = web::media().await;
    assert!(other.lease.try_hold("test-right").await.is_none());
    assert!(other.lease.try_hold("another-right").await.is_some());
    drop(held);
    pause(50).await;
    assert!(other.lease.try_hold("test-right").await.is_some());
}

#[wasm_bindgen_test]
async fn f22_a_browser_without_places_gives_memory_that_says_so() {
    let hide = |name: &str, what: &str| {
        format!(
            "window.places ??= {{}}; places.{name} ??= Object.getOwnPropertyDescriptor(window, '{name}');
             Object.defineProperty(window, '{name}', {{ configurable: true, get() {{ {what} }} }})"
        )
    };
    // A window's attributes are its own properties: what is deleted does not come back by itself.
    let show = |name: &str| format!("Object.defineProperty(window, '{name}', places.{name})");
    let throws = "throw new DOMException('no', 'SecurityError')";
    for (local, database) in [("return null", "return undefined"), (throws, throws)] {
        script(&hide("localStorage", local)).await;
        let (media, workspace) = fresh().await;
        let store = Store::create(&media, workspace).await.unwrap();
        let kept = store.append(b"one").await;
        assert!(matches!(&kept, Kept::SavedDurableOnly { why: Refusal::Unavailable(_) }), "{kept:?}");
        script(&hide("indexedDB", database)).await;
        let (media, workspace) = fresh().await;
        let store = Store::create(&media, workspace).await.unwrap();
        assert_eq!(store.append(b"one").await, Kept::MemoryOnly);
        assert_eq!(content(&media, workspace).await.1, [b"one".to_vec()]);
        script(&show("localStorage")).await;
        let (media, workspace) = fresh().await;
        let store = Store::create(&media, workspace).await.unwrap();
        let kept = store.append(b"one").await;
        assert!(matches!(&kept, Kept::SavedPrimaryOnly { why: Refusal::Unavailable(_) }), "{kept:?}");
        script(&show("indexedDB")).await;
    }
    let (media, _) = fresh().await;
    assert!(media.primary.lasting() && media.durable.lasting());
}

#[wasm_bindgen_test]
async fn f08_a_value_changed_in_local_storage_is_set_apart_and_read_from_the_database() {
    let (media, workspace) = fresh().await;
    let store = Store::create(&media, workspace).await.unwrap();
    store.append(b"one").await;
    store.append(b"two").await;
    let keys = media.primary.keys().unwrap();
    let key = keys.iter().find(|key| key.starts_with(&linewright::store::prefix(workspace)) && key.ends_with("/1")).unwrap();
    media.primary.set(key, "not base64 at all 漢").unwrap();
    let (again, content) = content(&web::media().await, workspace).await;
    assert_eq!(content, [b"one".to_vec(), b"two".to_vec()]);
    assert_eq!(again.report().quarantined.len(), 1);
    assert_eq!(media.primary.get(key).unwrap().as_deref(), Some("not base64 at all 漢"));
    assert!(matches!(Key::parse(workspace, key), Some(Key::Update { tab: TabId(_), sequence: 1 })));
}

#[wasm_bindgen_test]
async fn the_browser_is_asked_for_persistence_and_room() {
    assert!(web::ask_for_persistence().await.is_some());
    let (used, granted) = web::estimate().await.unwrap();
    assert!(used < granted);
    assert_ne!(web::random_number(), web::random_number());
}
