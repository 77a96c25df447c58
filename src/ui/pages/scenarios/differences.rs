//! How a scenario differs, record by record, with a choice of what is taken over or given up.

use super::{Scenes, look_at_workspace};
use crate::app::ScenarioCommand;
use crate::app::derived::scenarios::{DifferenceGroup, DifferenceRow, difference_groups, is_planned_anew, scenario_rows, with_needed};
use crate::app::derived::schedule::counted;
use crate::app::notices::Tone;
use crate::model::{Gather, ScenarioEdit, ScenarioId, TableName};
use crate::ui::widgets::{Badge, Button, ButtonLook, Icon, Tone as Look};
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

type Keys = BTreeSet<(TableName, u64)>;

/// So many records of a table are listed one by one at first.
const LISTED: usize = 30;

/// The differences of a scenario and the choice among them. Copied freely.
#[derive(Clone, Copy)]
struct Choice {
    scenes: Scenes,
    scenario: Memo<Option<(ScenarioId, String)>>,
    groups: Memo<Arc<Vec<DifferenceGroup>>>,
    /// What is not chosen: everything is at first.
    left: RwSignal<Keys>,
}

impl Choice {
    /// Chooses records, or leaves them.
    fn set(self, keys: impl Iterator<Item = (TableName, u64)>, on: bool) {
        self.left.update(|left| match on {
            true => {
                let chosen: Keys = keys.gather();
                left.retain(|key| !chosen.contains(key));
            }
            false => left.extend(keys),
        });
    }

    /// What is chosen, without what it needs; tracked.
    fn chosen(self) -> Keys {
        let left = self.left.get();
        self.groups.with(|groups| {
            groups.iter().flat_map(|group| &group.rows).map(|row| (row.table, row.id)).filter(|key| !left.contains(key)).gather()
        })
    }
}

/// The differences of the scenario that is chosen, else of the one looked at, else of the newest.
pub fn differences(scenes: Scenes) -> AnyView {
    let session = scenes.session;
    let rows = Memo::new(move |_| scenario_rows(session));
    let scenario = Memo::new(move |_| {
        let wanted = scenes.chosen.get().or(session.scenario());
        rows.with(|rows| rows.iter().find(|row| Some(row.id) == wanted).or(rows.first()).map(|row| (row.id, row.name.clone())))
    });
    let groups = Memo::new(move |_| {
        session.watch(TableName::ALL, |_| ());
        let found = scenario.get().and_then(|(id, _)| {
            let seen = session.seen_in(id)?;
            Some(session.peek_base(|base| difference_groups(base, &seen, id, session.now())))
        });
        Arc::new(found.unwrap_or_default())
    });
    let choice = Choice { scenes, scenario, groups, left: RwSignal::new(Keys::new()) };
    let title = move || scenario.get().map(|(_, name)| format!("What is otherwise in “{name}”")).unwrap_or_default();
    let hint = move || {
        groups.with(|groups| {
            (!is_planned_anew(groups))
                .then_some("Its plan was not made anew. Look at it and plan, so that the figures are those of its own schedule.")
        })
    };
    let content = move || {
        let all = groups.get();
        if all.is_empty() {
            return view! { <p class="hint">"Nothing yet. Look at the scenario and change something on any page."</p> }.into_any();
        }
        view! { <div class="difference-groups">{all.iter().map(|group| group_view(choice, group)).collect::<Vec<_>>()}</div> {buttons(choice)} }.into_any()
    };
    view! {
        <section class="stack">
            <h2>{title}</h2>
            <p class="hint" role="status">{hint}</p>
            {content}
        </section>
    }
    .into_any()
}

fn group_view(choice: Choice, group: &DifferenceGroup) -> AnyView {
    let keys: Keys = group.rows.iter().map(|row| (row.table, row.id)).gather();
    let (title, total) = (group.table.title(), group.rows.len());
    let all = keys.clone();
    let is_on = move || choice.left.with(|left| !all.iter().any(|key| left.contains(key)));
    let toggle = move |event| {
        let on = event_target_checked(&event);
        choice.set(keys.iter().copied(), on);
    };
    let rows: Vec<AnyView> = group.rows.iter().take(LISTED).map(|row| row_view(choice, row)).collect();
    let rest = (total > LISTED)
        .then(|| view! { <p class="hint">{format!("and {} more; they are taken or left with all of this table.", total - LISTED)}</p> });
    view! {
        <fieldset class="difference-group">
            <legend>
                <label class="check">
                    <input type="checkbox" prop:checked=is_on on:change=toggle />
                    <span>{format!("{title}: {total}")}</span>
                </label>
            </legend>
            <ul>{rows}</ul>
            {rest}
        </fieldset>
    }
    .into_any()
}

