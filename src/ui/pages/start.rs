//! The start: a sample, a template, an import, or an empty workspace; and the workspaces that are here already.

use crate::app::Session;
use crate::app::importing::{TEMPLATES, TemplateCard};
use crate::app::notices::Tone;
use crate::app::web::{Desk, Exchanger};
use crate::guide::guide;
use crate::model::{Phase, TableName};
use crate::ui::links;
use crate::ui::parts;
use crate::ui::widgets::{Button, Progress};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

/// The start page.
#[component]
pub fn StartPage() -> impl IntoView {
    let desk = expect_context::<Desk>();
    let filling = RwSignal::new(None::<&'static str>);
    let cards = TEMPLATES.iter().map(|card| template_view(card, filling)).collect_view();
    let others = move || desk.list().into_iter().filter(|entry| !entry.deleted && !entry.archived && !entry.is_open).collect::<Vec<_>>();
    view! {
        <article class="page">
            <header class="page-header">
                <div class="page-words">
                    <div class="page-title">
                        <h1 tabindex="-1">"Home"</h1>
                    </div>
                    <p class="page-question">
                        "Production management in one page: from demand to a schedule that fits the capacity. Everything stays in this browser."
                    </p>
                </div>
            </header>
            {move || filling.get().map(|name| view! { <Progress label=format!("Preparing {name}") share=None /> })}
            <OpenWorkspace />
            <section class="stack">
                <h2>"Begin with your own data"</h2>
                <ul class="choices">
                    <li>
                        <A href=links::to("exchange/") attr:class="choice-card">
                            <strong>"Import a file"</strong>
                            <span>"A workbook, a CSV, a table from the clipboard, or a workspace file. You see what it would do first."</span>
                        </A>
                    </li>
                    <li>
                        <A href=links::to("demand/") attr:class="choice-card">
                            <strong>"Start empty"</strong>
                            <span>"Enter the first orders by hand, or paste them from a spreadsheet."</span>
                        </A>
                    </li>
                </ul>
            </section>
            <section class="stack">
                <h2>"Or look around in an example"</h2>
                <p class="hint">"Each opens as a workspace of its own; nothing you have here is touched."</p>
                <ul class="choices">{cards}</ul>
            </section>
            {move || {
                let others = others();
                (!others.is_empty())
                    .then(|| {
                        view! {
                            <section class="stack">
                                <h2>"Other workspaces in this browser"</h2>
                                <ul class="workspace-list">
                                    {others
                                        .into_iter()
                                        .map(|entry| {
                                            let id = entry.id;
                                            view! {
                                                <li class="workspace-row">
                                                    <span class="workspace-name"><strong>{entry.name.clone()}</strong></span>
                                                    <Button label=format!("Open {}", entry.name) on_press=move || desk.open(id) />
                                                </li>
                                            }
                                        })
                                        .collect_view()}
                                </ul>
                            </section>
                        }
                    })
            }}
        </article>
    }
    .into_any()
}

/// The open workspace, where it holds something: where to go on.
#[component]
fn OpenWorkspace() -> impl IntoView {
    let session = expect_context::<Session>();
    let desk = expect_context::<Desk>();
    let count = Memo::new(move |_| {
        session.watch(&[TableName::Order, TableName::Resource], |workspace| (workspace.orders.len(), workspace.resources.len()))
    });
    view! {
        {move || {
            let (orders, resources) = count.get();
            (orders + resources > 0)
                .then(|| {
                    let links = Phase::OPEN.iter().map(|phase| {
                        view! { <A href=links::to(&format!("{}/", phase.word())) attr:class="button">{guide(*phase).title}</A> }
                    });
                    view! {
                        <section class="stack">
                            <h2>{format!("Go on with “{}”", desk.open_name())}</h2>
                            <p class="hint">{format!("{orders} orders, {resources} resources")}</p>
                            <div class="bar">{links.collect_view()}</div>
                        </section>
                    }
                })
        }}
    }
    .into_any()
}

fn template_view(card: &'static TemplateCard, filling: RwSignal<Option<&'static str>>) -> AnyView {
    let desk = expect_context::<Desk>();
    let exchanger = expect_context::<Exchanger>();
    let navigate = use_navigate();
    let open = move |_| {
        filling.set(Some(card.name));
        let navigate = navigate.clone();
        desk.create(card.name, move |session| {
            parts::fill_from_template(session, exchanger, card, move |outcome| {
                filling.try_set(None);
                match outcome {
                    Ok(()) => navigate(&links::route("demand/"), Default::default()),
                    Err(reason) => {
                        session.notices.tell(
                            Tone::Warning,
                            "The example could not be prepared",
                            format!("{reason}. Nothing else was touched."),
                        );
                    }
                }
            });
        });
    };
    view! {
        <li>
            <button type="button" class="choice-card" on:click=open>
                <strong>{card.name}</strong>
                <span>{card.summary}</span>
            </button>
        </li>
    }
    .into_any()
}
