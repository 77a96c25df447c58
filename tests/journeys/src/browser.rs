//! A headless Chromium with a profile of its own, and what a test does with it: open, look, click, wait, restart.

use crate::Scratch;
use crate::driver::Driver;
use crate::kill::{Processes, cut_a_write_short};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use thirtyfour::prelude::*;

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(20);
const LOOK_EVERY: Duration = Duration::from_millis(50);

const FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--force-color-profile=srgb",
    "--window-size=1440,900",
];

/// One of the browser's tabs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tab(WindowHandle);

/// A browser that is driven by a test. Its profile lives as long as it does, also over [`Browser::restart`].
pub struct Browser {
    // Fields are dropped in this order: first the session's end, then the driver, then the profile.
    web: Option<WebDriver>,
    driver: Driver,
    profile: Scratch,
    flags: Vec<String>,
}

impl Browser {
    /// A browser with a fresh profile.
    pub async fn start() -> Browser {
        Browser::start_with(&[]).await
    }

    /// A browser with a fresh profile and further command-line flags.
    pub async fn start_with(flags: &[&str]) -> Browser {
        let flags = flags.iter().map(|flag| (*flag).to_owned()).collect();
        let mut browser = Browser { web: None, driver: Driver::start(), profile: Scratch::new("profile"), flags };
        browser.open_session().await;
        browser
    }

    async fn open_session(&mut self) {
        let mut capabilities = DesiredCapabilities::chrome();
        let profile = format!("--user-data-dir={}", self.profile.path().display());
        for flag in FLAGS.iter().map(|flag| (*flag).to_owned()).chain([profile]).chain(self.flags.iter().cloned()) {
            must(capabilities.add_arg(&flag), "a flag");
        }
        if let Ok(program) = std::env::var("CHROMIUM") {
            must(capabilities.set_binary(&resolved(&program)), "the browser's place");
        }
        must(capabilities.set("goog:loggingPrefs", json!({ "browser": "ALL" })), "logging");
        let web = must(WebDriver::new(self.driver.url(), capabilities).await, "starting the browser");
        self.driver.set_session(Some(web.session_id().to_string()));
        self.web = Some(web);
        self.shift_time().await;
    }

    /// Shifts the time of the pages of the present tab by the hours that the environment names: what passes today has to pass on a weekend
    /// and at the end of a month as well.
    async fn shift_time(&self) {
        let Some(hours) = std::env::var("LINEWRIGHT_SHIFT_HOURS").ok().and_then(|hours| hours.parse::<f64>().ok()) else { return };
        let shifted = "const shift = HOURS * 3600000, Present = Date;
            window.Date = class extends Present {
                constructor(...given) { given.length > 0 ? super(...given) : super(Present.now() + shift); }
                static now() { return Present.now() + shift; }
            }";
        self.before_every_page(&shifted.replace("HOURS", &hours.to_string())).await;
    }

    /// The session for what this type does not offer.
    pub fn web(&self) -> &WebDriver {
        self.web.as_ref().unwrap_or_else(|| panic!("the browser is closed"))
    }

    /// Closes the browser as a person does, and starts it again with the same profile.
    pub async fn restart(&mut self) {
        self.close_session().await;
        self.open_session().await;
    }

    /// The browser's processes, to be killed in an instant later.
    pub fn processes(&self) -> Processes {
        Processes::of(self.profile.path())
    }

    /// Kills the browser at once, without a word to it; [`Browser::start_again`] starts it with the same profile.
    pub fn kill(&mut self, processes: &Processes) {
        processes.kill();
        if let Some(web) = self.web.take() {
            drop(web.leak());
        }
        // A driver whose browser is gone is of no further use.
        self.driver.set_session(None);
        self.driver = Driver::start();
    }

    /// After a kill: leaves the databases as if it had come in the middle of a write.
    pub fn cut_a_write_short(&self) {
        cut_a_write_short(self.profile.path());
    }

    /// Starts the browser with the profile it had.
    pub async fn start_again(&mut self) {
        self.open_session().await;
    }

    /// Closes the browser; a test that ends well calls this last.
    pub async fn close(mut self) {
        self.close_session().await;
    }

    async fn close_session(&mut self) {
        if let Some(web) = self.web.take() {
            must(web.quit().await, "closing the browser");
        }
        self.driver.set_session(None);
    }

    /// Opens an address and waits until the page has been read.
    pub async fn open(&self, url: &str) {
        must(self.web().goto(url).await, url);
    }

