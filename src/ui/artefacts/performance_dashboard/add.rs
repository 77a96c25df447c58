//! How tiles come to the dashboard: what a role looks at, one of the known figures, or a formula of one's own.

use super::page::Dashboard;
use super::typed::typed_form;
use crate::app::PerformanceCommand;
use crate::app::derived::performance::{Role, record_of};
use crate::engine::performance::{FAMILIES, Formula, kpi};
use crate::model::{Better, Kpi, KpiId, Record, RecordId};
use crate::ui::widgets::table::{Choice, lookup_in};
use crate::ui::widgets::{Button, ButtonLook, ComboField, Dialog, DialogSize, Icon, Segmented, TextField};
use leptos::prelude::*;

/// One button for each role.
pub fn roles_view(board: Dashboard) -> AnyView {
    let session = board.desk.session;
    let role = move |role: Role| {
        let add = move |()| {
            let figures = session.peek(|workspace| role.missing(&workspace.tiles()));
            let called = format!("the figures of {}", role.name);
            if session.act(PerformanceCommand::Add { figures, called }) {
                board.adding.set(false);
            }
        };
        view! { <Button label=role.name icon=Icon::People on_press=add /> }.into_any()
    };
    Role::ALL.into_iter().map(role).collect::<Vec<_>>().into_any()
}

/// The dialog in which tiles are chosen.
#[component]
pub fn AddDialog(board: Dashboard) -> impl IntoView {
    let content = move || {
        view! {
            <div class="stack">
                <h3>"What a role looks at"</h3>
                <div class="bar">{roles_view(board)}</div>
                <h3>"A key figure"</h3>
                {known_field(board)}
                <h3>"A figure of your own"</h3>
                {own_form(board)}
                <h3>"A figure whose values are typed"</h3>
                {typed_form(board)}
            </div>
        }
    };
    view! { <Dialog open=board.adding title="Add tiles" size=DialogSize::Wide>{content}</Dialog> }.into_any()
}

fn known_field(board: Dashboard) -> AnyView {
    let options =
        FAMILIES.iter().flat_map(|(family, figures)| figures.iter().map(|known| Choice::new(known.word, known.label).hint(*family)));
    let lookup = lookup_in(options.collect());
    let chosen = RwSignal::new(None::<Choice>);
    let commit = Callback::new(move |choice: Option<Choice>| {
        chosen.set(choice);
        Ok(())
    });
    let add = move |()| {
        let Some(known) = chosen.get_untracked().and_then(|choice| kpi(&choice.key)) else { return };
        if board.desk.session.act(PerformanceCommand::Add { figures: vec![record_of(known)], called: String::new() }) {
            board.adding.set(false);
        }
    };
    let refused = Signal::derive(move || chosen.with(Option::is_none).then(|| "Choose a key figure first.".to_owned()));
    view! {
        <div class="bar">
            <ComboField label="Key figure" lookup value=chosen on_commit=commit />
            <Button label="Add" icon=Icon::Plus refused on_press=add />
        </div>
        <p class="hint">"For one resource, item, customer, order, operation or shift alone, open the figure under Performance, told apart by it, and add it from there."</p>
    }
    .into_any()
}

fn own_form(board: Dashboard) -> AnyView {
    let session = board.desk.session;
    let (name, formula, unit) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let better = RwSignal::new(Better::Up.code().to_owned());
    let set = |into: RwSignal<String>| {
        Callback::new(move |text: String| {
            into.set(text);
            Ok(())
        })
    };
    let typed = board.desk.typed;
    let parse = move |text: &str| typed.with_untracked(|typed| Formula::parse_with(text, &typed.words()));
    let set_formula = Callback::new(move |text: String| {
        let read = parse(&text).map(|_| ());
        formula.set(text);
        match read {
            Ok(_) => Ok(()),
            Err(error) => Err(format!("At character {}: {}", error.position + 1, error.message)),
        }
    });
    let refused = Signal::derive(move || {
        if name.with(|name| name.trim().is_empty()) {
            return Some("Give it a name first.".to_owned());
        }
        formula.with(|formula| parse(formula).err().map(|error| error.message))
    });
    let add = move |()| {
        let record = Kpi {
            name: name.get_untracked().trim().to_owned(),
            formula: formula.get_untracked(),
            unit: unit.get_untracked(),
            better: Better::from_code(&better.get_untracked()).unwrap_or_default(),
            ..Kpi::new(KpiId::from_raw(0))
        };
        if session.act(PerformanceCommand::Add { figures: vec![record], called: String::new() }) {
            [name, formula, unit].iter().for_each(|text| text.set(String::new()));
            board.adding.set(false);
        }
    };
    let ways: Vec<Choice> = Better::ALL.iter().map(|way| Choice::new(way.code(), way.label())).collect();
    let entry = |word: String, label: String| view! { <dt><code>{word}</code></dt><dd>{label}</dd> }.into_any();
    let words: Vec<AnyView> =
        FAMILIES.iter().flat_map(|(_, figures)| figures.iter()).map(|known| entry(known.word.to_owned(), known.label.to_owned())).collect();
    let typed_words = move || {
        typed.with(|typed| typed.series.iter().map(|series| entry(series.word.clone(), series.label.clone())).collect::<Vec<AnyView>>())
    };
    let help = "Names of key figures and typed series with + − * / ( ), min and max: scrap_ratio + rework_ratio";
    view! {
        <div class="bar own-figure">
            <TextField label="Name" value=name on_commit=set(name) />
            <TextField label="Formula" value=formula on_commit=set_formula help=help />
            <TextField label="Unit" value=unit on_commit=set(unit) help="% shows shares as percent" />
        </div>
        <div class="bar">
            <Segmented label="Better" options=ways value=better on_change=Callback::new(move |code| better.set(code)) />
            <Button label="Add this figure" icon=Icon::Plus look=ButtonLook::Primary refused on_press=add />
        </div>
        <details class="figure-words">
            <summary>"Names of all key figures"</summary>
            <dl class="inputs">{typed_words}{words}</dl>
        </details>
    }
    .into_any()
}
