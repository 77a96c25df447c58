//! How the figures are looked at: over which periods, told apart by what, of whom.

use super::page::Desk;
use crate::engine::performance::{Dimension, FlowUnit};
use crate::model::{Period, sort_with_key};
use crate::ui::phases::LookAhead;
use crate::ui::widgets::table::{Choice, lookup_in};
use crate::ui::widgets::{ChoiceField, ComboField, Segmented};
use leptos::prelude::*;
use std::sync::Arc;

const DIMENSIONS: [(Dimension, &str, &str); 7] = [
    (Dimension::All, "all", "Everything"),
    (Dimension::Resource, "resource", "By resource"),
    (Dimension::Item, "item", "By item"),
    (Dimension::Shift, "shift", "By shift"),
    (Dimension::Operation, "operation", "By operation"),
    (Dimension::Customer, "customer", "By customer"),
    (Dimension::Order, "order", "By order"),
];

/// The fields above the figures.
pub fn desk_bar(desk: Desk) -> AnyView {
    let value = Signal::derive(move || (desk.asked.get().period, desk.asked.get().periods));
    let on_period = move |period: Period| {
        desk.asked.update(|asked| asked.period = period);
        desk.chosen.set(None);
    };
    let on_periods = move |periods: usize| {
        desk.asked.update(|asked| asked.periods = periods);
        desk.chosen.set(None);
    };
    let dimensions = Signal::stored(DIMENSIONS.iter().map(|(_, word, label)| Choice::new(*word, *label)).collect::<Vec<_>>());
    let dimension = Signal::derive(move || {
        let now = desk.dimension.get();
        DIMENSIONS.iter().find(|(known, ..)| *known == now).map_or("", |(_, word, _)| word).to_owned()
    });
    let set_dimension = Callback::new(move |word: String| {
        if let Some((dimension, ..)) = DIMENSIONS.iter().find(|(_, known, _)| *known == word) {
            desk.dimension.set(*dimension);
            // Begin with somebody of whom something is known.
            let first = desk.figures.with_untracked(|figures| figures.members()).into_iter().find(|member| *member != 0);
            desk.member.set(first.unwrap_or(0));
        }
        Ok(())
    });
    let member = move || (desk.dimension.get() != Dimension::All).then(|| member_field(desk));
    let flow = Signal::derive(move || if desk.asked.get().flow == FlowUnit::Orders { "orders" } else { "tasks" }.to_owned());
    let set_flow = Callback::new(move |word: String| {
        desk.asked.update(|asked| asked.flow = if word == "orders" { FlowUnit::Orders } else { FlowUnit::Tasks });
    });
    let flows = vec![Choice::new("tasks", "Tasks"), Choice::new("orders", "Orders")];
    view! {
        <div class="bar performance-bar">
            <LookAhead lengths=&[Period::Day, Period::Week, Period::Month] value on_period on_periods />
            {shown_period(desk)}
            <ChoiceField label="Told apart" options=dimensions value=dimension on_commit=set_dimension />
            {member}
            <Segmented label="What flows" options=flows value=flow on_change=set_flow />
        </div>
    }
    .into_any()
}

fn shown_period(desk: Desk) -> AnyView {
    let options = Signal::derive(move || {
        desk.figures.with(|figures| {
            let names = figures.basis.period_names.iter().rev().enumerate();
            let so_far = if figures.basis.goes_on() { ", so far" } else { "" };
            names
                .map(|(back, name)| Choice::new(back.to_string(), format!("{name}{}", if back == 0 { so_far } else { "" })))
                .collect::<Vec<_>>()
        })
    });
    let value = Signal::derive(move || desk.back().to_string());
    let commit = Callback::new(move |back: String| {
        desk.chosen.set(back.parse().ok());
        Ok(())
    });
    view! { <ChoiceField label="Period shown" options value on_commit=commit /> }.into_any()
}

fn member_field(desk: Desk) -> AnyView {
    let named = move |member: u64| {
        desk.figures
            .with_untracked(|figures| desk.session.peek(|workspace| figures.basis.member_name(workspace, figures.dimension, member)))
    };
    let mut options: Vec<Choice> = desk
        .figures
        .with_untracked(|figures| figures.members())
        .into_iter()
        .map(|member| Choice::new(member.to_string(), named(member)))
        .collect();
    sort_with_key(&mut options, |choice| choice.label.clone());
    let value = Signal::derive(move || {
        let member = desk.member.get();
        Some(Choice::new(member.to_string(), named(member)))
    });
    let commit = Callback::new(move |choice: Option<Choice>| {
        desk.member.set(choice.and_then(|choice| choice.key.parse().ok()).unwrap_or(0));
        Ok(())
    });
    let lookup = lookup_in(options);
    view! { <ComboField label="Of" lookup=Arc::clone(&lookup) value on_commit=commit /> }.into_any()
}
