//! A figure whose values people type, for what no report tells: energy, absence, complaints, money.

use super::page::Dashboard;
use crate::app::PerformanceCommand;
use crate::app::derived::performance::word_for;
use crate::model::{Better, Kpi, KpiId, Period, Record, RecordId, Together};
use crate::ui::phases::performance::Looked;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ChoiceField, Icon, TextField};
use leptos::prelude::*;

/// The choices of a kind, which are kept as their codes.
macro_rules! choices {
    ($kind:ident) => {
        Signal::stored($kind::ALL.iter().map(|choice| Choice::new(choice.code(), choice.label())).collect::<Vec<Choice>>())
    };
}

/// The form by which one is added; its values are typed where it is opened, which it is at once.
pub fn typed_form(board: Dashboard) -> AnyView {
    let [name, word, unit] = [(); 3].map(|()| RwSignal::new(String::new()));
    let (per, together) = (RwSignal::new(Period::Week.code().to_owned()), RwSignal::new(Together::Sum.code().to_owned()));
    let better = RwSignal::new(Better::Up.code().to_owned());
    let set = |into: RwSignal<String>| {
        Callback::new(move |text: String| {
            into.set(text.trim().to_owned());
            Ok(())
        })
    };
    // What its name suggests, until somebody says otherwise.
    let called = Signal::derive(move || word.with(|word| if word.is_empty() { name.with(|name| word_for(name)) } else { word.clone() }));
    let refused = Signal::derive(move || {
        if name.with(String::is_empty) {
            return Some("Give it a name first.".to_owned());
        }
        board.desk.typed.with(|typed| called.with(|word| typed.check_word(word).err()))
    });
    let add = move |()| {
        let record = Kpi {
            name: name.get_untracked(),
            formula: called.get_untracked(),
            unit: unit.get_untracked(),
            better: Better::from_code(&better.get_untracked()).unwrap_or_default(),
            typed: Period::from_code(&per.get_untracked()),
            together: Together::from_code(&together.get_untracked()).unwrap_or_default(),
            ..Kpi::new(KpiId::from_raw(0))
        };
        if board.desk.session.act(PerformanceCommand::Add { figures: vec![record], called: String::new() }) {
            [name, word, unit].iter().for_each(|text| text.set(String::new()));
            board.adding.set(false);
            // The newest has the highest place.
            if let Some(id) = board.desk.session.peek(|workspace| workspace.tiles().last().map(|tile| tile.id)) {
                board.desk.look(Looked::Record(id));
            }
        }
    };
    view! {
        <div class="bar own-figure">
            <TextField label="Name of the series" value=name on_commit=set(name) />
            <TextField label="Name in formulas" value=called on_commit=set(word) />
            <TextField label="Unit of its values" value=unit on_commit=set(unit) help="% shows shares as percent" />
        </div>
        <div class="bar">
            <ChoiceField label="Typed per" options=choices!(Period) value=per on_commit=set(per) />
            <ChoiceField label="Longer periods" options=choices!(Together) value=together on_commit=set(together) />
            <ChoiceField label="Which way is better" options=choices!(Better) value=better on_commit=set(better) />
            <Button label="Add this series" icon=Icon::Plus refused on_press=add />
        </div>
    }
    .into_any()
}
