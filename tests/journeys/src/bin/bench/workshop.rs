//! A workshop of any size as a file that the page imports, and a browser in which it is stored and planned.
//!
//! Forty machines and twenty people with shifts; every order goes through a pressed part and four steps, which makes five tasks.

use journeys::{Browser, Scratch, Server};
use serde_json::{Value, json};
use std::time::Duration;

/// Tasks that each order comes to.
const TASKS_OF_ORDER: u32 = 5;
const PRODUCTS: u32 = 50;
const MACHINES: u32 = 40;
const PEOPLE: u32 = 20;
/// How long planning may take before the bench gives up.
const PATIENCE: Duration = Duration::from_secs(600);

/// The workshop with orders for so many tasks, as a list of records.
fn records(tasks: u32) -> Value {
    let mut list = Vec::new();
    let mut add = |model: &str, fields: Value| list.push(json!({ "model": format!("input.{model}"), "fields": fields }));
    for (name, from, to) in [("early", "06:00:00", "14:00:00"), ("late", "14:00:00", "22:00:00"), ("both", "06:00:00", "22:00:00")] {
        add("calendar", json!({ "name": name, "defaultvalue": 0 }));
        let days = json!({
            "calendar_id": name, "value": 1, "priority": 1, "startdate": "2020-01-01 00:00:00", "enddate": "2040-01-01 00:00:00",
            "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": false, "sunday": false,
            "starttime": from, "endtime": to
        });
        add("calendarbucket", days);
    }
    for at in 0..MACHINES {
        add("resource", json!({ "name": format!("machine {at}"), "available_id": "both", "maximum": 1 }));
    }
    add("resource", json!({ "name": "people", "maximum": 1 }));
    for at in 0..PEOPLE {
        let shift = if at % 2 == 0 { "early" } else { "late" };
        add("resource", json!({ "name": format!("person {at}"), "owner_id": "people", "available_id": shift, "maximum": 1 }));
    }
    add("supplier", json!({ "name": "supplier" }));
    add("item", json!({ "name": "raw" }));
    add("itemsupplier", json!({ "item_id": "raw", "supplier_id": "supplier", "leadtime": "259200.0" }));
    for at in 0..PRODUCTS {
        let (product, part, press, make) = (format!("product {at}"), format!("part {at}"), format!("press {at}"), format!("make {at}"));
        add("item", json!({ "name": product }));
        add("item", json!({ "name": part }));
        add("operation", json!({ "name": press, "type": "time_per", "item_id": part, "duration": "720.0", "duration_per": "180.0" }));
        add("operationmaterial", json!({ "operation_id": press, "item_id": "raw", "quantity": -1, "type": "start" }));
        add("operationresource", json!({ "operation_id": press, "resource_id": format!("machine {}", at % MACHINES), "quantity": 1 }));
        add("operation", json!({ "name": make, "type": "routing", "item_id": product }));
        for step in 0..TASKS_OF_ORDER - 1 {
            let (name, seconds) = (format!("step {at}.{step}"), 1080 + 720 * ((at + step) % 4));
            add(
                "operation",
                json!({ "name": name, "type": "fixed_time", "owner_id": make, "priority": step + 1, "duration": format!("{seconds}.0") }),
            );
            let machine = format!("machine {}", (at * 7 + step * 11) % MACHINES);
            add("operationresource", json!({ "operation_id": name, "resource_id": machine, "quantity": 1 }));
            if step == 3 {
                add("operationresource", json!({ "operation_id": name, "resource_id": "people", "quantity": 1 }));
            }
        }
        add("operationmaterial", json!({ "operation_id": format!("step {at}.0"), "item_id": part, "quantity": -2, "type": "start" }));
    }
    let orders = tasks.div_ceil(TASKS_OF_ORDER);
    for at in 0..orders {
        let day = 5 + at * 60 / orders;
        let (month, day) = (1 + day / 28, 1 + day % 28);
        let order = json!({
            "name": format!("order {at}"), "item_id": format!("product {}", at * 13 % PRODUCTS), "quantity": 1 + at % 5, "status": "open",
            "due": format!("2027-{month:02}-{day:02} 00:00:00"), "priority": 1 + at % 3
        });
        add("demand", order);
    }
    list.push(json!({ "model": "common.parameter", "fields": { "name": "currentdate", "value": "2027-01-04 06:00:00" } }));
    Value::Array(list)
}

/// Imports the workshop into the browser's workspace.
pub async fn import(browser: &Browser, server: &Server, tasks: u32) {
    let folder = Scratch::new("workshop");
    let file = folder.path().join("workshop.json");
    std::fs::write(&file, records(tasks).to_string()).unwrap_or_else(|problem| panic!("the workshop could not be written: {problem}"));
    browser.open_started(&server.url("exchange/")).await;
    browser.give_file(&file).await;
    browser.wait_within(PATIENCE, "the dry run", "return /Columns understood/i.test(document.body.innerText)").await;
    browser.click_text("Import").await;
    browser.wait_within(PATIENCE, "the import", "return /was imported/.test(document.body.innerText)").await;
    saved(browser).await;
}

/// Opens the Schedule and makes a plan; it is not accepted yet.
pub async fn plan(browser: &Browser, server: &Server) {
    browser.open_started(&server.url("schedule/")).await;
    browser.click_text("Plan").await;
    browser.wait_within(PATIENCE, "the plan", "return /Accept this plan/.test(document.body.innerText)").await;
}

/// A browser in whose profile the workshop is stored, planned and compacted; it is to be restarted before anything is measured.
pub async fn planned(server: &Server, tasks: u32) -> Browser {
    let browser = Browser::start().await;
    println!("preparing a workspace of {tasks} tasks");
    import(&browser, server, tasks).await;
    plan(&browser, server).await;
    browser.run("[...document.querySelectorAll('button')].find((button) => button.textContent.trim().startsWith('Accept')).click()").await;
    browser.wait_within(PATIENCE, "the tasks", "return /\\d+ tasks/.test(document.querySelector('main').innerText)").await;
    saved(&browser).await;
    // Compaction comes in a quiet moment, unless there is too little for it; then a start reads the log.
    let compacted = "return Object.keys(localStorage).some((key) => /^lw1\\/[^/]+\\/s\\//.test(key))";
    for _ in 0..20 {
        if browser.run(compacted).await == json!(true) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let told = browser.run("return /(\\d+) tasks/.exec(document.querySelector('main').innerText)?.[1]").await;
    println!("stored: {} tasks", told.as_str().unwrap_or("unknown"));
    browser
}

async fn saved(browser: &Browser) {
    browser
        .wait_within(
            PATIENCE,
            "it to be saved",
            "return document.querySelector('.saved > span:not(.visually-hidden)')?.textContent === 'Saved'",
        )
        .await;
}
