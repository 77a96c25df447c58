//! The first order by hand, of an item that nobody has entered yet: from the form, and in a cell.

use crate::access::open_page;
use journeys::{Browser, serve_in_folder};
use serde_json::json;

/// Goes with Tab to the field of a label in the open form.
async fn field(browser: &Browser, label: &str) {
    for _ in 0..20 {
        let script = "const here = document.activeElement; return here.labels?.[0]?.textContent.trim() ?? ''";
        if browser.run(script).await.as_str().is_some_and(|words| words.trim_end_matches(['*', ' ']) == label) {
            return;
        }
        browser.press("Tab").await;
    }
    browser.fail(&format!("there is no field {label}")).await;
}

/// The texts of a column of the table, by its place.
async fn column(browser: &Browser, place: usize) -> String {
    let script = format!(
        "return [...document.querySelectorAll('[role=grid] [aria-colindex=\"{place}\"]')].map((cell) => cell.textContent.trim()).join('|')"
    );
    browser.run(&script).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn an_order_of_an_item_that_is_new_is_entered_in_one_form_and_nothing_is_made_by_a_slip() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_page(&browser, &server, "demand/").await;
    browser.click_text("Add to orders").await;
    browser.wait_for("the form", "return document.activeElement.closest('dialog[open] .dialog-body') !== null").await;
    // What ends the form is in sight, however long it is.
    let script = "const area = [...document.querySelectorAll('dialog[open] button')].at(-1).getBoundingClientRect(); return area.bottom <= innerHeight";
    assert_eq!(browser.run(script).await, json!(true));
    let script = "return document.querySelector('dialog[open] details.form-more:not([open]) summary')?.textContent ?? ''";
    assert_eq!(browser.run(script).await, json!("More fields (7)"));
    browser.type_text("By hand").await;
    // Typing on makes nothing: a slip of the keyboard is told.
    field(&browser, "Item").await;
    browser.type_text("Chiar").await;
    browser.press("Tab").await;
    browser.wait_for_text("There is no “Chiar” here. Choose one from the list, or its last line to add it.").await;
    // The line that adds it is gone to.
    browser.press("Shift+Tab").await;
    browser.press("Control+a").await;
    browser.type_text("Chair").await;
    browser.wait_for("the line that adds it", "return [...document.querySelectorAll('.options:popover-open .option')].some((line) => line.textContent.includes('add to items'))").await;
    browser.press("ArrowDown").await;
    browser.press("Enter").await;
    browser.wait_for("the item to be taken", "return document.querySelector('dialog[open] [aria-invalid]') === null").await;
    field(&browser, "Quantity").await;
    browser.press("Control+a").await;
    browser.type_text("5").await;
    browser.press("Enter").await;
    browser.wait_for("the form to close", "return document.querySelector('dialog[open]') === null").await;
    browser.wait_for("the order", "return /1 row/.test(document.body.innerText)").await;

    // In a cell the same: the customer is new.
    browser.run("document.querySelector('[role=grid]').focus()").await;
    browser.press("Control+Home").await;
    browser.press("ArrowRight").await;
    browser.press("F2").await;
    browser.wait_for("the cell to be open", "return document.activeElement.closest('.table-editor') !== null").await;
    browser.type_text("Acme").await;
    browser.press("Enter").await;
    browser.wait_for_text("There is no “Acme” here").await;
    browser.press("ArrowDown").await;
    browser.press("ArrowDown").await;
    browser.press("Enter").await;
    browser.wait_for("the cell to be closed", "return document.querySelector('.table-editor') === null").await;
    let (mut items, mut customers) = (String::new(), String::new());
    for (tab, names) in [("Items", &mut items), ("Customers", &mut customers)] {
        browser
            .run(&format!("[...document.querySelectorAll('main [role=tab]')].find((tab) => tab.textContent.startsWith('{tab}')).click()"))
            .await;
        browser.wait_for("the table", &format!("return document.querySelector('[role=grid][aria-label=\"{tab}\"]') !== null")).await;
        browser.two_frames().await;
        for place in 1..=3 {
            *names += &column(&browser, place).await;
        }
    }
    assert!(items.contains("Chair") && !items.contains("Chiar"), "{items}");
    assert!(customers.contains("Acme"), "{customers}");
    // What was made can be undone by name: the customer of the order, the customer itself, the order, the item.
    for _ in 0..4 {
        browser.press("Control+z").await;
        browser.two_frames().await;
    }
    browser.wait_for("nothing to be left", "return /0 rows/.test(document.body.innerText)").await;
    browser.expect_no_problems("while the first order is entered").await;
    browser.close().await;
}

#[tokio::test]
async fn a_list_of_orders_with_items_that_are_new_goes_on_to_the_import_with_one_press() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    open_page(&browser, &server, "demand/").await;
    for (block, rows) in
        [("M-1\\t\\tStool\\t4\\t2032-01-05\\nM-2\\t\\tBench\\t2\\t2032-02-05", 2), ("Order\\tItem\\tQuantity\\nM-3\\tShelf\\t7", 3)]
    {
        let paste = format!(
            "const grid = document.querySelector('[role=grid]'); grid.focus(); const data = new DataTransfer(); data.setData('text/plain', '{block}');
            grid.dispatchEvent(new ClipboardEvent('paste', {{ clipboardData: data, bubbles: true, cancelable: true }}))"
        );
        browser.run(&paste).await;
        browser.wait_for_text("Nothing was pasted.").await;
        browser.click_text("Bring it in by import").await;
        browser.expect_page("exchange").await;
        let script = "return [...document.querySelectorAll('main strong')].some((name) => name.textContent === 'Orders')";
        browser.wait_for("the report of the orders", script).await;
        let script = "return [...document.querySelectorAll('main button')].find((button) => button.textContent.trim() === 'Import' && button.getAttribute('aria-disabled') !== 'true') !== undefined";
        browser.wait_for("what the import would do", script).await;
        browser.run("[...document.querySelectorAll('main button')].find((button) => button.textContent.trim() === 'Import').click()").await;
        browser.wait_for_text("was imported").await;
        browser.click_text("See the demand").await;
        browser.expect_page("demand").await;
        browser.wait_for("the orders", &format!("return document.body.innerText.includes('{rows} rows')")).await;
    }
    browser.click_text("Items").await;
    browser
        .wait_for(
            "the items",
            "return ['Stool', 'Bench', 'Shelf'].every((name) => document.querySelector('main').innerText.includes(name))",
        )
        .await;
    browser.expect_no_problems("while a list is brought in").await;
    browser.close().await;
}
