//! An XML text as a tree of elements, within limits.
//!
//! Never follows an entity or a document type: what is not one of the five predefined entities or a number stays out.

use crate::exchange::read::ReadError;
use crate::exchange::sheets::{LONGEST_CELL, MOST_CELLS};
use quick_xml::Reader;
use quick_xml::events::Event;

/// Elements inside each other; a project file needs a dozen.
const DEEPEST: usize = 64;

/// An element: its name without prefix, its own text, the elements in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Element {
    pub name: String,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// The first element of a name in it.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every element of a name in it.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The elements of a name in the list of another name: the `Task`s in `Tasks`.
    pub fn listed<'a>(&'a self, list: &'a str, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.all(list).flat_map(move |found| found.all(name))
    }

    /// The text of an element in it; `None` where there is none or it is empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.trim()).filter(|text| !text.is_empty())
    }

    /// The number in an element in it.
    pub fn number(&self, name: &str) -> Option<f64> {
        crate::model::text::parse_number(self.text(name)?).filter(|number| number.is_finite())
    }

    /// Whether an element in it says yes.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.text(name), Some("1" | "true"))
    }
}

/// The outermost element of a text.
pub fn read(text: &str) -> Result<Element, ReadError> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    let mut left = MOST_CELLS;
    let damaged = |reason: String| ReadError::BadXml { reason };
    loop {
        let event = reader.read_event().map_err(|error| damaged(format!("{error} (byte {})", reader.error_position())))?;
        match event {
            Event::Start(start) => {
                if open.len() > DEEPEST {
                    return Err(damaged(format!("more than {DEEPEST} elements lie inside each other")));
                }
                left = left.checked_sub(1).ok_or(ReadError::TooManyCells)?;
                open.push(Element { name: start.local_name().as_ref().to_owned(), ..Element::default() });
            }
            Event::Empty(start) => {
                left = left.checked_sub(1).ok_or(ReadError::TooManyCells)?;
                if let Some(top) = open.last_mut() {
                    top.children.push(Element { name: start.local_name().as_ref().to_owned(), ..Element::default() });
                }
            }
            Event::End(_) => {
                if let (Some(done), Some(top)) = (open.pop(), open.last_mut()) {
                    top.children.push(done);
                }
            }
            Event::Text(found) => add(&mut open, &found.xml10_content())?,
            Event::CData(found) => add(&mut open, &found.xml10_content())?,
            Event::GeneralRef(name) => {
                let sign = match name.resolve_char_ref() {
                    Ok(Some(sign)) => Some(sign),
                    _ => match &*name.xml10_content() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                add(&mut open, sign.map(String::from).as_deref().unwrap_or_default())?;
            }
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
    match (open.len(), open.pop().and_then(|mut outside| outside.children.pop())) {
        (1, Some(outermost)) => Ok(outermost),
        (1, None) => Err(ReadError::Empty),
        _ => Err(ReadError::Truncated),
    }
}

fn add(open: &mut [Element], text: &str) -> Result<(), ReadError> {
    let Some(top) = open.last_mut() else { return Ok(()) };
    if top.text.len() + text.len() > LONGEST_CELL && !text.trim().is_empty() {
        return Err(ReadError::CellTooLong { place: format!("the element {}", top.name) });
    }
    top.text.push_str(text);
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn names_lose_their_prefix_and_texts_their_entities() {
        let tree = read("<?xml version=\"1.0\"?><p:A xmlns:p=\"x\"><p:B>1 &lt; 2 &#65;</p:B><B/><C><![CDATA[<x>]]></C></p:A>").unwrap();
        assert_eq!((tree.name.as_str(), tree.text("B"), tree.text("C")), ("A", Some("1 < 2 A"), Some("<x>")));
        assert_eq!(tree.all("B").count(), 2);
    }

    #[test]
    fn what_is_cut_off_too_deep_or_no_xml_is_refused() {
        assert_eq!(read("<A><B>"), Err(ReadError::Truncated));
        assert!(matches!(read("<A></B>"), Err(ReadError::BadXml { .. })));
        assert!(matches!(read(&"<A>".repeat(100_000)), Err(ReadError::BadXml { .. })));
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><A>&b;</A>";
        assert_eq!(read(bomb).map(|tree| tree.text), Ok(String::new()));
    }
}