    /// Opens an address and waits until the program has started.
    pub async fn open_started(&self, url: &str) {
        self.open(url).await;
        self.wait_started().await;
    }

    /// Reloads the page and waits until the program has started.
    pub async fn reload_started(&self) {
        must(self.web().refresh().await, "reloading");
        self.wait_started().await;
    }

    /// Waits until the boot script says that the program runs, and the page's part has arrived.
    pub async fn wait_started(&self) {
        let started = "return document.documentElement.dataset.started !== undefined && !document.querySelector('.arriving')";
        self.wait_for("the program to start", started).await;
    }

    /// Waits until the program shows the page of a route (`demand`, or `""` for the first page).
    pub async fn expect_page(&self, route: &str) {
        let word = json!(match route {
            "" => "home".to_owned(),
            "exchange" => "import and export".to_owned(),
            other => other.replace('_', " "),
        });
        let script = format!(
            "const heading = document.querySelector('main h1'); return heading && heading.textContent.toLowerCase().includes({word})"
        );
        self.wait_started().await;
        self.wait_for(&format!("the page “{route}”"), &script).await;
    }

    /// Runs a script in the page and answers what it returns.
    pub async fn run(&self, script: &str) -> Value {
        let answer = must(self.web().execute(script, Vec::new()).await, script);
        answer.json().clone()
    }

