//! A breakdown: a resource is out for a time; a repair that moves little beside a plan made anew.
//!
//! Never enters the absence before a plan is chosen; then absence and plan enter in one step.

use super::compare::{Comparison, repair_or_anew};
use crate::app::Session;
use crate::app::web::fresh_id;
use crate::model::{Absence, AbsenceId, Record, RecordId, ResourceId, Span, TableName, Time};
use crate::ui::records::lookup;
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, ButtonLook, ComboField, DateTimeField, TextField};
use leptos::prelude::*;

/// The form of the absence, and the two plans.
#[component]
pub fn BreakdownAnswer(open: RwSignal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let comparison = Comparison::new(open);
    let now = untrack(|| session.plan_start());
    let draft = RwSignal::new(Absence {
        start: Some(now),
        end: Some(now.plus(Span::from_days(1))),
        reason: "Breakdown".to_owned(),
        ..Absence::new(AbsenceId::from_raw(fresh_id()))
    });
    let resource = Signal::derive(move || {
        let resource = draft.with(|draft| draft.resource)?;
        Some(Choice::new(resource.raw().to_string(), session.peek(|workspace| workspace.label(TableName::Resource, resource.raw()))))
    });
    let set_resource = move |choice: Option<Choice>| {
        let resource = choice.and_then(|choice| choice.key.parse().ok()).map(ResourceId::from_raw);
        draft.update(|draft| draft.resource = resource);
        Ok(())
    };
    let set_start = move |start: Option<Time>| {
        draft.update(|draft| draft.start = start);
        Ok(())
    };
    let set_end = move |end: Option<Time>| {
        draft.update(|draft| draft.end = end);
        Ok(())
    };
    let set_reason = move |reason: String| {
        draft.update(|draft| draft.reason = reason);
        Ok(())
    };
    let refused = Signal::derive(move || {
        draft.with(|draft| match draft.resource {
            None => Some("Choose what is out.".to_owned()),
            Some(_) if draft.start.is_none() || draft.start >= draft.end => Some("It must end after it begins.".to_owned()),
            Some(_) => None,
        })
    });
    let ask = move |()| comparison.start(Vec::new(), vec![draft.get_untracked()], repair_or_anew(session));
    view! {
        <div class="form-grid">
            <ComboField label="Resource" lookup=lookup(session, TableName::Resource) value=resource on_commit=set_resource required=true />
            <DateTimeField label="Out from" value=Signal::derive(move || draft.with(|draft| draft.start)) on_commit=set_start />
            <DateTimeField label="Until" value=Signal::derive(move || draft.with(|draft| draft.end)) on_commit=set_end />
            <TextField label="Reason" value=Signal::derive(move || draft.with(|draft| draft.reason.clone())) on_commit=set_reason />
            <Button label="What can be done?" look=ButtonLook::Primary refused on_press=ask />
        </div>
        {comparison.view(None)}
        <p class="hint">"To take a plan over enters the absence with it, in one step that can be undone."</p>
    }
    .into_any()
}
