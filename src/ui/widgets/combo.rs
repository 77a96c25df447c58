//! A text input that finds options while typing, by the combobox pattern of the ARIA guide.
//!
//! Shared by fields and table cells; finding is done by the lookup it is given, deciding by whoever reads `text` and `picked`.

use super::dom::{by_id, place_beside, scroll_into_sight, unique_id};
use super::icon::{Icon, icon};
use super::table::{Choice, Lookup};
use leptos::prelude::*;

/// The state of one combobox.
#[derive(Clone, Copy)]
pub struct Combo {
    pub input_id: StoredValue<String>,
    /// What has been typed or chosen.
    pub text: RwSignal<String>,
    /// The option that was chosen from the list; stale once the text differs from its label.
    pub picked: RwSignal<Option<Choice>>,
    pub open: RwSignal<bool>,
    /// Place of the option that Enter would choose.
    active: RwSignal<usize>,
    /// Whether arrow keys have moved through the list since it opened.
    moved: RwSignal<bool>,
    start: StoredValue<String>,
    options: Memo<Vec<Choice>>,
}

impl Combo {
    /// A closed combobox with a starting text.
    pub fn new(start: String, lookup: Lookup) -> Combo {
        let text = RwSignal::new(start.clone());
        let open = RwSignal::new(false);
        let lookup = StoredValue::new(lookup);
        let start = StoredValue::new(start);
        let options = Memo::new(move |_| {
            if !open.get() {
                return Vec::new();
            }
            // Until something is typed the whole list is offered, not only what matches the present value.
            let typed = text.with(|text| if start.with_value(|start| start == text) { String::new() } else { text.clone() });
            lookup.get_value()(&typed)
        });
        Combo {
            input_id: StoredValue::new(unique_id()),
            text,
            picked: RwSignal::new(None),
            open,
            active: RwSignal::new(0),
            moved: RwSignal::new(false),
            start,
            options,
        }
    }

    /// Takes the option at a place in the list.
    pub fn pick(self, place: usize) -> bool {
        let Some(choice) = self.options.with_untracked(|options| options.get(place).cloned()) else { return false };
        self.text.set(choice.label.clone());
        self.picked.set(Some(choice));
        self.open.set(false);
        true
    }

    /// Starts again with another text, as if it had just been made.
    pub fn restart(self, start: String) {
        self.start.set_value(start.clone());
        self.picked.set(None);
        self.text.set(start);
    }

    /// The chosen option, if the text still is its label.
    pub fn choice(self) -> Option<Choice> {
        let text = self.text.get_untracked();
        self.picked.get_untracked().filter(|choice| choice.label == text)
    }

