//! Names that are scripts: whatever stands in a text field is shown as text, on every page, on paper and in exported pictures.

use crate::work::plan;
use journeys::{Browser, Scratch, Server, every_route, serve_in_folder};
use serde_json::{Value, json};

/// What would run, call out, open or hide something if any page took it for more than text.
const PAYLOADS: [&str; 10] = [
    "<img src=x onerror=top.ran=1>",
    "\"><script>top.ran=2</script>",
    "'><svg onload=top.ran=3>",
    "javascript:top.ran=4",
    "<iframe srcdoc=\"<script>top.ran=5</script>\"></iframe>",
    "</title><script>top.ran=6</script>",
    "]]><script>top.ran=7</script><!--",
    "<a href=javascript:top.ran=8 autofocus onfocus=top.ran=8>x</a>",
    "<style>*{display:none!important}</style>",
    "{{top.ran=10}}${top.ran=10}&#60;script&#62;&lt;b&gt;",
];

/// A name with a hostile text in it; what is before it keeps it apart from others.
fn hostile(name: &str, number: usize) -> String {
    format!("{name}{}", PAYLOADS[number % PAYLOADS.len()])
}

/// A small workshop in which every text is hostile, as a file of records.
fn workshop() -> Value {
    let mut records = Vec::new();
    let mut add = |table: &str, name: String, mut fields: Value| {
        for (at, text) in ["description", "category", "subcategory"].into_iter().enumerate() {
            fields[text] = json!(hostile(text, name.len() + at));
        }
        records.push(json!({ "model": table, "pk": name, "fields": fields }));
    };
    let (place, buyer, worker) = (hostile("Place", 0), hostile("Buyer", 1), hostile("Worker", 2));
    let (hours, skill, seller) = (hostile("Hours", 3), hostile("Skill", 4), hostile("Seller", 5));
    add("input.calendar", hours.clone(), json!({ "defaultvalue": 1 }));
    add("input.location", place.clone(), json!({ "available": hours }));
    add("input.customer", buyer.clone(), json!({}));
    add("input.supplier", seller.clone(), json!({}));
    add("input.skill", skill.clone(), json!({}));
    add("input.resource", worker.clone(), json!({ "maximum": 1, "location": place }));
    add("input.resourceskill", String::new(), json!({ "resource": worker, "skill": skill }));
    for number in 0..PAYLOADS.len() {
        let (item, operation) = (hostile("Item", number), hostile("Make", number));
        add("input.item", item.clone(), json!({ "cost": 3 }));
        let work = json!({ "type": "time_per", "item": item, "location": place, "duration": "01:00:00", "duration_per": "00:10:00" });
        add("input.operation", operation.clone(), work);
        add("input.operationresource", String::new(), json!({ "operation": operation, "resource": worker, "quantity": 1 }));
        let order = json!({ "item": item, "customer": buyer, "location": place, "quantity": 2, "due": "2027-03-01 12:00:00",
            "status": "open", "priority": 1, "batch": hostile("Batch", number), "<b onclick=top.ran=11>": "a field of no table" });
        add("input.demand", hostile("Order", number), order);
    }
    let checklist = hostile("Checklist", 1);
    add("checklist", checklist.clone(), json!({ "trigger": "task" }));
    add("check_item", String::new(), json!({ "name": hostile("Question", 2), "checklist": checklist, "position": 1 }));
    add("issue", String::new(), json!({ "name": hostile("Issue", 3), "description": hostile("Issue", 4) }));
    add("improvement", String::new(), json!({ "name": hostile("Improvement", 5), "background": hostile("Before", 7) }));
    add("kpi", hostile("Figure", 9), json!({ "formula": "throughput", "position": 1 }));
    add("scenario", hostile("What if", 6), json!({ "note": hostile("Why", 8) }));
    Value::Array(records)
}

/// Notes what a hostile text would do, before any script of the page runs.
const WATCH: &str = "window.breaches = []; window.files = []; window.sheets = null;
    addEventListener('securitypolicyviolation', (event) => breaches.push(event.violatedDirective + ' ' + event.blockedURI));
    for (const ask of ['alert', 'confirm', 'prompt', 'open']) window[ask] = () => { breaches.push('a call of ' + ask); };
    const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.text().then((text) => files.push(text)); return make.call(URL, blob); };
    window.print = () => { window.sheets = [...document.querySelectorAll('.board-sheets svg')].map((sheet) => new XMLSerializer().serializeToString(sheet)); };";

