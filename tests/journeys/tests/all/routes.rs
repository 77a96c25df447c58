//! The site in a folder of a server that only hands out files: direct addresses, reloads, file names, and the net under missing pages.

use journeys::{Browser, Folders, Options, dist, every_route, serve, serve_in_folder};
use serde_json::json;

/// A browser in which nothing but the server answers: the service worker would hide what the server lacks.
async fn browser_without_help() -> Browser {
    let browser = Browser::start().await;
    browser.before_every_page("delete Navigator.prototype.serviceWorker").await;
    browser
}

async fn expect_every_route_opens(mount: &str) {
    let server = serve(Options::new(dist(), mount));
    let browser = browser_without_help().await;
    for route in every_route() {
        let word = route.trim_end_matches('/');
        browser.open(&server.url(&route)).await;
        browser.expect_page(word).await;
        browser.reload_started().await;
        browser.expect_page(word).await;
        browser.expect_no_problems(&format!("on “{word}”")).await;
    }
    let strangers: Vec<String> = server.requests().into_iter().filter(|path| !path.starts_with(mount)).collect();
    assert_eq!(strangers, Vec::<String>::new(), "asked for outside of the site's folder");
    browser.close().await;
}

#[tokio::test]
async fn every_route_opens_directly_and_after_a_reload_in_a_folder_of_the_server() {
    expect_every_route_opens("/a/b/").await;
}

#[tokio::test]
async fn every_route_opens_at_the_root_of_the_server() {
    expect_every_route_opens("/").await;
}

#[tokio::test]
async fn a_folder_with_a_blank_and_an_umlaut_in_its_name_works() {
    // As the browser writes it; the server decodes it.
    let server = serve(Options::new(dist(), "/unser portal/büro/"));
    let browser = browser_without_help().await;
    browser.open(&server.url_outside("unser%20portal/b%C3%BCro/capacity/")).await;
    browser.expect_page("capacity").await;
    browser.reload_started().await;
    browser.expect_page("capacity").await;
    browser.expect_no_problems("in a folder with an unusual name").await;
    browser.close().await;
}

#[tokio::test]
async fn a_page_opened_by_its_full_file_name_is_that_page() {
    let server = serve_in_folder();
    let browser = browser_without_help().await;
    for (file, route) in [("index.html", ""), ("schedule/index.html?embed=1", "schedule"), ("demand", "demand")] {
        browser.open(&server.url(file)).await;
        browser.expect_page(route).await;
        assert!(!browser.path().await.contains("index.html"), "the address keeps the file name");
    }
    assert_eq!(browser.run("return location.search").await, json!(""));
    browser.expect_no_problems("on pages opened by their file names").await;
    browser.close().await;
}

#[tokio::test]
async fn going_to_another_page_within_the_program_asks_the_server_for_nothing_that_is_not_there() {
    let server = serve_in_folder();
    let browser = browser_without_help().await;
    browser.open(&server.url("")).await;
    browser.expect_page("").await;
    browser.run("history.pushState(null, '', document.documentElement.dataset.base + 'demand/'); window.dispatchEvent(new PopStateEvent('popstate'))").await;
    browser.expect_page("demand").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    browser.expect_no_problems("after going to another page").await;
    let strangers: Vec<String> = server.requests().into_iter().filter(|path| path.starts_with("/a/b/demand")).collect();
    assert_eq!(strangers, Vec::<String>::new());
    browser.close().await;
}

#[tokio::test]
async fn a_query_stays_in_the_address() {
    let server = serve_in_folder();
    let browser = browser_without_help().await;
    browser.open(&server.url("schedule/index.html?embed=1&theme=dark")).await;
    browser.expect_page("schedule").await;
    assert_eq!(browser.path().await, "/a/b/schedule/?embed=1&theme=dark");
    browser.close().await;
}

#[tokio::test]
async fn where_the_server_knows_files_only_the_net_leads_deep_links_to_their_page() {
    let server = serve(Options { folders: Folders::Unknown, ..Options::new(dist(), "/a/b/") });
    let browser = browser_without_help().await;
    for address in ["demand/?embed=1", "demand?embed=1"] {
        browser.open(&server.url(address)).await;
        browser.expect_page("demand").await;
        assert_eq!(browser.run("return location.search").await, json!("?embed=1"));
    }
    browser.close().await;
}

#[tokio::test]
async fn an_unknown_address_is_told_so_with_a_way_to_the_first_page() {
    let server = serve_in_folder();
    let browser = browser_without_help().await;
    for address in ["nowhere", "demand/nowhere/", "x/y/z/nowhere.html"] {
        browser.open(&server.url(address)).await;
        browser.wait_for_text("There is no page at this address").await;
        browser.click_text("Open the first page").await;
        browser.expect_page("").await;
        assert_eq!(browser.path().await, "/a/b/");
    }
    browser.close().await;
}

#[tokio::test]
async fn the_content_policy_is_in_force_and_allows_no_inline_script_and_no_other_host() {
    let server = serve_in_folder();
    let browser = browser_without_help().await;
    browser.open_started(&server.url("")).await;
    let policy = browser.run("return document.querySelector('meta[http-equiv=\"Content-Security-Policy\"]').content").await;
    let wanted = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; \
                  manifest-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'none'; object-src 'none'";
    assert_eq!(policy, json!(wanted));
    browser.expect_no_problems("on the first page").await;
    let refused = browser
        .run_async(
            "const refused = [];
             document.addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective));
             const script = document.createElement('script');
             script.textContent = 'window.inlineRan = true';
             document.head.append(script);
             await fetch('https://example.org/').catch(() => {});
             await new Promise((done) => setTimeout(done, 300));
             return [window.inlineRan === true, refused.sort()];",
        )
        .await;
    assert_eq!(refused, json!([false, ["connect-src", "script-src-elem"]]));
    browser.close().await;
}
