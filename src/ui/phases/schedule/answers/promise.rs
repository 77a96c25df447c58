//! Capable to promise: when a new order could be ready, with and without moving what is planned, and whom it would hurt.
//!
//! Never adds the order before its button is pressed; then order and plan enter in one step.

use super::compare::{Comparison, repair_or_anew, without_moving};
use crate::app::Session;
use crate::app::web::fresh_id;
use crate::guide::Term;
use crate::model::{ItemId, Order, OrderId, Record, RecordId, Span, TableName, Time};
use crate::ui::records::lookup;
use crate::ui::terms::terms_line;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, ComboField, DateTimeField, IntegerField, NumberField, TextField};
use leptos::prelude::*;

/// The form of the order, and the answers.
#[component]
pub fn PromiseAnswer(open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let comparison = Comparison::new(open);
    let id = OrderId::from_raw(fresh_id());
    let draft = RwSignal::new(Order {
        name: free_name(session),
        due: Some(session.now().day_start().plus(Span::from_days(7))),
        priority: typical_priority(session),
        ..Order::new(id)
    });
    let item = Signal::derive(move || {
        let item = draft.with(|draft| draft.item)?;
        Some(Choice::new(item.raw().to_string(), session.peek(|workspace| workspace.label(TableName::Item, item.raw()))))
    });
    let set = move |change: Box<dyn FnOnce(&mut Order)>| {
        draft.update(|draft| change(draft));
        Ok(())
    };
    let set_item = move |choice: Option<Choice>| {
        let item = choice.and_then(|choice| choice.key.parse().ok()).map(ItemId::from_raw);
        set(Box::new(move |draft| draft.item = item))
    };
    let set_quantity = move |quantity: Option<f64>| match quantity.filter(|quantity| *quantity > 0.0) {
        Some(quantity) => set(Box::new(move |draft| draft.quantity = quantity)),
        None => Err("Enter a quantity above 0.".to_owned()),
    };
    let set_priority = move |priority: Option<i64>| match priority.filter(|priority| *priority >= 0) {
        Some(priority) => set(Box::new(move |draft| draft.priority = priority)),
        None => Err("Enter 0 or more; 1 goes first.".to_owned()),
    };
    let set_due = move |due: Option<Time>| set(Box::new(move |draft| draft.due = due));
    let set_name = move |name: String| set(Box::new(move |draft| draft.name = name));
    let refused = Signal::derive(move || draft.with(|draft| draft.item.is_none()).then(|| "Choose what is ordered.".to_owned()));
    let ask = move |()| {
        let order = draft.get_untracked();
        let cases = std::iter::once(without_moving(session, id)).chain(repair_or_anew(session)).collect();
        comparison.start(vec![order], Vec::new(), cases);
    };
    view! {
        {terms_line(&[(Term::Atp, "available to promise")])}
        <div class="form-grid">
            <ComboField label="Item" lookup=lookup(session, TableName::Item) value=item on_commit=set_item required=true />
            <NumberField label="Quantity" value=Signal::derive(move || Some(draft.with(|draft| draft.quantity))) on_commit=set_quantity />
            <DateTimeField label="Wished by" value=Signal::derive(move || draft.with(|draft| draft.due)) on_commit=set_due />
            <IntegerField
                label="Priority"
                help="1 goes first."
                value=Signal::derive(move || Some(draft.with(|draft| draft.priority)))
                on_commit=set_priority
            />
            <TextField label="Order" value=Signal::derive(move || draft.with(|draft| draft.name.clone())) on_commit=set_name />
            <Button label="When could it be ready?" look=ButtonLook::Primary refused on_press=ask />
        </div>
        {comparison.view(Some(id))}
        <p class="hint">"Nothing is ordered yet. To take a plan over adds the order with it, in one step that can be undone."</p>
    }
    .into_any()
}

/// A name that no order has yet.
fn free_name(session: Session) -> String {
    session.peek(|workspace| {
        let is_free = |name: &String| workspace.orders.values().all(|order| order.name != *name);
        (1..).map(|number| format!("New order {number}")).find(is_free).unwrap_or_default()
    })
}

/// The priority that most open orders have at least.
fn typical_priority(session: Session) -> i64 {
    session.peek(|workspace| {
        let mut priorities: Vec<i64> = workspace.orders.values().map(|order| order.priority).collect();
        priorities.sort_unstable();
        priorities.get(priorities.len() / 2).copied().unwrap_or(10)
    })
}