fn row_view(choice: Choice, row: &DifferenceRow) -> AnyView {
    let key = (row.table, row.id);
    let is_on = move || choice.left.with(|left| !left.contains(&key));
    let toggle = move |event| {
        let on = event_target_checked(&event);
        choice.set([key].into_iter(), on);
    };
    let (word, tone) = match row.edit {
        _ if row.is_moot => ("Gone from the workspace", Look::Warning),
        ScenarioEdit::Changed => ("Changed", Look::Info),
        ScenarioEdit::Added => ("Added", Look::Good),
        ScenarioEdit::Removed => ("Removed", Look::Bad),
    };
    let is_change = row.edit == ScenarioEdit::Changed;
    let some = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
    let field = |(label, before, after): &(&'static str, String, String)| {
        let told = if is_change { format!("{label}: {} → {}", some(before), some(after)) } else { format!("{label}: {}", some(after)) };
        view! { <li>{told}</li> }.into_any()
    };
    let fields: Vec<AnyView> = row.fields.iter().map(field).collect();
    view! {
        <li>
            <label class="check">
                <input type="checkbox" prop:checked=is_on on:change=toggle />
                <span>{row.label.clone()}</span>
            </label>
            " "
            <Badge label=word tone=tone />
            <ul class="difference-fields">{fields}</ul>
        </li>
    }
    .into_any()
}

fn buttons(choice: Choice) -> AnyView {
    let session = choice.scenes.session;
    let total = Memo::new(move |_| choice.groups.with(|groups| groups.iter().map(|group| group.rows.len()).sum::<usize>()));
    let chosen = Memo::new(move |_| choice.chosen());
    let label = Signal::derive(move || match chosen.with(BTreeSet::len) {
        count if count == total.get() => "Take over everything".to_owned(),
        count => format!("Take over {count} of {}", total.get()),
    });
    let refused = Signal::derive(move || chosen.with(BTreeSet::is_empty).then(|| "Choose something first.".to_owned()));
    let needed = move || {
        let count = choice.groups.with(|groups| chosen.with(|chosen| with_needed(groups, chosen).len() - chosen.len()));
        (count > 0).then(|| format!("{} more will come with it, because what is chosen needs it.", counted(count, "record", "records")))
    };
    let changes = move |keys: &Keys| {
        choice.groups.with_untracked(|groups| {
            let rows = groups.iter().flat_map(|group| &group.rows).filter(|row| keys.contains(&(row.table, row.id)));
            rows.flat_map(|row| row.told_by.clone()).collect::<Vec<_>>()
        })
    };
    let take = move |()| {
        let Some((scenario, name)) = choice.scenario.get_untracked() else { return };
        let keys = choice.groups.with_untracked(|groups| chosen.with_untracked(|chosen| with_needed(groups, chosen)));
        let command = ScenarioCommand::TakeOver { scenario, changes: changes(&keys) };
        // It becomes part of the workspace itself, which is what is looked at then.
        look_at_workspace(session);
        if session.act(command) {
            let told = format!("Taken over from “{name}”: {}", counted(keys.len(), "difference", "differences"));
            session.notices.tell_with_undo(Tone::Success, told, "It is one step that can be undone.");
        }
    };
    let give_up = move |()| {
        let Some((scenario, _)) = choice.scenario.get_untracked() else { return };
        let keys = chosen.get_untracked();
        session.act(ScenarioCommand::GiveUp { scenario, changes: changes(&keys) });
    };
    view! {
        <p class="hint" role="status">{needed}</p>
        <div class="bar">
            <Button label icon=Icon::Check look=ButtonLook::Primary refused on_press=take />
            <Button label="Give up what is chosen" refused on_press=give_up />
        </div>
    }
    .into_any()
}
