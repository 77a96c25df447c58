//! The workspaces of this browser: open, add, rename, copy, put away, delete and restore.

use crate::app::Session;
use crate::app::web::{Desk, Listed, Trouble};
use crate::ui::widgets::{Action, Badge, Button, ButtonLook, Confirm, Dialog, Icon, MenuButton, TextField, Tone};
use leptos::prelude::*;

/// The page of workspaces.
#[component]
pub fn WorkspacesPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let adding = RwSignal::new(false);
    let shown = move |deleted: bool, archived: bool| {
        desk.list().into_iter().filter(move |entry| entry.deleted == deleted && (deleted || entry.archived == archived)).collect::<Vec<_>>()
    };
    let section = move |title: &'static str, deleted: bool, archived: bool| {
        view! {
            {move || {
                let entries = shown(deleted, archived);
                (!entries.is_empty())
                    .then(|| {
                        view! {
                            <section>
                                <h2>{title}</h2>
                                <ul class="workspace-list">{entries.into_iter().map(|entry| workspace_view(desk, entry)).collect_view()}</ul>
                            </section>
                        }
                    })
            }}
        }
    };
    view! {
        <article class="page">
            <header class="page-head">
                <div class="page-words">
                    <h1>"Workspaces"</h1>
                    <p class="page-question">
                        "They are kept in this browser, on this device. Save one to a file to carry it elsewhere or to have a backup."
                    </p>
                </div>
                <div class="page-state">
                    <Button label="New workspace" icon=Icon::Plus look=ButtonLook::Primary on_press=move || adding.set(true) />
                </div>
            </header>
            {section("In use", false, false)}
            {section("Put away", false, true)}
            {section("Deleted", true, false)}
            <Mending />
            <Space />
            <NameDialog open=adding title="New workspace" start="" confirm="Create" on_name=move |name: String| desk.create(&name, |_| ()) />
        </article>
    }
    .into_any()
}

fn workspace_view(desk: Desk, entry: Listed) -> AnyView {
    let Listed { id, name, archived, deleted, bytes, is_open } = entry;
    let (renaming, purging) = (RwSignal::new(false), RwSignal::new(false));
    let copy_name = format!("{name} (copy)");
    let actions = move || {
        let copy_name = copy_name.clone();
        let mut actions = Vec::new();
        if deleted {
            actions.push(Action::new("Restore", move || desk.restore(id)).icon(Icon::Undo));
            actions.push(Action::new("Delete for good…", move || purging.set(true)).icon(Icon::Trash));
        } else {
            actions.push(Action::new("Rename…", move || renaming.set(true)).icon(Icon::Edit));
            actions.push(Action::new("Duplicate", move || desk.duplicate(id, &copy_name)).icon(Icon::Copy));
            let words = if archived { "Take out again" } else { "Put away" };
            actions.push(Action::new(words, move || desk.archive(id, !archived)).icon(Icon::Folder));
            if !is_open {
                actions.push(Action::new("Delete", move || desk.delete(id)).icon(Icon::Trash));
            }
        }
        actions
    };
    let title = name.clone();
    view! {
        <li class="workspace-row">
            <div class="workspace-name">
                <strong>{name.clone()}</strong>
                {is_open.then(|| view! { <Badge label="Open" tone=Tone::Good /> })}
                <span class="hint">{(bytes > 0).then(|| size_words(bytes))}</span>
            </div>
            {(!is_open && !deleted).then(|| view! { <Button label="Open" on_press=move || desk.open(id) /> })}
            <MenuButton label=format!("More for {title}") icon=Icon::More icon_only=true at_end=true actions=Signal::derive(actions) />
            <NameDialog open=renaming title="Rename workspace" start=name confirm="Rename" on_name=move |name: String| desk.rename(id, &name) />
            <Confirm
                open=purging
                title=format!("Delete “{title}” for good?")
                text="Everything in it is removed from this browser and cannot be brought back. Other workspaces stay as they are."
                confirm="Delete for good"
                danger=true
                on_confirm=move |()| desk.purge(id)
            />
        </li>
    }
    .into_any()
}

/// A dialog that asks for a name.
#[component]
fn NameDialog(
    open: RwSignal<bool>,
    #[prop(into)] title: String,
    #[prop(into)] start: String,
    #[prop(into)] confirm: String,
    #[prop(into)] on_name: Callback<String>,
) -> impl IntoView {
    let name = RwSignal::new(start);
    let missing = Signal::derive(move || name.with(|name| name.trim().is_empty()).then(|| "Enter a name first.".to_owned()));
    let done = move || {
        on_name.run(name.get_untracked().trim().to_owned());
        open.set(false);
    };
    let commit = Callback::new(move |text: String| {
        name.set(text);
        Ok(())
    });
    view! {
        <Dialog open title>
            <TextField label="Name" value=name on_commit=commit required=true />
            <div class="dialog-actions">
                <Button label="Cancel" on_press=move || open.set(false) />
                <Button label=confirm.clone() look=ButtonLook::Primary refused=missing on_press=done />
            </div>
        </Dialog>
    }
    .into_any()
}

