//! The panel of the step chosen on the map: its fields, and what can be done with it.

use crate::app::derived::workflow::NodeRecord;
use crate::app::{ExecutionCommand, Lane, NewStep, RecordCommand, Session, WorkflowCommand};
use crate::model::{FieldValue, LinkKind, OperationId, OperationKind, RecordId, Span, TableName, Value};
use crate::ui::records::{lookup, send};
use crate::ui::widgets::table::Choice;
use crate::ui::widgets::{Button, CheckField, ComboField, DurationField, Icon, NumberField, TextField};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The panel beside the map; not there until a step is chosen.
#[component]
pub fn StepPanel(chosen: RwSignal<Option<NodeRecord>>) -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <aside class="map-panel card stack" class:idle=move || chosen.with(Option::is_none) aria-label="Step">
            {move || match chosen.get() {
                Some(NodeRecord::Operation(operation)) => operation_view(session, operation, chosen),
                Some(NodeRecord::Item(item)) => named(session, TableName::Item, item.raw(), "The result of the steps."),
                Some(NodeRecord::Terms(terms)) => {
                    let (table, id) = (TableName::ItemSupplier, terms.raw());
                    let item = session.watch_record(table, id, |workspace| workspace.item_suppliers.get(&terms).and_then(|terms| terms.item));
                    named(session, TableName::Item, item.map(RecordId::raw).unwrap_or_default(), "Bought; its terms stand under Stock and supply.")
                }
                Some(NodeRecord::Transport(_)) => view! { <p>"Moved from another location; its terms stand under Stock and supply."</p> }.into_any(),
                None => ().into_any(),
            }}
        </aside>
    }
    .into_any()
}

fn named(session: Session, table: TableName, id: u64, words: &'static str) -> AnyView {
    let name = session.watch_record(table, id, |workspace| workspace.label(table, id));
    view! {
        <h2>{name}</h2>
        <p class="hint">{words}</p>
    }
    .into_any()
}

/// Sets one field of the operation.
fn set(session: Session, operation: OperationId, field: &str, value: Value) -> Result<(), String> {
    let table = TableName::Operation;
    let field = table.field(field).unwrap_or_default();
    send(session, RecordCommand::Set { table, ids: vec![operation.raw()], field, value })
}

