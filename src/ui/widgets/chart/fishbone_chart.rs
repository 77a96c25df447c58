//! A fishbone: possible causes of a problem by branch (Ishikawa), drawn to be seen as a whole.

use super::bones::{Bone, Twig, lay_out};
use leptos::prelude::*;

/// Wide enough for words; where there is less room the frame scrolls.
const WIDTH: f64 = 760.0;

/// Branches with their causes around the problem. The same is told in words to who cannot see it.
#[component]
pub fn FishboneChart(
    /// What the causes lead to.
    #[prop(into)]
    problem: Signal<String>,
    /// Each branch with its causes.
    #[prop(into)]
    branches: Signal<Vec<(String, Vec<String>)>>,
) -> impl IntoView {
    let words = move || {
        let told = |(name, causes): &(String, Vec<String>)| (!causes.is_empty()).then(|| format!("{name}: {}", causes.join(", ")));
        let told = branches.with(|branches| branches.iter().filter_map(told).collect::<Vec<_>>().join("; "));
        format!("Possible causes of: {}. {told}", problem.get())
    };
    let drawn = move || {
        let model = problem.with(|problem| branches.with(|branches| lay_out(problem, branches, WIDTH)));
        let (start, end, y) = model.spine;
        let (left, top, width, height) = model.head;
        let line = |(at, text): (usize, String)| {
            let (x, y) = (left + width / 2.0, top + 21.0 + at as f64 * 16.0);
            view! { <text class="bones-head-text" x=x y=y>{text}</text> }
        };
        let problem = model.problem.into_iter().enumerate().map(line).collect_view();
        view! {
            <svg width=model.width height=model.height viewBox=format!("0 0 {} {}", model.width, model.height) aria-hidden="true">
                <line class="bones-spine" x1=start y1=y x2=end y2=y />
                {model.bones.into_iter().map(bone_view).collect_view()}
                <rect class="bones-head" x=left y=top width=width height=height rx="6" />
                {problem}
            </svg>
        }
        .into_any()
    };
    view! {
        <div class="fishbone" role="img" aria-label=words>
            {drawn}
        </div>
    }
    .into_any()
}

fn bone_view(bone: Bone) -> AnyView {
    let Bone { name, name_at, tip, joint, twigs } = bone;
    view! {
        <line class="bones-bone" x1=tip.0 y1=tip.1 x2=joint.0 y2=joint.1 />
        <text class="bones-name" x=name_at.0 y=name_at.1>{name}</text>
        {twigs.into_iter().map(twig_view).collect_view()}
    }
    .into_any()
}

fn twig_view(twig: Twig) -> AnyView {
    let Twig { text, whole, from, to, y } = twig;
    view! {
        <line class="bones-twig" x1=from y1=y x2=to y2=y />
        <text class="bones-cause" x=from y=y - 4.0>
            {text}
            <title>{whole}</title>
        </text>
    }
    .into_any()
}