/// What is wrong with the stored copies of the open workspace, and what the person can do about it; nothing where all is well.
#[component]
fn Mending() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let session = expect_context::<Session>();
    let trouble = Memo::new(move |_| {
        // What is wrong changes with the state of saving too.
        session.save.get();
        desk.trouble()
    });
    let (saved, discarding, going_on) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let save = move || {
        leptos::task::spawn_local(async move {
            let Some(file) = desk.rescue_file().await else { return };
            saved.set(crate::ui::widgets::download("linewright-rescue.txt", "text/plain", file.as_bytes()).is_ok());
        });
    };
    let not_saved = Signal::derive(move || (!saved.get()).then(|| "Save the rescue file first.".to_owned()));
    let shown = move || {
        let Trouble { damaged, skipped, may_go_on } = trouble.get();
        let sentence = |count: usize, one: &str, more: &str| {
            (count > 0).then(|| view! { <li>{if count == 1 { one.to_owned() } else { format!("{count} {more}") }}</li> })
        };
        (damaged + skipped > 0 || may_go_on).then(|| {
            view! {
                <section class="stack">
                    <h2>"Stored copies with damage"</h2>
                    <ul class="findings">
                        {sentence(
                            damaged,
                            "A stored value is damaged. It was set apart, and everything else was opened.",
                            "stored values are damaged. They were set apart, and everything else was opened.",
                        )}
                        {sentence(
                            skipped,
                            "A stored record is left out because the page did not survive opening it.",
                            "stored records are left out because the page did not survive opening them.",
                        )}
                        {may_go_on.then(|| view! { <li>"Not all copies could be read, so nothing may be changed until you decide to go on."</li> })}
                    </ul>
                    <p class="hint">"The rescue file holds everything stored of this workspace, damaged or not. It can be opened under Import and export."</p>
                    <div class="bar">
                        <Button label="Save rescue file" icon=Icon::Download look=ButtonLook::Primary on_press=save />
                        {(skipped > 0).then(|| view! { <Button label="Try them again" on_press=move || desk.try_skipped_again() /> })}
                        {may_go_on.then(|| view! { <Button label="Go on with what is there…" refused=not_saved on_press=move || going_on.set(true) /> })}
                        {(damaged > 0 && !may_go_on)
                            .then(|| view! { <Button label="Remove damaged values…" icon=Icon::Trash refused=not_saved on_press=move || discarding.set(true) /> })}
                    </div>
                </section>
            }
        })
    };
    view! {
        {shown}
        <Confirm
            open=discarding
            title="Remove damaged values?"
            text="They go out of this browser and are left in the rescue file alone. What was opened stays as it is."
            confirm="Remove"
            danger=true
            on_confirm=move |()| desk.discard_damaged()
        />
        <Confirm
            open=going_on
            title="Go on with what is there?"
            text="Changes are stored again. What could not be read stays where it is, and in the rescue file."
            confirm="Go on"
            on_confirm=move |()| desk.go_on_anyway()
        />
    }
    .into_any()
}

/// What the open workspace takes, and whether the browser may clear it.
#[component]
fn Space() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let session = expect_context::<Session>();
    let usage = LocalResource::new(move || async move { desk.usage().await });
    let persist = move || {
        leptos::task::spawn_local(async move {
            let (tone, words) = match desk.ask_for_persistence().await {
                Some(true) => (crate::app::notices::Tone::Success, "The browser will not clear the storage by itself."),
                _ => (crate::app::notices::Tone::Warning, "The browser did not agree. Save the workspace to a file from time to time."),
            };
            session.notices.tell(tone, "Lasting storage", words);
        });
    };
    view! {
        <section class="stack">
            <h2>"Space"</h2>
            {move || {
                usage
                    .get()
                    .flatten()
                    .map(|usage| {
                        view! {
                            <p>"The open workspace takes " <strong>{size_words(usage.primary_own_bytes as u64)}</strong>
                                " of local storage and " <strong>{size_words(usage.durable_bytes as u64)}</strong> " of the browser's database."</p>
                            <p>
                                "All workspaces and other pages of this site take " {size_words(usage.primary_bytes as u64)} " of 5 MB of local storage."
                            </p>
                        }
                    })
            }}
            <div class="bar">
                <Button label="Ask for lasting storage" icon=Icon::Shield on_press=persist />
            </div>
        </section>
    }
    .into_any()
}

/// Bytes for people.
fn size_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