    /// Handles a key of the list; true when the key has been used up.
    pub fn on_key(self, event: &web_sys::KeyboardEvent) -> bool {
        let open = self.open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !open => self.show(),
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "Escape" if open => self.open.set(false),
            "Enter" | "Tab" => {
                self.settle();
                return false;
            }
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    /// Shows the list.
    pub fn show(self) {
        self.active.set(0);
        self.moved.set(false);
        self.open.set(true);
    }

    /// Takes the option that stands out, when the person has typed towards it or moved to it, and closes the list.
    pub fn settle(self) {
        let typed = self.text.with_untracked(|text| !text.trim().is_empty() && self.start.with_value(|start| start != text));
        let wanted = self.open.get_untracked() && (typed || self.moved.get_untracked());
        if wanted && untrack(|| self.stands_out(self.active.get())) {
            self.pick(self.active.get_untracked());
        }
        self.open.set(false);
    }

    /// Whether Enter would take the option at a place: what makes something new has to be gone to first.
    fn stands_out(self, place: usize) -> bool {
        let makes = self.options.with(|options| options.get(place).is_some_and(|choice| choice.makes));
        self.active.get() == place && (!makes || self.moved.get())
    }

    fn step(self, by: isize) {
        let count = self.options.with_untracked(Vec::len).max(1);
        // The first arrow key goes to the first option, which stands out already.
        let first = !self.moved.get_untracked() && by > 0 && self.active.get_untracked() == 0;
        self.moved.set(true);
        if !first {
            self.active.update(|active| *active = (*active + count).saturating_add_signed(by) % count);
        }
    }

    fn typed(self, text: String) {
        self.text.set(text);
        self.show();
    }
}

/// What a combobox input needs beside its state.
#[derive(Clone, Default)]
pub struct ComboLabels {
    /// Name for screen readers where no visible label points to the input.
    pub name: Option<String>,
    /// Ids of elements that describe it.
    pub described_by: Option<String>,
    pub placeholder: Option<String>,
}

/// The input and its list. `on_choose` is called after a click on an option; keys are reported through [`Combo::on_key`].
pub fn combo_view(combo: Combo, labels: ComboLabels, invalid: Signal<bool>, on_choose: Callback<()>) -> AnyView {
    let input_id = combo.input_id.get_value();
    let list_id = format!("{input_id}-list");
    let option_id = |id: &str, place: usize| format!("{id}-o{place}");
    let (list, input, options_of) = (list_id.clone(), input_id.clone(), input_id.clone());
    Effect::new(move |_| {
        let shown = combo.open.get() && combo.options.with(|options| !options.is_empty());
        let Some(element) = by_id(&list) else { return };
        if shown {
            let _ = element.show_popover();
            if let Some(anchor) = by_id(&input) {
                place_beside(&element, &anchor, false);
                let _ = element.style().set_property("min-width", &format!("{}px", anchor.offset_width()));
            }
        } else {
            let _ = element.hide_popover();
        }
    });
    let (scroll_list, scroll_id) = (input_id.clone(), input_id.clone());
    Effect::new(move |_| {
        let place = combo.active.get();
        if combo.open.get() {
            scroll_into_sight(&format!("{scroll_list}-o{place}"));
        }
    });
    let active = move || {
        let shown = combo.open.get() && combo.options.with(|options| !options.is_empty());
        (shown && combo.stands_out(combo.active.get())).then(|| option_id(&scroll_id, combo.active.get()))
    };
    let items = move || {
        let options = combo.options.get();
        options
            .into_iter()
            .enumerate()
            .map(|(place, choice)| option_view(combo, (option_id(&options_of, place), place), choice, on_choose))
            .collect::<Vec<_>>()
    };
    view! {
        <input
            type="text"
            id=input_id
            class="input"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            aria-autocomplete="list"
            aria-expanded=move || if combo.open.get() { "true" } else { "false" }
            aria-controls=list_id.clone()
            aria-activedescendant=active
            aria-label=labels.name
            aria-describedby=labels.described_by
            aria-invalid=move || invalid.get().then_some("true")
            placeholder=labels.placeholder
            prop:value=move || combo.text.get()
            on:input=move |event| combo.typed(event_target_value(&event))
            on:click=move |_| combo.show()
            on:blur=move |_| combo.open.set(false)
        />
        <div id=list_id class="popover options placed" popover="manual" role="listbox" aria-label="Options">
            {items}
        </div>
    }
    .into_any()
}

fn option_view(combo: Combo, (id, place): (String, usize), choice: Choice, on_choose: Callback<()>) -> AnyView {
    let makes = choice.makes;
    let is_active = move || combo.stands_out(place);
    let choose = move |_| {
        if combo.pick(place) {
            on_choose.run(());
        }
    };
    view! {
        <div
            id=id
            class="option"
            class:active=is_active
            role="option"
            aria-selected=move || if is_active() { "true" } else { "false" }
            // The focus stays in the input, so that typing can go on.
            on:mousedown=move |event| event.prevent_default()
            on:click=choose
        >
            {makes.then(|| icon(Icon::Plus))}
            <span>{choice.label}</span>
            {(!choice.hint.is_empty()).then(|| view! { <span class="option-hint">{choice.hint}</span> })}
        </div>
    }
    .into_any()
}
