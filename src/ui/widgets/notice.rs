//! Messages: toasts that pass and banners that stand until their cause is gone.
//!
//! Shows what it is given; who sends a message, and when a standing one is over, is decided elsewhere.

use super::action::Action;
use super::announce::use_announcer;
use super::badge::tone_icon;
use super::button::{Button, ButtonLook};
use super::icon::{Icon, icon};
use super::tone::Tone;
use leptos::prelude::*;
use std::time::Duration;

/// One message: what happened, what is safe, what to do.
#[derive(Clone)]
pub struct Notice {
    pub id: u64,
    pub tone: Tone,
    pub title: String,
    pub text: String,
    /// What can be done about it.
    pub actions: Vec<Action>,
    /// Stands until its cause is gone, instead of passing.
    pub standing: bool,
}

impl Notice {
    /// A message that passes.
    pub fn new(id: u64, tone: Tone, title: impl Into<String>) -> Notice {
        Notice { id, tone, title: title.into(), text: String::new(), actions: Vec::new(), standing: false }
    }

    /// This message with a second sentence.
    pub fn text(mut self, text: impl Into<String>) -> Notice {
        self.text = text.into();
        self
    }

    /// This message with something to do about it; it then stays until it is dismissed.
    pub fn action(mut self, action: Action) -> Notice {
        self.actions.push(action);
        self
    }

    /// This message as a banner that stands.
    pub fn standing(mut self) -> Notice {
        self.standing = true;
        self
    }
}

const READ_TIME: Duration = Duration::from_secs(7);

/// The banners of standing messages, at the top of the page's content.
#[component]
pub fn Banners(
    /// All messages; only standing ones are shown.
    #[prop(into)]
    notices: Signal<Vec<Notice>>,
) -> impl IntoView {
    let announcer = use_announcer();
    let shown = move || notices.get().into_iter().filter(|notice| notice.standing).collect::<Vec<_>>();
    view! {
        <div class="banners">
            <For
                each=shown
                key=|notice| (notice.id, notice.title.clone(), notice.text.clone())
                children=move |notice| {
                    announcer.alert(format!("{} {}", notice.title, notice.text));
                    notice_view(notice, None)
                }
            />
        </div>
    }
    .into_any()
}

/// The toasts, in a corner above everything. One without an action passes after seven seconds unless pointed at or focused.
#[component]
pub fn Toasts(
    /// All messages; standing ones are left to [`Banners`].
    #[prop(into)]
    notices: Signal<Vec<Notice>>,
    /// Called with the id of a message that has passed or was dismissed.
    #[prop(into)]
    on_dismiss: Callback<u64>,
) -> impl IntoView {
    let announcer = use_announcer();
    let shown = move || notices.get().into_iter().filter(|notice| !notice.standing).collect::<Vec<_>>();
    view! {
        <section class="toasts" aria-label="Messages">
            <For
                each=shown
                key=|notice| notice.id
                children=move |notice| {
                    let words = format!("{} {}", notice.title, notice.text);
                    if notice.tone == Tone::Bad { announcer.alert(words) } else { announcer.say(words) }
                    notice_view(notice, Some(on_dismiss))
                }
            />
        </section>
    }
    .into_any()
}

fn notice_view(notice: Notice, on_dismiss: Option<Callback<u64>>) -> AnyView {
    let Notice { id, tone, title, text, actions, .. } = notice;
    let held = RwSignal::new(false);
    if let Some(on_dismiss) = on_dismiss
        && actions.is_empty()
    {
        pass_later(id, held, on_dismiss);
    }
    let buttons: Vec<AnyView> = actions.into_iter().map(|action| action_button(action, id, on_dismiss)).collect();
    let dismiss = on_dismiss.map(|on_dismiss| {
        view! { <Button label="Dismiss" icon=Icon::Cross icon_only=true look=ButtonLook::Quiet on_press=move || on_dismiss.run(id) /> }
    });
    view! {
        <div
            class=format!("notice {}", tone.class())
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <span class="notice-icon">{icon(tone_icon(tone).unwrap_or(Icon::Info))}</span>
            <div class="notice-words">
                <strong>{title}</strong>
                {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            </div>
            <div class="notice-actions">{buttons} {dismiss}</div>
        </div>
    }
    .into_any()
}

fn action_button(action: Action, id: u64, on_dismiss: Option<Callback<u64>>) -> AnyView {
    let (label, refused) = (action.label.clone(), action.refused);
    let press = move || {
        let done = action.attempt().is_ok();
        if done && let Some(on_dismiss) = on_dismiss {
            on_dismiss.try_run(id);
        }
    };
    view! { <Button label refused on_press=press /> }.into_any()
}

/// Dismisses a message after the time to read it; while it is held the time starts again.
fn pass_later(id: u64, held: RwSignal<bool>, on_dismiss: Callback<u64>) {
    set_timeout(
        move || match held.try_get_untracked() {
            Some(true) => pass_later(id, held, on_dismiss),
            Some(false) => {
                on_dismiss.try_run(id);
            }
            None => {}
        },
        READ_TIME,
    );
}
