//! Whys, causes and what it is and is not: texts of lines, read apart for fields and put together again.
//!
//! Never loses a line it does not understand: it stands under the last heading.

use crate::model::{TableName, id_text, parse_id};

/// The branches of the fishbone (Ishikawa), as people call them.
pub const BRANCHES: [&str; 6] = ["People", "Machine", "Material", "Method", "Measurement", "Environment"];

/// The questions of the problem's limits (Kepner and Tregoe).
pub const QUESTIONS: [&str; 4] = ["What", "Where", "When", "How much"];

/// One line with the record that proves it, where there is one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    pub text: String,
    pub evidence: Option<(TableName, u64)>,
}

impl Line {
    /// A line as it is stored: `Nozzle worn {check:0000000000003}`.
    pub(super) fn read(stored: &str) -> Line {
        let stored = stored.trim();
        let proof = stored.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')).and_then(|(text, mark)| {
            let (word, id) = mark.split_once(':')?;
            Some((text.trim_end(), (TableName::from_word(word)?, parse_id(id)?)))
        });
        match proof {
            Some((text, evidence)) => Line { text: text.to_owned(), evidence: Some(evidence) },
            None => Line { text: stored.to_owned(), evidence: None },
        }
    }

    pub(super) fn stored(&self) -> String {
        // A line is one line.
        let text = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match self.evidence {
            Some((table, id)) if !text.is_empty() => format!("{text} {{{}:{}}}", table.word(), id_text(id)),
            _ => text,
        }
    }
}

/// The lines of a text; empty ones do not count.
pub fn lines(text: &str) -> Vec<Line> {
    text.lines().filter(|line| !line.trim().is_empty()).map(Line::read).collect()
}

/// The text with another line in a place; an empty one takes the line out, one behind the last is added.
pub fn with_line(text: &str, at: usize, line: Line) -> String {
    joined(&put(lines(text), at, line))
}

fn put(mut lines: Vec<Line>, at: usize, line: Line) -> Vec<Line> {
    match lines.get_mut(at) {
        Some(place) => *place = line,
        None => lines.push(line),
    }
    lines.retain(|line| !line.text.trim().is_empty());
    lines
}

fn joined(lines: &[Line]) -> String {
    lines.iter().map(Line::stored).collect::<Vec<_>>().join("\n")
}

/// Possible causes by branch of the fishbone, in the order of [`BRANCHES`]; what names no branch stands last.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Causes(pub [Vec<Line>; 7]);

impl Causes {
    /// The causes of a branch, by its place in [`BRANCHES`]; the place after them is of those without a branch.
    pub fn of(&self, branch: usize) -> &[Line] {
        self.0.get(branch).map_or(&[], Vec::as_slice)
    }

    fn stored(&self) -> String {
        let branches = BRANCHES.iter().map(Some).chain([None]);
        let all = self.0.iter().zip(branches).flat_map(|(lines, branch)| {
            lines.iter().map(move |line| branch.map_or_else(|| line.stored(), |branch| format!("{branch}: {}", line.stored())))
        });
        all.collect::<Vec<_>>().join("\n")
    }
}

/// The causes in a text of lines `Branch: cause`.
pub fn causes(text: &str) -> Causes {
    let mut found = Causes::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let named = line.split_once(':').and_then(|(branch, cause)| {
            let at = BRANCHES.iter().position(|known| known.eq_ignore_ascii_case(branch.trim()))?;
            Some((at, cause))
        });
        let (at, cause) = named.unwrap_or((BRANCHES.len(), line));
        if let Some(branch) = found.0.get_mut(at) {
            branch.push(Line::read(cause));
        }
    }
    found
}

/// The text with another cause in a place of a branch; an empty one takes it out, one behind the last is added.
pub fn with_cause(text: &str, branch: usize, at: usize, line: Line) -> String {
    let mut all = causes(text);
    if let Some(lines) = all.0.get_mut(branch) {
        *lines = put(std::mem::take(lines), at, line);
    }
    all.stored()
}

