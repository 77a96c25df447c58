//! The whys of an issue as a tree: a why may have several causes, each of which is asked why again.
//!
//! Stored as lines in the order of reading. Plain lines are a chain, each asking about the one before; where a why has several causes, each
//! line begins with `>`, and with one more for each step down. Never loses a line.

use super::lines::Line;

/// One why, and how deep it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Why {
    pub depth: usize,
    pub line: Line,
}

/// The whys of a text, each followed by those that ask about it.
pub fn whys(text: &str) -> Vec<Why> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    // Without a single mark the lines are a chain, as they are written where nothing branches.
    let is_chain = lines.iter().all(|line| !line.starts_with('>'));
    let mut found: Vec<Why> = Vec::with_capacity(lines.len());
    for line in lines {
        let words = line.trim_start_matches('>');
        let next = found.last().map_or(0, |before| before.depth + 1);
        let depth = if is_chain { next } else { (line.len() - words.len()).saturating_sub(1).min(next) };
        found.push(Why { depth, line: Line::read(words) });
    }
    found.retain(|why| !why.line.text.is_empty());
    found
}

fn stored(whys: &[Why]) -> String {
    let is_chain = whys.iter().enumerate().all(|(at, why)| why.depth == at);
    let line = |why: &Why| {
        let words = why.line.stored();
        let words = words.trim_start_matches('>').trim_start();
        if is_chain { words.to_owned() } else { format!("{} {words}", ">".repeat(why.depth + 1)) }
    };
    let lines: Vec<String> = whys.iter().map(line).collect();
    lines.join("\n")
}

/// The first place after a why and everything that asks about it.
fn end_of(whys: &[Why], at: usize) -> usize {
    let depth = whys.get(at).map_or(0, |why| why.depth);
    whys.iter().enumerate().skip(at + 1).find(|(_, why)| why.depth <= depth).map_or(whys.len(), |(end, _)| end)
}

/// The text with other words in a place. An empty line takes the why out; what asked about it asks about the one above from then on.
pub fn with_why(text: &str, at: usize, line: Line) -> String {
    let mut all = whys(text);
    let end = end_of(&all, at);
    if line.text.trim().is_empty() {
        if at < all.len() {
            for below in all.iter_mut().take(end).skip(at + 1) {
                below.depth -= 1;
            }
            all.remove(at);
        }
    } else if let Some(why) = all.get_mut(at) {
        why.line = line;
    }
    stored(&all)
}

/// The text with one more why below another, after those that are there; of the problem itself where none is given.
pub fn with_further_why(text: &str, parent: Option<usize>, line: Line) -> String {
    let mut all = whys(text);
    if !line.text.trim().is_empty() {
        let (at, depth) = match parent.and_then(|at| Some((at, all.get(at)?.depth))) {
            Some((at, depth)) => (end_of(&all, at), depth + 1),
            None => (all.len(), 0),
        };
        all.insert(at, Why { depth, line });
    }
    stored(&all)
}

/// The why that another asks about.
pub fn parent_of(whys: &[Why], at: usize) -> Option<usize> {
    let depth = whys.get(at)?.depth;
    whys.iter().take(at).rposition(|why| why.depth < depth)
}

/// Whether nothing asks about it: then it may be a root cause.
pub fn is_end(whys: &[Why], at: usize) -> bool {
    end_of(whys, at) == at + 1
}

/// What a why is called: `Why 3` of a chain; where something branches, with its way from the top: `Why 3 (1.2.1)`.
pub fn why_label(whys: &[Why], at: usize) -> String {
    let mut way = Vec::new();
    let mut here = Some(at);
    while let Some(now) = here {
        let parent = parent_of(whys, now);
        let depth = whys.get(now).map_or(0, |why| why.depth);
        let from = parent.map_or(0, |parent| parent + 1);
        way.push(whys.iter().take(now).skip(from).filter(|why| why.depth == depth).count() + 1);
        here = parent;
    }
    way.reverse();
    label_of(&way)
}

/// What one more below a why would be called.
pub fn further_label(whys: &[Why], parent: Option<usize>) -> String {
    let text = with_further_why(&stored(whys), parent, Line { text: "?".to_owned(), evidence: None });
    let at = parent.map_or(whys.len(), |parent| end_of(whys, parent));
    why_label(&self::whys(&text), at)
}

fn label_of(way: &[usize]) -> String {
    let deep = way.len();
    if way.iter().all(|place| *place == 1) {
        return format!("Why {deep}");
    }
    let places: Vec<String> = way.iter().map(usize::to_string).collect();
    format!("Why {deep} ({})", places.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Line {
        Line { text: text.to_owned(), evidence: None }
    }

    fn told(text: &str) -> Vec<(usize, String)> {
        whys(text).into_iter().map(|why| (why.depth, why.line.text)).collect()
    }

    #[test]
    fn plain_lines_are_a_chain_and_stay_so() {
        let chain = "Bottles leak\nThe cap sits loosely\nThe torque is low";
        assert_eq!(whys(chain).iter().map(|why| why.depth).collect::<Vec<_>>(), [0, 1, 2]);
        let text = with_further_why(chain, Some(2), plain("The clutch\nis worn"));
        assert_eq!(text, "Bottles leak\nThe cap sits loosely\nThe torque is low\nThe clutch is worn");
        // What is taken out of the middle closes up.
        assert_eq!(with_why(&text, 1, plain(" ")), "Bottles leak\nThe torque is low\nThe clutch is worn");
        assert_eq!(with_further_why("", None, plain("Bottles leak")), "Bottles leak");
    }

    #[test]
    fn a_why_may_have_several_causes_each_with_its_own() {
        let text = with_further_why("Bottles leak\nThe cap sits loosely", Some(0), plain("The neck is chipped"));
        assert_eq!(text, "> Bottles leak\n>> The cap sits loosely\n>> The neck is chipped");
        let text = with_further_why(&text, Some(1), plain("The torque is low"));
        let expected = [(0, "Bottles leak"), (1, "The cap sits loosely"), (2, "The torque is low"), (1, "The neck is chipped")];
        assert_eq!(told(&text), expected.map(|(depth, words)| (depth, words.to_owned())));
        let all = whys(&text);
        let labels: Vec<String> = (0..4).map(|at| why_label(&all, at)).collect();
        assert_eq!(labels, ["Why 1", "Why 2", "Why 3", "Why 2 (1.2)"]);
        assert_eq!(further_label(&all, Some(3)), "Why 3 (1.2.1)");
        assert_eq!((0..4).map(|at| is_end(&all, at)).collect::<Vec<_>>(), [false, false, true, true]);
        assert_eq!((0..4).map(|at| parent_of(&all, at)).collect::<Vec<_>>(), [None, Some(0), Some(1), Some(0)]);
        // Without the first branch it is a chain again.
        let text = with_why(&with_why(&text, 2, plain("")), 1, plain(""));
        assert_eq!(text, "Bottles leak\nThe neck is chipped");
    }

    #[test]
    fn causes_of_the_problem_itself_stay_beside_each_other() {
        let text = with_further_why("A", None, plain("C"));
        assert_eq!(told(&text), [(0, "A".to_owned()), (0, "C".to_owned())]);
        let text = with_further_why(&text, Some(0), plain("B"));
        assert_eq!(told(&text), [(0, "A".to_owned()), (1, "B".to_owned()), (0, "C".to_owned())]);
        // Marks that are deeper than anything above them are taken for the next depth; no words are lost.
        assert_eq!(told(">>> odd\n>> next\nplain"), [(0, "odd".to_owned()), (1, "next".to_owned()), (0, "plain".to_owned())]);
    }
}
