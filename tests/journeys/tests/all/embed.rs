//! The page starts in a frame of another page: of the same server, of another, and in closed frames.

use journeys::{Browser, Options, Scratch, Server, dist, serve, serve_in_folder};

/// Opens a page of another server that shows the site in a frame with these attributes, and drives the frame.
async fn framed(browser: &Browser, url: &str, attributes: &str) -> (Server, Scratch) {
    let folder = Scratch::new("portal");
    let page = format!(
        "<!DOCTYPE html><title>Portal</title><link rel=icon href='data:,'><iframe src='{url}' {attributes} width=900 height=600></iframe>"
    );
    std::fs::write(folder.path().join("index.html"), page).unwrap_or_else(|problem| panic!("{problem}"));
    let portal = serve(Options::new(folder.path(), "/portal/"));
    browser.open(&portal.url("")).await;
    browser.enter_frame().await;
    (portal, folder)
}

#[tokio::test]
async fn it_starts_in_a_frame_of_another_server() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let _portal = framed(&browser, &server.url("schedule/?embed=1"), "").await;
    browser.wait_started().await;
    assert_eq!(browser.path().await, "/a/b/schedule/?embed=1");
    browser.expect_no_problems("in a frame").await;
    browser.close().await;
}

#[tokio::test]
async fn it_starts_in_a_sandboxed_frame_that_leaves_it_its_origin() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let _portal = framed(&browser, &server.url("demand/?embed=1"), "sandbox='allow-scripts allow-same-origin'").await;
    browser.wait_started().await;
    browser.close().await;
}

#[tokio::test]
async fn it_starts_in_a_closed_frame_when_its_server_is_open_to_all() {
    let server = serve(Options { open_to_all: true, ..Options::new(dist(), "/a/b/") });
    let browser = Browser::start().await;
    let _portal = framed(&browser, &server.url("demand/?embed=1"), "sandbox='allow-scripts'").await;
    browser.wait_started().await;
    browser.close().await;
}

#[tokio::test]
async fn a_closed_frame_that_keeps_it_from_starting_is_told() {
    let server = serve_in_folder();
    let browser = Browser::start().await;
    let _portal = framed(&browser, &server.url("demand/?embed=1"), "sandbox='allow-scripts'").await;
    browser.wait_for_text("This page is shown in a closed frame").await;
    browser.close().await;
}
