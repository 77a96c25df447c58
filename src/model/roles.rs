//! The roles of production management, what each is in every phase unless an organisation says otherwise, and who holds them.
//!
//! Laws over the answers that were given; never asks for one.

use super::{Phase, Workspace};

/// The roles.
pub const ROLES: [&str; 5] = ["Executive Sponsor", "Production Manager", "Operations Lead", "Quality Specialist", "Technical Support"];

/// What a role can be in a phase: accountable, responsible, both, consulted, informed or nothing.
pub const LETTERS: [&str; 6] = ["A", "R", "A/R", "C", "I", ""];

/// Who is what in each phase unless somebody says otherwise, by role.
pub const USUAL_LETTERS: [[&str; 5]; 10] = [
    ["C", "A", "R", "C", "C"],
    ["C", "A", "R", "C", "C"],
    ["I", "A", "R", "C", "R"],
    ["I", "A", "R", "I", "C"],
    ["C", "A", "R", "I", "C"],
    ["I", "C", "A/R", "C", "R"],
    ["I", "C", "R", "A/R", "C"],
    ["I", "A", "R", "R", "R"],
    ["I", "C", "A/R", "R", "R"],
    ["A", "R", "R", "R", "C"],
];

/// The key under which a letter of the matrix is kept.
pub fn raci_key(phase: Phase, role: usize) -> String {
    format!("raci.{}.{role}", phase.word())
}

/// The key under which the people who hold a role are kept, with commas between them.
pub fn people_key(role: usize) -> String {
    format!("raci.people.{role}")
}

/// What was answered under a key.
pub fn answer(workspace: &Workspace, key: &str) -> Option<String> {
    workspace.parameters.values().find(|parameter| parameter.name == key).map(|parameter| parameter.value.clone())
}

/// What each role is in a phase.
pub fn letters_of(workspace: &Workspace, phase: Phase) -> [String; 5] {
    let row = Phase::ALL.iter().position(|known| *known == phase).and_then(|at| USUAL_LETTERS.get(at)).copied().unwrap_or_default();
    let mut role = 0;
    row.map(|usual| {
        let given = answer(workspace, &raci_key(phase, role));
        role += 1;
        given.map_or_else(|| usual.to_owned(), |text| if text == "-" { String::new() } else { text })
    })
}

/// The people who hold a role, as they were named.
pub fn people_of(workspace: &Workspace, role: usize) -> Vec<String> {
    let text = answer(workspace, &people_key(role)).unwrap_or_default();
    text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Who answers for a phase.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Accountable {
    /// Places of the roles; exactly one where the matrix is sound.
    pub roles: Vec<usize>,
    /// The people who hold one of them, each once.
    pub people: Vec<String>,
}

impl Accountable {
    /// The roles in words.
    pub fn role_words(&self) -> String {
        let names: Vec<&str> = self.roles.iter().filter_map(|role| ROLES.get(*role)).copied().collect();
        names.join(" or ")
    }

    /// The name as it stands among those accountable; nothing for anybody else.
    pub fn holder(&self, name: &str) -> Option<&str> {
        let is_same = |known: &&String| known.to_lowercase() == name.trim().to_lowercase();
        self.people.iter().find(is_same).map(String::as_str)
    }
}

/// A name as it stands among those accountable for a phase, however it was written; any other name as it is.
pub fn name_of(workspace: &Workspace, phase: Phase, by: &str) -> String {
    accountable(workspace, phase).holder(by).unwrap_or(by.trim()).to_owned()
}

/// Who answers for a phase by the matrix and the people named.
pub fn accountable(workspace: &Workspace, phase: Phase) -> Accountable {
    let letters = letters_of(workspace, phase);
    let roles: Vec<usize> = (0..letters.len()).filter(|role| letters.get(*role).is_some_and(|letter| letter.contains('A'))).collect();
    let mut found = Accountable { roles: roles.clone(), people: Vec::new() };
    for name in roles.into_iter().flat_map(|role| people_of(workspace, role)) {
        if found.holder(&name).is_none() {
            found.people.push(name);
        }
    }
    found
}
