//! The render model of a fishbone: a spine that leads to the problem, a bone for each branch, and its causes along it.

use crate::model::text::cut;

/// Height of a cause's line in pixels.
const LINE: f64 = 18.0;
/// How far a bone leans away from the problem.
const LEAN: f64 = 36.0;
/// Width of the box of the problem.
const HEAD: f64 = 132.0;
/// Room for the name of a branch at the end of its bone.
const NAME: f64 = 22.0;
/// Width of a letter in pixels, on average.
const LETTER: f64 = 6.4;
/// Lines of the problem's text at most.
const HEAD_LINES: usize = 4;

/// A cause on its bone: a line to the bone with words on it.
#[derive(Clone, PartialEq, Debug)]
pub struct Twig {
    /// As much of the cause as there is room for.
    pub text: String,
    /// All of it.
    pub whole: String,
    pub from: f64,
    pub to: f64,
    pub y: f64,
}

/// A branch.
#[derive(Clone, PartialEq, Debug)]
pub struct Bone {
    pub name: String,
    /// The middle of the name's baseline.
    pub name_at: (f64, f64),
    pub tip: (f64, f64),
    /// Where it meets the spine.
    pub joint: (f64, f64),
    pub twigs: Vec<Twig>,
}

/// A fishbone, ready to be painted.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct BonesModel {
    pub width: f64,
    pub height: f64,
    /// Left end, right end and height of the spine.
    pub spine: (f64, f64, f64),
    /// Left edge, top, width and height of the box of the problem.
    pub head: (f64, f64, f64, f64),
    /// The problem in lines that fit into its box.
    pub problem: Vec<String>,
    pub bones: Vec<Bone>,
}

/// Lays a fishbone out on `width` pixels; its height is what the causes need. Branches stand above and below the spine by turns.
pub fn lay_out(problem: &str, branches: &[(String, Vec<String>)], width: f64) -> BonesModel {
    let columns = branches.len().div_ceil(2).max(1);
    let most = |side: usize| branches.iter().skip(side).step_by(2).map(|(_, causes)| causes.len()).max().unwrap_or(0).max(2);
    let (above, below) = (most(0) as f64 * LINE + LINE, most(1) as f64 * LINE + LINE);
    let y = NAME + above;
    let spine = (8.0, width - HEAD - 8.0, y);
    let column = ((spine.1 - spine.0 - LEAN - 12.0) / columns as f64).max(LEAN);
    let bone = |(at, (name, causes)): (usize, &(String, Vec<String>))| {
        let is_above = at % 2 == 0;
        let joint = (spine.0 + LEAN + column * (at / 2 + 1) as f64, y);
        let tip = (joint.0 - LEAN, if is_above { y - above } else { y + below });
        let room = column - 20.0;
        let twig = |(line, cause): (usize, &String)| {
            let share = (line + 1) as f64 * LINE / (tip.1 - y).abs();
            let to = tip.0 + LEAN * share;
            Twig { text: cut(cause, (room / LETTER) as usize), whole: cause.clone(), from: to - room, to, y: tip.1 + (y - tip.1) * share }
        };
        let twigs = causes.iter().enumerate().map(twig).collect();
        let name_y = if is_above { tip.1 - 7.0 } else { tip.1 + 16.0 };
        Bone { name: name.clone(), name_at: (tip.0, name_y), tip, joint, twigs }
    };
    let problem = wrapped(problem, ((HEAD - 16.0) / LETTER) as usize);
    let head_height = problem.len().max(1) as f64 * 16.0 + 16.0;
    BonesModel {
        width,
        height: y + below + NAME,
        spine,
        head: (width - HEAD - 4.0, y - head_height / 2.0, HEAD, head_height),
        problem,
        bones: branches.iter().enumerate().map(bone).collect(),
    }
}

/// Words in lines of so many letters; what is too long ends with an ellipsis.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(cut(word, letters)),
        }
    }
    if lines.len() > HEAD_LINES {
        lines.truncate(HEAD_LINES);
        if let Some(last) = lines.last_mut() {
            *last = last.chars().take(letters.saturating_sub(1)).collect::<String>() + "…";
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    fn branches(counts: &[usize]) -> Vec<(String, Vec<String>)> {
        counts
            .iter()
            .enumerate()
            .map(|(at, count)| (format!("Branch {at}"), vec!["A cause with many words in it".to_owned(); *count]))
            .collect()
    }

    #[test]
    fn bones_stand_in_turns_and_their_causes_end_on_them_without_touching_each_other() {
        let model = lay_out("Bottles leak", &branches(&[0, 3, 7, 1, 2, 4]), 760.0);
        assert_eq!(model.bones.len(), 6);
        for (at, bone) in model.bones.iter().enumerate() {
            assert_eq!(bone.tip.1 < model.spine.2, at % 2 == 0);
            assert!(bone.tip.1 > 0.0 && bone.tip.1 < model.height);
            for twig in &bone.twigs {
                // On the line from tip to joint.
                let share = (twig.y - bone.tip.1) / (bone.joint.1 - bone.tip.1);
                assert!((bone.tip.0 + (bone.joint.0 - bone.tip.0) * share - twig.to).abs() < 1e-9);
                assert!(share > 0.0 && share < 1.0 && twig.from >= 0.0, "{twig:?}");
            }
            assert!(bone.twigs.windows(2).all(|pair| (pair[1].y - pair[0].y).abs() >= LINE - 1e-9));
        }
        for side in [0, 1] {
            let side: Vec<&Bone> = model.bones.iter().skip(side).step_by(2).collect();
            assert!(side.windows(2).all(|pair| pair[1].joint.0 - pair[0].joint.0 > LEAN));
        }
        assert!(model.bones.last().unwrap().joint.0 < model.head.0);
    }

    #[test]
    fn a_long_problem_is_wrapped_and_cut_and_no_branch_is_no_trouble() {
        let model =
            lay_out("Bottles of the second line leak at the cap after a night in the cold store of the depot in the north", &[], 500.0);
        assert_eq!(model.problem.len(), HEAD_LINES);
        assert!(model.problem.last().unwrap().ends_with('…'), "{:?}", model.problem);
        assert_eq!(lay_out("", &[], 0.0).problem, Vec::<String>::new());
    }
}