fn operation_view(session: Session, operation: OperationId, chosen: RwSignal<Option<NodeRecord>>) -> AnyView {
    let read = move |field: &'static str| {
        session.value(TableName::Operation, operation.raw(), TableName::Operation.field(field).unwrap_or_default())
    };
    let text = move |field: &'static str| Signal::derive(move || String::from_value(&read(field)).unwrap_or_default());
    let keep = move |field: &'static str| Callback::new(move |text: String| set(session, operation, field, text.to_value()));
    let duration = Signal::derive(move || Span::from_value(&read("duration")));
    let keep_duration = Callback::new(move |span: Option<Span>| set(session, operation, "duration", span.unwrap_or(Span::ZERO).to_value()));
    let per_unit = Signal::derive(move || f64::from_value(&read("duration_per_unit")));
    let keep_per_unit =
        Callback::new(move |seconds: Option<f64>| set(session, operation, "duration_per_unit", Value::Number(seconds.unwrap_or(0.0))));
    let scrap = Signal::derive(move || f64::from_value(&read("scrap_share")).map(|share| (share * 1e6).round() / 1e4));
    let keep_scrap = Callback::new(move |percent: Option<f64>| {
        let command = ExecutionCommand::SetScrap { operation, share: percent.unwrap_or(0.0) / 100.0 };
        session.dispatch(&command).map_err(|refusal| format!("{} {}", refusal.what, refusal.todo))
    });
    let critical = Signal::derive(move || read("critical") == Value::Flag(true));
    let keep_critical = Callback::new(move |critical: bool| set(session, operation, "critical", Value::Flag(critical)));
    let is_routing = Signal::derive(move || read("kind") == OperationKind::Routing.to_value());
    let assign = Callback::new(move |choice: Option<Choice>| {
        let Some(to) = choice.and_then(|choice| choice.key.parse().ok()).map(RecordId::from_raw) else { return Ok(()) };
        let from = session.peek(|workspace| {
            workspace.operation_resources.values().find(|line| line.operation == Some(operation)).and_then(|line| line.resource)
        });
        let command = WorkflowCommand::MoveToLane { operation, lane: Lane::Resource { from, to } };
        session.dispatch(&command).map_err(|refusal| format!("{} {}", refusal.what, refusal.todo))
    });
    let resource = Signal::derive(move || {
        session.watch(&[TableName::OperationResource, TableName::Resource], |workspace| {
            let line = workspace.operation_resources.values().find(|line| line.operation == Some(operation))?;
            let resource = line.resource?;
            Some(Choice::new(resource.raw().to_string(), workspace.label(TableName::Resource, resource.raw())))
        })
    });
    let add = move || {
        if let Some(added) = add_step(session, operation) {
            chosen.set(Some(NodeRecord::Operation(added)));
            request_animation_frame(focus_name);
        }
    };
    let remove = move || {
        let is_step = session.peek(|workspace| workspace.operations.get(&operation).is_some_and(|operation| operation.owner.is_some()));
        let is_gone = if is_step {
            session.act(WorkflowCommand::RemoveStep { step: operation })
        } else {
            session.act(RecordCommand::Remove { table: TableName::Operation, ids: vec![operation.raw()] })
        };
        if is_gone {
            chosen.set(None);
        }
    };
    let connect = Callback::new(move |choice: Option<Choice>| {
        let Some(from) = choice.and_then(|choice| choice.key.parse().ok()).map(RecordId::from_raw) else { return Ok(()) };
        let command = WorkflowCommand::Connect { from, to: operation, kind: LinkKind::FinishStart, lag: Span::ZERO };
        session.dispatch(&command).map_err(|refusal| format!("{} {}", refusal.what, refusal.todo))
    });
    view! {
        <h2>{move || text("name").get()}</h2>
        <TextField label="Name" value=text("name") on_commit=keep("name") required=true />
        <TextField label="Role" help="The lane that answers for it." value=text("role") on_commit=keep("role") />
        {move || (!is_routing.get()).then(|| view! {
            <ComboField label="Done by" lookup=lookup(session, TableName::Resource) value=resource on_commit=assign />
            {others_view(session, operation)}
            <DurationField label="Fixed time" value=duration on_commit=keep_duration />
            <NumberField label="Time per unit, in seconds" value=per_unit on_commit=keep_per_unit />
            <NumberField label="Scrapped, in %" help="The plan begins so many more." value=scrap on_commit=keep_scrap />
            <CheckField label="Critical" help="What goes wrong here is dear or found too late: it needs a check of its own." value=critical on_commit=keep_critical />
            <ComboField label="Also waits for" help="Choose another step that has to be finished first." lookup=lookup(session, TableName::Operation) value=Signal::stored(None) on_commit=connect />
            {waits_view(session, operation)}
        })}
        <div class="bar">
            <Button label="Add a step after it" icon=Icon::Plus on_press=add />
            <Button label="Move earlier" icon=Icon::ArrowLeft icon_only=true on_press=move || shift(session, operation, -1) />
            <Button label="Move later" icon=Icon::ArrowRight icon_only=true on_press=move || shift(session, operation, 1) />
            <Button label="Remove" icon=Icon::Trash icon_only=true on_press=remove />
        </div>
    }
    .into_any()
}

/// What the operation needs besides the one it is done by; changed in the table of requirements.
fn others_view(session: Session, operation: OperationId) -> impl IntoView {
    let others = move || {
        session.watch(&[TableName::OperationResource, TableName::Resource, TableName::Skill], |workspace| {
            let lines = workspace.operation_resources.values().filter(|line| line.operation == Some(operation)).skip(1);
            let named = lines.map(|line| {
                let who = line.resource.map(|id| workspace.label(TableName::Resource, id.raw())).unwrap_or_default();
                match line.skill {
                    Some(skill) => {
                        let level = if line.skill_level > 0 { format!(", level {}", line.skill_level) } else { String::new() };
                        format!("{who} (skill {}{level})", workspace.label(TableName::Skill, skill.raw()))
                    }
                    None => who,
                }
            });
            named.collect::<Vec<_>>().join(", ")
        })
    };
    move || {
        let others = others();
        (!others.is_empty()).then(|| view! { <p class="hint">{format!("Also needs {others}.")}</p> })
    }
}