/// What, where, when and how much it is, and is not, in the order of [`QUESTIONS`].
pub fn is_not(text: &str) -> [(String, String); 4] {
    let mut found: [(String, String); 4] = Default::default();
    for line in text.lines() {
        let mut parts = line.split('|').map(str::trim);
        let question = parts.next().unwrap_or_default();
        let at = QUESTIONS.iter().position(|known| known.eq_ignore_ascii_case(question));
        if let Some(place) = at.and_then(|at| found.get_mut(at)) {
            *place = (parts.next().unwrap_or_default().to_owned(), parts.next().unwrap_or_default().to_owned());
        }
    }
    found
}

/// The text with another answer to a question: what it is, or what it is not. Questions without an answer have no line.
pub fn with_is_not(text: &str, question: usize, is: bool, answer: &str) -> String {
    let mut all = is_not(text);
    // The bar divides the answers, so it is no part of one.
    let answer = answer.replace('|', "/").split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(place) = all.get_mut(question) {
        *(if is { &mut place.0 } else { &mut place.1 }) = answer;
    }
    let known = QUESTIONS.iter().zip(&all).filter(|(_, (is, is_not))| !is.is_empty() || !is_not.is_empty());
    known.map(|(question, (is, is_not))| format!("{question} | {is} | {is_not}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Line {
        Line { text: text.to_owned(), evidence: None }
    }

    #[test]
    fn whys_grow_change_and_go() {
        let text = with_line("", 0, plain("Bottles leak"));
        let text = with_line(&text, 1, plain("The cap sits\nloosely"));
        assert_eq!(text, "Bottles leak\nThe cap sits loosely");
        let text = with_line(&text, 0, plain(" "));
        assert_eq!(text, "The cap sits loosely");
        assert_eq!(lines("\n a \n\n b"), [plain("a"), plain("b")]);
    }

    #[test]
    fn a_line_keeps_the_record_that_proves_it_and_braces_that_prove_nothing() {
        let proven = Line { text: "Nozzle worn".to_owned(), evidence: Some((TableName::Check, 3)) };
        let text = with_line("", 0, proven.clone());
        assert_eq!(text, "Nozzle worn {check:0000000000003}");
        assert_eq!(lines(&text), [proven]);
        assert_eq!(lines("set {a, b}"), [plain("set {a, b}")]);
        assert_eq!(lines("set {check:3}"), [plain("set {check:3}")], "no id");
    }

    #[test]
    fn causes_stand_under_their_branch_and_none_is_lost() {
        let text = "machine: worn nozzle\nPeople: new on the line\nNobody knows: yet\nMachine: old seal";
        let found = causes(text);
        assert_eq!(found.of(1), [plain("worn nozzle"), plain("old seal")]);
        assert_eq!(found.of(6), [plain("Nobody knows: yet")]);
        let text = with_cause(text, 1, 0, plain(""));
        assert_eq!(text, "People: new on the line\nMachine: old seal\nNobody knows: yet");
        assert_eq!(with_cause("", 5, 0, plain("dust: fine")), "Environment: dust: fine");
        assert_eq!(causes("Environment: dust: fine").of(5), [plain("dust: fine")]);
    }

    #[test]
    fn is_and_is_not_are_answered_one_by_one() {
        let text = with_is_not("", 1, true, "Line 2");
        let text = with_is_not(&text, 1, false, "Line 1 | Line 3");
        let text = with_is_not(&text, 0, true, "Leaks");
        assert_eq!(text, "What | Leaks | \nWhere | Line 2 | Line 1 / Line 3");
        let found = is_not(&text);
        assert_eq!(found[1], ("Line 2".to_owned(), "Line 1 / Line 3".to_owned()));
        assert_eq!(with_is_not("What | Leaks | ", 0, true, ""), "");
    }
}