    /// Runs an async function's body in the page and answers what it resolves to.
    pub async fn run_async(&self, body: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {body} }})().then(done, (error) => done('failed: ' + error));"
        );
        must(self.web().execute_async(&script, Vec::new()).await, body).json().clone()
    }

    /// Waits until a script returns something true, and answers it.
    pub async fn wait_for(&self, what: &str, script: &str) -> Value {
        self.wait_within(PATIENCE, what, script).await
    }

    /// The same for what may take longer than a person waits.
    pub async fn wait_within(&self, patience: Duration, what: &str, script: &str) -> Value {
        let began = Instant::now();
        loop {
            // A page that is just being replaced has no answer; the next one will.
            let answer = self.web().execute(script, Vec::new()).await.map(|answer| answer.json().clone()).unwrap_or(Value::Null);
            if !matches!(answer, Value::Null | Value::Bool(false)) && answer != json!("") && answer != json!(0) {
                return answer;
            }
            if began.elapsed() > patience {
                self.fail(&format!("waited in vain for {what}")).await;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until the service workers of this server keep so many versions of sites.
    pub async fn wait_for_caches(&self, count: usize) {
        let began = Instant::now();
        while self.run_async("return (await caches.keys()).length").await != json!(count) {
            if began.elapsed() > PATIENCE {
                self.fail(&format!("waited in vain for {count} kept versions")).await;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until the page shows a text, in capitals or not, and answers all of its text.
    pub async fn wait_for_text(&self, text: &str) -> String {
        let wanted = json!(text.to_lowercase());
        self.wait_for(
            &format!("the text “{text}”"),
            &format!("return document.body && document.body.innerText.toLowerCase().includes({wanted})"),
        )
        .await;
        self.text().await
    }

    /// The text a person sees on the page.
    pub async fn text(&self) -> String {
        self.run("return document.body ? document.body.innerText : ''").await.as_str().unwrap_or_default().to_owned()
    }

    /// Clicks the element a selector finds.
    pub async fn click(&self, selector: &str) {
        let element = must(self.web().query(By::Css(selector.to_owned())).wait(PATIENCE, LOOK_EVERY).first().await, selector);
        must(element.click().await, selector);
    }

    /// Clicks the button or link with exactly this text.
    pub async fn click_text(&self, text: &str) {
        let path = format!("//*[self::button or self::a or @role='button'][normalize-space(.)='{text}']");
        let element = must(self.web().query(By::XPath(path)).wait(PATIENCE, LOOK_EVERY).first().await, text);
        must(element.click().await, text);
    }

    /// Gives a file to the page's first file input, as a person does who chooses it.
    pub async fn give_file(&self, file: &std::path::Path) {
        let input = must(self.web().query(By::Css("input[type=file]".to_owned())).wait(PATIENCE, LOOK_EVERY).first().await, "a file input");
        must(input.send_keys(file.to_string_lossy().into_owned()).await, "giving a file");
    }

    /// Lets the browser put what is downloaded into a folder.
    pub async fn download_to(&self, folder: &std::path::Path) {
        let folder = folder.display().to_string();
        self.devtools("Page.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": folder })).await;
    }

    /// Waits for a downloaded file with this ending, takes it out of the folder and answers its name and content.
    pub async fn downloaded(&self, folder: &std::path::Path, ending: &str) -> (String, Vec<u8>) {
        let began = Instant::now();
        loop {
            let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
            let found = files.into_iter().find(|file| file.extension().is_some_and(|found| found == ending));
            if let Some((file, bytes)) =
                found.and_then(|file| Some((file.clone(), std::fs::read(file).ok().filter(|bytes| !bytes.is_empty())?)))
            {
                drop(std::fs::remove_file(&file));
                return (file.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes);
            }
            if began.elapsed() > PATIENCE {
                self.fail(&format!("waited in vain for a file .{ending}")).await;
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Chooses an entry of a menu by the words of its button and its own.
    pub async fn choose(&self, menu: &str, entry: &str) {
        let click = |scope: &str, text: &str| {
            let text = json!(text);
            format!(
                "const found = [...document.querySelectorAll('{scope}')].find((one) => one.textContent.trim() === {text}); found?.click(); return found !== undefined"
            )
        };
        self.wait_for(&format!("the menu “{menu}”"), &click("main button", menu)).await;
        self.wait_for(&format!("“{entry}” in the menu"), &click("[role=menu] [role^=menuitem]", entry)).await;
    }

    /// The path and query of the page's address.
    pub async fn path(&self) -> String {
        self.run("return location.pathname + location.search").await.as_str().unwrap_or_default().to_owned()
    }

    /// A script that runs in every page before its own.
    pub async fn before_every_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// A command of the browser's developer tools.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Value {
        must(self.web().cdp().send_raw(method, parameters).await, method)
    }

    /// What the console has reported since it was last asked: errors, failed requests, breaches of the content policy.
    pub async fn problems(&self) -> Vec<String> {
        let entries = must(self.web().browser_log().await, "reading the console");
        entries
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" || entry.message.contains("Content Security Policy"))
            .map(|entry| entry.message)
            .collect()
    }

    /// Fails with what the console has reported, if anything.
    pub async fn expect_no_problems(&self, when: &str) {
        let problems = self.problems().await;
        if !problems.is_empty() {
            self.fail(&format!("{when}, the console reports: {}", problems.join("; "))).await;
        }
    }

    /// Drives the first frame of the page from now on, as if it were the page.
    pub async fn enter_frame(&self) {
        must(self.web().enter_frame(0).await, "entering the frame");
    }

    /// The tab that is driven.
    pub async fn tab(&self) -> Tab {
        Tab(must(self.web().window().await, "the tab"))
    }

    /// Opens a new tab and drives it.
    pub async fn new_tab(&self) -> Tab {
        let tab = Tab(must(self.web().new_tab().await, "a new tab"));
        self.switch(&tab).await;
        self.shift_time().await;
        tab
    }

    /// Drives another tab.
    pub async fn switch(&self, tab: &Tab) {
        must(self.web().switch_to_window(tab.0.clone()).await, "changing the tab");
    }

    /// Saves a picture of the page as `target/shots/<name>.png`.
    pub async fn screenshot(&self, name: &str) {
        let folder = xtask::project_root().join("target").join("shots");
        std::fs::create_dir_all(&folder).unwrap_or_else(|problem| panic!("{}: {problem}", folder.display()));
        must(self.web().screenshot(&folder.join(format!("{name}.png"))).await, "a picture");
    }

    /// Ends the test: with a picture, the address and what the page shows.
    pub async fn fail(&self, why: &str) -> ! {
        let name = std::thread::current().name().unwrap_or("journey").replace("::", "-");
        self.screenshot(&format!("failed-{name}")).await;
        let (path, text, problems) = (self.path().await, self.text().await, self.problems().await);
        panic!(
            // The reason stands at the end as well: what a page shows is long, and a report of it may keep only the end.
            "{why}\n  at {path}\n  the page shows: {text}\n  the console reports: {problems:?}\n  picture: target/shots/failed-{name}.png\n  \
             at {path}: {why}"
        );
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(web) = self.web.take() {
            // The driver ends the session; thirtyfour shall not try it as well.
            drop(web.leak());
        }
    }
}

/// The full path of a program given by name, as ChromeDriver wants it.
fn resolved(program: &str) -> String {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&paths).map(|folder| folder.join(program)).find(|file| file.is_file());
    found.map_or_else(|| program.to_owned(), |file| file.display().to_string())
}

fn must<T, E: std::fmt::Display>(outcome: Result<T, E>, what: &str) -> T {
    outcome.unwrap_or_else(|problem| panic!("{what}: {problem}"))
}