/// Everything active in the page that this site did not put there; an empty list where all is text.
const ACTIVE: &str = "const found = [...window.breaches];
    if (window.ran !== undefined) found.push('payload ' + window.ran + ' has run');
    for (const element of document.querySelectorAll('*')) {
        const name = element.localName;
        if (name === 'script' && !element.src.startsWith(location.origin)) found.push('a script: ' + element.outerHTML.slice(0, 80));
        if (['iframe', 'object', 'embed', 'style', 'base', 'foreignobject', 'img'].includes(name)) found.push('a ' + name + ': ' + element.outerHTML.slice(0, 80));
        for (const { name: attribute, value } of element.attributes) {
            if (/^on/i.test(attribute) || (/^(href|src|action|xlink:href)$/i.test(attribute) && /^\\s*javascript:/i.test(value)))
                found.push(name + ' with ' + attribute + '=' + value.slice(0, 60));
        }
    }
    return found";

async fn expect_text_only(browser: &Browser, on: &str) {
    assert_eq!(browser.run(ACTIVE).await, json!([]), "on {on}");
}

/// How many of the payloads can be read on the page, in its text, its fields and its names for those who do not see it.
async fn read(browser: &Browser) -> usize {
    let script = format!(
        "const names = [...document.querySelectorAll('main [aria-label], main [title], main input')].map((element) => (element.ariaLabel ?? '') + (element.title ?? '') + (element.value ?? ''));
         const all = document.querySelector('main').textContent + names.join(' ');
         return {}.filter((payload) => all.includes(payload)).length",
        json!(PAYLOADS)
    );
    usize::try_from(browser.run(&script).await.as_u64().unwrap_or_default()).unwrap_or_default()
}

/// A workspace in which every text is hostile, with an accepted plan.
async fn hostile_workspace() -> (Server, Browser) {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    browser.before_every_page(WATCH).await;
    let folder = Scratch::new("hostile");
    let file = folder.path().join("<img src=x onerror=top.ran=12>.json".replace('/', ""));
    std::fs::write(&file, workshop().to_string()).unwrap_or_else(|problem| panic!("a file: {problem}"));
    browser.open_started(&server.url("exchange/")).await;
    // The name by which this device signs edits.
    browser.run(&format!("localStorage.setItem('lw-label', {})", json!(json!(hostile("Device", 0)).to_string()))).await;
    browser.reload_started().await;
    browser.give_file(&file).await;
    browser.wait_for_text("Columns understood").await;
    expect_text_only(&browser, "the report of an import").await;
    browser.click_text("Import").await;
    browser.wait_for_text("was imported").await;
    expect_text_only(&browser, "the words after an import").await;
    plan(&browser).await;
    browser.wait_for("the plan to be saved", "return /\\bSaved\\b/.test(document.body.innerText)").await;
    (server, browser)
}

/// Gives the open workspace a hostile name.
async fn rename(browser: &Browser, server: &Server) {
    browser.open_started(&server.url("workspaces/")).await;
    browser
        .wait_for(
            "the menu of the workspace",
            "const menu = document.querySelector('.workspace-row [aria-haspopup=menu]'); menu?.click(); return menu !== null",
        )
        .await;
    browser.wait_for("renaming", "const item = [...document.querySelectorAll('[role=menuitem]')].find((item) => item.textContent.includes('Rename')); item?.click(); return item !== undefined").await;
    browser.wait_for("the dialog", "return document.activeElement.closest('dialog[open]') !== null").await;
    browser.press("Control+a").await;
    browser.type_text(PAYLOADS[0]).await;
    browser.press("Tab").await;
    browser.click_text("Rename").await;
    browser
        .wait_for("the new name", &format!("return document.querySelector('.top-name').textContent.includes({})", json!(PAYLOADS[0])))
        .await;
}

