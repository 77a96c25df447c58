//! Dialogs and messages.

use crate::head;
use leptos::prelude::*;
use linewright::ui::widgets::Action;
use linewright::ui::widgets::*;

#[component]
pub fn Overlays() -> impl IntoView {
    let (form, question) = (RwSignal::new(false), RwSignal::new(false));
    let name = RwSignal::new(String::new());
    let notices = vec![
        Notice::new(901, Tone::Good, "Schedule accepted").text("1,200 tasks placed, 3 orders late."),
        Notice::new(902, Tone::Bad, "The file could not be read")
            .text("Nothing was changed. Row 7 of sheet Orders has no item.")
            .action(Action::new("Show", || ())),
    ];
    let shown = RwSignal::new(notices);
    let dismiss = move |id| shown.update(|notices| notices.retain(|notice| notice.id != id));
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
            <Toasts notices=shown on_dismiss=dismiss />
        </div>
    }
    .into_any()
}
