//! Buttons, fields, badges, stats, tabs, tree, progress.

use crate::head;
use leptos::prelude::*;
use linewright::model::{Span, Time};
use linewright::ui::widgets::Action;
use linewright::ui::widgets::tree::opened_to;
use linewright::ui::widgets::*;
use std::sync::Arc;

#[component]
pub fn Controls() -> impl IntoView {
    view! {
        <div class="page">
            {head("Controls", "Does every control look and work as it should?")}
            <section class="stats" aria-label="Figures">
                {stats()}
            </section>
            {buttons()}
            {fields()}
            {tabs()}
            {tree()}
            <Progress label="Scheduling 1,200 tasks" share=Some(0.42) detail="best so far: 3 late" on_cancel=|()| () />
            <Progress label="Reading the workbook" share=None />
            <Dropzone
                label="Drop a workbook here"
                help="Excel, CSV or JSON, up to 20 MB"
                accept=".xlsx,.csv,.json"
                on_files=UnsyncCallback::new(|_| ())
                on_text=|_| ()
            />
        </div>
    }
    .into_any()
}

fn stats() -> AnyView {
    let rows = (1..=140).map(|id| SourceRow { label: format!("Order {id}"), value: format!("{id} d late"), id }).collect();
    let late = Explained {
        label: "On time".to_owned(),
        value: "94 %".to_owned(),
        tone: Tone::Warning,
        detail: "3 of 50 late".to_owned(),
        formula: "on time / all that are due".to_owned(),
        inputs: vec![("on time".to_owned(), "47".to_owned()), ("due".to_owned(), "50".to_owned())],
        rows,
        note: "Leaves out what has no date.".to_owned(),
    };
    let plain = |label: &str, value: &str, tone: Tone| Explained {
        label: label.to_owned(),
        value: value.to_owned(),
        tone,
        detail: "this week".to_owned(),
        ..Explained::default()
    };
    view! {
        <Stat of=late on_row=|_| () />
        <Stat of=plain("Load", "87 %", Tone::Neutral) />
        <Stat of=plain("Late", "12", Tone::Bad) />
        <Stat of=plain("Ready", "38", Tone::Good) />
    }
    .into_any()
}

fn buttons() -> AnyView {
    let zoom = RwSignal::new("week".to_owned());
    let pinned = RwSignal::new(true);
    let options = vec![Choice::new("day", "Day"), Choice::new("week", "Week"), Choice::new("month", "Month")];
    view! {
        <Toolbar label="Examples">
            <Button label="Plan" look=ButtonLook::Primary icon=Icon::Play on_press=|()| () />
            <Button label="Add" icon=Icon::Plus on_press=|()| () />
            <Button label="Print" look=ButtonLook::Quiet icon=Icon::Print on_press=|()| () />
            <Button label="Delete" look=ButtonLook::Danger on_press=|()| () />
            <Button label="Export" refused=Some("There is nothing to export yet.".to_owned()) icon=Icon::Download on_press=|()| () />
            <Button label="Pin" icon=Icon::Pin pressed=pinned on_press=move |()| pinned.update(|on| *on = !*on) />
            <span class="toolbar-line"></span>
            <Segmented label="Zoom" options value=zoom on_change=move |key| zoom.set(key) />
            <span class="toolbar-gap"></span>
            <MenuButton
                label="More"
                class="button"
                actions=vec![
                    Action::new("Duplicate", || ()).icon(Icon::Copy).shortcut("Ctrl+D"),
                    Action::new("Show lines", || ()).checked(true),
                    Action::new("Delete", || ()).icon(Icon::Trash).danger().group("Careful"),
                ]
            />
        </Toolbar>
        <div class="toolbar">
            <Badge label="Neutral" />
            <Badge label="Planned" tone=Tone::Info />
            <Badge label="Ready" tone=Tone::Good />
            <Badge label="Tight" tone=Tone::Warning />
            <Badge label="Late" tone=Tone::Bad />
            <Badge label="Closed" tone=Tone::Muted />
        </div>
    }
    .into_any()
}

fn fields() -> AnyView {
    let name = RwSignal::new("Gear box".to_owned());
    let size = RwSignal::new(Some(12.5));
    let due = RwSignal::new(Time::from_date(2026, 3, 1));
    let length = RwSignal::new(Some(Span::from_minutes(150)));
    let kind = RwSignal::new("make".to_owned());
    let done = RwSignal::new(true);
    let who = RwSignal::new(None::<Choice>);
    let people = lookup_in((1..200).map(|n| Choice::new(n.to_string(), format!("Person {n}")).hint(format!("team {}", n % 7))).collect());
    let kinds = vec![Choice::new("make", "Make"), Choice::new("buy", "Buy")];
    view! {
        <div class="form-grid">
            <TextField label="Name" value=name required=true on_commit=move |text: String| Ok(name.set(text)) />
            <NumberField label="Size (kg)" value=size help="Weight of one piece." on_commit=move |number| Ok(size.set(number)) />
            <DateField label="Due" value=due on_commit=move |time| Ok(due.set(time)) />
            <DateTimeField label="Released" value=due on_commit=move |time| Ok(due.set(time)) />
            <DurationField label="Time per piece" value=length on_commit=move |span| Ok(length.set(span)) />
            <ChoiceField label="Kind" options=kinds value=kind on_commit=move |key| Ok(kind.set(key)) />
            <ComboField label="Person" lookup=people value=who placeholder="Find a person" on_commit=move |choice| Ok(who.set(choice)) />
            <TextField label="Code" value="A-17".to_owned() error=Some("Another row has this code.".to_owned()) on_commit=|_| Err("This code is taken.".to_owned()) />
            <CheckField label="Ready to start" value=done help="Material is there." on_commit=move |on| Ok(done.set(on)) />
            <TextAreaField label="Note" value=name on_commit=move |text| Ok(name.set(text)) />
        </div>
    }
    .into_any()
}

fn tabs() -> AnyView {
    let selected = RwSignal::new("first");
    let tabs = vec![
        Tab::new("first", "Overview", || view! { <p>"What stands in the first tab."</p> }.into_any()).count(Some(12)),
        Tab::new("second", "Details", || view! { <p>"What stands in the second tab."</p> }.into_any()),
        Tab::new("third", "History", || view! { <p>"What stands in the third tab."</p> }.into_any()),
    ];
    view! { <Tabs label="Views" tabs selected /> }.into_any()
}

fn tree() -> AnyView {
    let node = |key, depth, label: &str, has_children| TreeNode {
        key,
        depth,
        label: label.to_owned(),
        has_children,
        cells: vec![
            CellValue::number(key as f64 * 1.5, 1),
            CellValue::text("pieces"),
            CellValue::text("Ready").tone(Tone::Good).look(Look::Badge),
        ],
    };
    let nodes = vec![
        node(1, 0, "Gear box", true),
        node(2, 1, "Housing", true),
        node(3, 2, "Casting", false),
        node(4, 2, "Paint", false),
        node(5, 1, "Shaft", false),
        node(6, 0, "Motor", true),
        node(7, 1, "Coil", false),
    ];
    let open = RwSignal::new(opened_to(&nodes, 1));
    let columns = vec![
        Column::text("part", "Part").width(240),
        Column::number("quantity", "Quantity"),
        Column::text("unit", "Unit").width(96),
        Column::text("state", "State").width(112),
    ];
    view! { <Tree label="Parts" columns nodes=Arc::new(nodes) open /> }.into_any()
}