#[tokio::test]
async fn scripts_in_any_text_field_are_shown_as_text_on_every_page() {
    let (server, browser) = hostile_workspace().await;
    rename(&browser, &server).await;
    for route in every_route() {
        browser.open_started(&server.url(&route)).await;
        browser
            .wait_for("the page", "return document.querySelector('main h1') !== null && document.querySelector('.rail-link') !== null")
            .await;
        browser.two_frames().await;
        expect_text_only(&browser, &format!("“{route}”")).await;
        let mut seen = read(&browser).await;
        let least = match route.as_str() {
            // A drawn board has its words in its picture.
            "" | "exchange/" | "scheduling_board/" => 0,
            "demand/" | "tables/" | "production_plan/" => 3,
            _ => 1,
        };
        // Every tab of the page, and every table of the page of tables.
        let tabs = browser.run("return document.querySelectorAll('[role=tab], .table-choice').length").await.as_u64().unwrap_or_default();
        for tab in 0..tabs {
            browser.run(&format!("document.querySelectorAll('[role=tab], .table-choice')[{tab}]?.click()")).await;
            browser.two_frames().await;
            expect_text_only(&browser, &format!("“{route}”, tab {tab}")).await;
            seen = seen.max(read(&browser).await);
        }
        let shown = browser.run("return document.querySelector('main').innerText").await;
        assert!(seen >= least, "on “{route}” only {seen} of the texts can be read:\n{}", shown.as_str().unwrap_or_default());
        // The print sheet of the page: what is only there on paper.
        browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
        expect_text_only(&browser, &format!("“{route}” on paper")).await;
        browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    }
    // A record found by name, and the title of the window.
    browser.press("Control+k").await;
    browser.type_text("Order").await;
    browser.wait_for("an order in the palette", "return document.querySelectorAll('dialog.palette [role=option]').length > 3").await;
    expect_text_only(&browser, "the palette").await;
    browser.expect_no_problems("with hostile texts").await;
    browser.close().await;
}

/// What is active in a picture, and how many of its texts are payloads.
const PICTURE: &str = "const picture = new DOMParser().parseFromString(arguments_[0], 'image/svg+xml');
    const found = picture.querySelector('parsererror') ? ['it is not well formed'] : [];
    for (const element of picture.querySelectorAll('*')) {
        if (!['svg', 'title', 'g', 'rect', 'path', 'polyline', 'polygon', 'text', 'clipPath'].includes(element.localName)) found.push('a ' + element.localName);
        for (const { name, value } of element.attributes) if (/^on|href|style/i.test(name) || /javascript|url\\((?!#)/i.test(value)) found.push(name + '=' + value);
    }
    const texts = [...picture.querySelectorAll('text, title')].map((text) => text.textContent);
    return [found, texts.filter((text) => /[<>]|javascript:|\\{\\{/.test(text)).length]";

async fn expect_still_picture(browser: &Browser, file: &str, what: &str) {
    let answer = browser.run(&format!("const arguments_ = [{}]; {PICTURE}", json!(file))).await;
    assert_eq!(answer[0], json!([]), "in {what}");
    assert!(answer[1].as_u64().is_some_and(|texts| texts > 0), "{what} shows none of the hostile texts: {answer}");
}

#[tokio::test]
async fn a_picture_or_print_of_the_board_holds_nothing_active() {
    let (server, browser) = hostile_workspace().await;
    rename(&browser, &server).await;
    browser.open_started(&server.url("scheduling_board/")).await;
    let choose = |words: &str| {
        format!(
            "const open = [...document.querySelectorAll('.board-tools button')].find((button) => button.textContent.includes('Export')); if (!open) return false; open.click();
             const item = [...document.querySelectorAll('[role=menuitem]')].find((item) => item.textContent.includes({})); item?.click(); return item !== undefined",
            json!(words)
        )
    };
    browser.wait_for("the export", &choose("SVG")).await;
    browser.wait_for("the picture", "return window.files.length > 0").await;
    let file = browser.run("return window.files[0]").await;
    expect_still_picture(&browser, file.as_str().unwrap_or_default(), "the picture").await;
    browser.wait_for("the print", &choose("Print")).await;
    browser.wait_for("the sheets", "return window.sheets !== null").await;
    let sheets = browser.run("return window.sheets").await;
    let sheets = sheets.as_array().cloned().unwrap_or_default();
    assert!(!sheets.is_empty(), "there are sheets");
    for (at, sheet) in sheets.iter().enumerate() {
        expect_still_picture(&browser, sheet.as_str().unwrap_or_default(), &format!("sheet {}", at + 1)).await;
    }
    assert_eq!(browser.run("return window.ran ?? null").await, Value::Null);
    browser.expect_no_problems("exporting hostile texts").await;
    browser.close().await;
}
