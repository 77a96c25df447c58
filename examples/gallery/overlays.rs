//! Dialogs and messages.

use crate::head;
use leptos::prelude::*;
use linewright::ui::widgets::*;

#[component]
pub fn Overlays() -> impl IntoView {
    let (form, question) = (RwSignal::new(false), RwSignal::new(false));
    let name = RwSignal::new(String::new());
    view! {
        <div class="page">
            {head("Overlays", "Does the focus always come back?")}
            <Toolbar label="Dialogs">
                <Button label="New order" icon=Icon::Plus on_press=move || form.set(true) />
                <Button label="Delete 3 orders" icon=Icon::Trash on_press=move || question.set(true) />
            </Toolbar>
            <Dialog open=form title="New order" size=DialogSize::Wide>
                <div class="form-grid">
                    <TextField label="Name" value=name required=true on_commit=move |text| Ok(name.set(text)) />
                    <NumberField label="Quantity" value=None on_commit=|_| Ok(()) />
                    <DateField label="Due" value=None on_commit=|_| Ok(()) />
                </div>
                <div class="dialog-actions">
                    <Button label="Cancel" on_press=move || form.set(false) />
                    <Button label="Add order" look=ButtonLook::Primary on_press=move || form.set(false) />
                </div>
            </Dialog>
            <Confirm
                open=question
                title="Delete 3 orders?"
                text="Their tasks leave the schedule. You can undo this."
                confirm="Delete"
                danger=true
                on_confirm=|()| ()
            />
        </div>
    }
    .into_any()
}
