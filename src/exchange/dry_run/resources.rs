//! What a resource is, where the file does not say: a group, a person or a machine.

use crate::document::Edit;
use crate::model::{ResourceClass, TableName, Value, sort_with_key};
use std::collections::{HashMap, HashSet};

/// Words in a category that speak of people.
const PEOPLE: [&str; 10] = ["human", "person", "people", "operator", "staff", "worker", "employee", "labour", "labor", "crew"];

/// Sets the class of the resources added: groups are those with members, people those whose category or group says so.
pub(super) fn classify(class: usize, adds: &mut [Edit]) {
    let field = |name: &str| TableName::Resource.field(name);
    let (owner, name, categories) = (field("owner"), field("name"), [field("category"), field("subcategory")]);
    let mut groups = HashSet::new();
    let mut people = HashSet::new();
    let mut owners = HashMap::new();
    for edit in adds.iter() {
        let Edit::Add { table: TableName::Resource, id, fields } = edit else { continue };
        for (field, value) in fields {
            if let (true, Value::Id(group)) = (Some(*field) == owner, value) {
                groups.insert(*group);
                owners.insert(*id, *group);
            }
            if let (true, Value::Text(text)) = (categories.contains(&Some(*field)) || Some(*field) == name, value)
                && speaks_of_people(text)
            {
                people.insert(*id);
            }
        }
    }
    for edit in adds.iter_mut() {
        let Edit::Add { table: TableName::Resource, id, fields } = edit else { continue };
        let is_person = people.contains(id) || owners.get(id).is_some_and(|group| people.contains(group));
        let found = if groups.contains(id) {
            ResourceClass::Group
        } else if is_person {
            ResourceClass::Person
        } else {
            continue;
        };
        fields.push((class, Value::Text(found.code().to_owned())));
        sort_with_key(fields, |(field, _)| *field);
    }
}

fn speaks_of_people(text: &str) -> bool {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| PEOPLE.contains(&word.strip_suffix('s').unwrap_or(word)))
}