/// What the operation waits for beyond the order of its routing, each with a way to end that.
fn waits_view(session: Session, operation: OperationId) -> impl IntoView {
    let waits = move || {
        session.watch(&[TableName::OperationDependency, TableName::Operation], |workspace| {
            let links = workspace.operation_dependencies.values().filter(|link| link.operation == Some(operation));
            let named = links.map(|link| {
                let name = link.blocked_by.map(|other| workspace.label(TableName::Operation, other.raw())).unwrap_or_default();
                (link.id, name)
            });
            named.collect::<Vec<_>>()
        })
    };
    let row = move |(dependency, name): (crate::model::OperationDependencyId, String)| {
        let label = format!("No longer wait for {name}");
        let end = move || {
            session.act(WorkflowCommand::Disconnect { dependency });
        };
        view! { <li class="bar">{name}<span class="bar-gap"></span><Button label icon=Icon::Cross icon_only=true on_press=end /></li> }
    };
    move || {
        let waits = waits();
        (!waits.is_empty()).then(|| view! { <ul class="map-waits" aria-label="Waits for">{waits.into_iter().map(row).collect_view()}</ul> })
    }
}

/// A new step is given its name at once.
fn focus_name() {
    let input = document().query_selector(".map-panel input").ok().flatten();
    if let Some(input) = input.and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        let _ = input.focus();
        input.select();
    }
}

/// Adds a step behind the chosen one; a single operation becomes a routing first. Tells which step it is, unless it was refused.
fn add_step(session: Session, operation: OperationId) -> Option<OperationId> {
    let found = session.peek(|workspace| workspace.operations.get(&operation).cloned())?;
    let step =
        |name: String| NewStep { name, role: found.role.clone(), resource: None, duration: Span::from_hours(1), duration_per_unit: 0.0 };
    let new = free_name(session);
    let name = new.clone();
    let command = match (found.kind, found.owner) {
        (OperationKind::Routing, _) => WorkflowCommand::AddStep { routing: operation, after: None, step: step(name) },
        (_, Some(routing)) => WorkflowCommand::AddStep { routing, after: Some(operation), step: step(name) },
        (_, None) => WorkflowCommand::InsertRouting { operation, step: format!("{} (step)", found.name), then: Some(step(name)) },
    };
    if !session.act(command) {
        return None;
    }
    session.peek(|workspace| workspace.operations.values().find(|operation| operation.name == new).map(|operation| operation.id))
}

/// A name that no operation has yet.
fn free_name(session: Session) -> String {
    session.peek(|workspace| {
        let taken = |name: &str| workspace.operations.values().any(|operation| operation.name == name);
        (1..).map(|number| format!("New step {number}")).find(|name| !taken(name)).unwrap_or_default()
    })
}

/// Moves a step one place earlier or later among the steps of its routing.
fn shift(session: Session, operation: OperationId, by: i64) {
    let command = session.peek(|workspace| {
        let routing = workspace.operations.get(&operation)?.owner?;
        let mut steps: Vec<_> =
            workspace.operations.values().filter(|step| step.owner == Some(routing)).map(|step| (step.priority, step.id)).collect();
        steps.sort();
        let at = steps.iter().position(|(_, id)| *id == operation)?;
        let to = usize::try_from(i64::try_from(at).ok()? + by).ok().filter(|to| *to < steps.len())?;
        let rest: Vec<OperationId> = steps.iter().map(|(_, id)| *id).filter(|id| *id != operation).collect();
        let after = to.checked_sub(1).and_then(|before| rest.get(before).copied());
        Some(WorkflowCommand::MoveStep { step: operation, after })
    });
    if let Some(command) = command {
        session.act(command);
    }
}
