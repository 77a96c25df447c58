//! The board of improvements by stage, and the sheet of the one that is chosen.

use super::sheet::Sheet;
use crate::app::derived::improvement::{Card, TABLES, cards};
use crate::app::derived::schedule::day_text;
use crate::app::{ImprovementCommand, Session};
use crate::model::text::number_text;
use crate::model::{Conclusion, Improvement, ImprovementId, ImprovementStage, Record, RecordId, TableName};
use crate::ui::links;
use crate::ui::widgets::{Badge, Button, ButtonLook, EmptyState, Icon, Split, Tone};
use leptos::prelude::*;

/// The board.
#[component]
pub fn BoardOfImprovements(session: Session) -> impl IntoView {
    let all = Memo::new(move |_| session.watch(&TABLES, |workspace| cards(workspace, session.now())));
    let chosen = RwSignal::new(links::record_asked().get_untracked().map(ImprovementId::from_raw));
    let open = RwSignal::new(chosen.get_untracked().is_some());
    let add = move |()| {
        let before = session.peek(|workspace| workspace.ids(TableName::Improvement));
        let improvement = Improvement { name: "New improvement".to_owned(), ..Improvement::new(ImprovementId::from_raw(0)) };
        if session.act(ImprovementCommand::Add { improvement: Box::new(improvement) }) {
            let new = session.peek(|workspace| workspace.ids(TableName::Improvement)).into_iter().find(|id| !before.contains(id));
            chosen.set(new.map(ImprovementId::from_raw));
            open.set(true);
        }
    };
    let title = Signal::derive(move || {
        let id = chosen.get();
        all.with(|all| all.iter().find(|card| Some(card.id) == id).map(|card| card.name.clone())).unwrap_or_default()
    });
    let column = move |stage: ImprovementStage| {
        let ids = move || all.with(|all| all.iter().filter(|card| card.stage == stage).map(|card| card.id).collect::<Vec<_>>());
        let card = move |id: ImprovementId| {
            let known = move || all.with(|all| all.iter().find(|card| card.id == id).cloned());
            let press = move |_| {
                chosen.set(Some(id));
                open.set(true);
            };
            view! {
                <li>
                    <button class="pdca-card" class:chosen=move || open.get() && chosen.get() == Some(id) on:click=press>
                        {move || known().map(|card| card_view(card, session))}
                    </button>
                </li>
            }
        };
        let count = move || ids().len();
        view! {
            <section class="pdca-column" aria-label=stage.label()>
                <h2>{stage.label()} <span class="hint">{count}</span></h2>
                <ul><For each=ids key=|id| *id children=card /></ul>
            </section>
        }
    };
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    let body = move || {
        if is_empty.get() {
            return view! {
                <EmptyState
                    title="Nothing is being improved yet"
                    text="An improvement begins with an idea or an issue. It says what is expected and how that is measured, is tried, held against what was before, and then kept, changed or given up."
                    shape=Icon::Rise
                >
                    <Button label="Add an improvement" icon=Icon::Plus look=ButtonLook::Primary on_press=add />
                </EmptyState>
            }
            .into_any();
        }
        view! {
            <div class="bar no-print"><Button label="Add an improvement" icon=Icon::Plus look=ButtonLook::Primary on_press=add /></div>
            <div class="pdca">{ImprovementStage::ALL.iter().map(|stage| column(*stage)).collect_view()}</div>
        }
        .into_any()
    };
    view! {
        <div class="improvements">
            <Split title open width=RwSignal::new(560.0) aside=move || chosen.get().map(|id| view! { <Sheet session id /> })>{body}</Split>
        </div>
    }
    .into_any()
}

fn card_view(card: Card, session: Session) -> AnyView {
    let due = card.due.map(|due| {
        let tone = if card.is_overdue { Tone::Bad } else { Tone::Muted };
        view! { <Badge label=format!("due {}", day_text(due, session.now())) tone /> }
    });
    let decided = (card.decision != Conclusion::Open).then(|| {
        let tone = if card.decision == Conclusion::Adopt { Tone::Good } else { Tone::Muted };
        view! { <Badge label=card.decision.label() tone /> }
    });
    let benefit = (card.benefit != 0.0).then(|| view! { <span class="hint">{format!("{} a year", number_text(card.benefit))}</span> });
    view! { <strong>{card.name}</strong> <span class="hint">{card.owner}</span> <span class="pdca-marks">{due} {decided} {benefit}</span> }
        .into_any()
}
