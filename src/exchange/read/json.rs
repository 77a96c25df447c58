//! Reading JSON: a list of records, either of the Django fixture form (`model`, `pk`, `fields`) or flat.
//!
//! Nested values are checked and left out; nothing of unlimited size or depth is ever built.

use super::{ReadError, stem};
use crate::exchange::sheets::{Cell, Column, Format, LONGEST_CELL, MOST_CELLS, Row, Sheet, Sheets};
use crate::model::sort_with_key;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::{HashMap, HashSet};
use std::fmt;

/// Starts the message of a repeated key, so that it can be told from other errors.
const REPEATED: &str = "repeated key ";

/// Reads a JSON list of records as one sheet per model.
pub(super) fn read(file_name: &str, text: &str) -> Result<Sheets, ReadError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut gathered = Gathered { left: MOST_CELLS, default_name: stem(file_name), ..Gathered::default() };
    let result = (&mut deserializer).deserialize_seq(List(&mut gathered)).and_then(|()| deserializer.end());
    result.map_err(|error| of_serde(&error))?;
    if gathered.sheets.is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(Sheets { file_name: file_name.to_owned(), format: Format::Json, sheets: gathered.sheets })
}

fn of_serde(error: &serde_json::Error) -> ReadError {
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or_default().to_owned();
    match reason.as_str() {
        "too many cells" => ReadError::TooManyCells,
        reason if reason.starts_with(REPEATED) => {
            ReadError::RepeatedKey { key: reason.trim_start_matches(REPEATED).to_owned(), line: error.line() }
        }
        _ if error.is_eof() => ReadError::Truncated,
        _ => ReadError::BadJson { line: error.line(), column: error.column(), reason },
    }
}

/// The sheets gathered so far.
#[derive(Default)]
struct Gathered {
    sheets: Vec<Sheet>,
    by_name: HashMap<String, usize>,
    columns: Vec<HashMap<String, u32>>,
    default_name: String,
    records: u32,
    left: usize,
}

impl Gathered {
    fn add(&mut self, model: Option<String>, fields: Vec<(String, Cell)>) {
        self.records = self.records.saturating_add(1);
        let name = model.unwrap_or_else(|| self.default_name.clone());
        let at = *self.by_name.entry(name.clone()).or_insert_with(|| {
            self.sheets.push(Sheet { name, ..Sheet::default() });
            self.columns.push(HashMap::new());
            self.sheets.len() - 1
        });
        let (Some(sheet), Some(columns)) = (self.sheets.get_mut(at), self.columns.get_mut(at)) else { return };
        let mut cells: Vec<(u32, Cell)> = fields
            .into_iter()
            .map(|(key, cell)| {
                let next = columns.len() as u32;
                let index = *columns.entry(key).or_insert_with_key(|title| {
                    sheet.columns.push(Column { index: next, title: title.clone() });
                    next
                });
                (index, cell)
            })
            .collect();
        sort_with_key(&mut cells, |(index, _)| *index);
        sheet.rows.push(Row { number: self.records, cells });
    }
}

/// The list at the top.
struct List<'a>(&'a mut Gathered);

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some((model, fields)) = seq.next_element_seed(Record(&mut self.0.left))? {
            self.0.add(model, fields);
        }
        Ok(())
    }
}

type Read = (Option<String>, Vec<(String, Cell)>);

/// One record of the list: a fixture's, or a flat one.
struct Record<'a>(&'a mut usize);

impl<'de> DeserializeSeed<'de> for Record<'_> {
    type Value = Read;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Record<'_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
        let mut seen = HashSet::new();
        let (mut model, mut key, mut inner, mut flat) = (None, None, None, Vec::new());
        while let Some(name) = map.next_key::<String>()? {
            if name == "fields" {
                inner = Some(map.next_value_seed(Fields(self.0))?);
            } else {
                let cell = map.next_value_seed(Scalar(self.0))?;
                match (name.as_str(), cell) {
                    ("model", Some(Cell::Text(text))) => model = Some(text),
                    ("pk", Some(cell)) => key = Some(cell),
                    (_, Some(cell)) => flat.push((name.clone(), cell)),
                    (_, None) => {}
                }
            }
            if !seen.insert(name.clone()) {
                return Err(A::Error::custom(format!("{REPEATED}{name}")));
            }
        }
        let mut fields = inner.unwrap_or_default();
        fields.extend(flat);
        if let Some(key) = key
            && !fields.iter().any(|(name, _)| name == "pk")
        {
            fields.push(("pk".to_owned(), key));
        }
        Ok((model, fields))
    }
}

/// The fields of a fixture's record.
struct Fields<'a>(&'a mut usize);

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = Vec<(String, Cell)>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Vec<(String, Cell)>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the fields of a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut seen = HashSet::new();
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            if let Some(cell) = map.next_value_seed(Scalar(self.0))? {
                fields.push((name.clone(), cell));
            }
            if !seen.insert(name.clone()) {
                return Err(A::Error::custom(format!("{REPEATED}{name}")));
            }
        }
        Ok(fields)
    }
}

/// One value: a cell, nothing, or something nested that is walked through and left out.
struct Scalar<'a>(&'a mut usize);

impl<'de> DeserializeSeed<'de> for Scalar<'_> {
    type Value = Option<Cell>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        *self.0 = self.0.checked_sub(1).ok_or_else(|| D::Error::custom("too many cells"))?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Scalar<'_> {
    type Value = Option<Cell>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E: Error>(self) -> Result<Option<Cell>, E> {
        Ok(None)
    }
    fn visit_bool<E: Error>(self, flag: bool) -> Result<Option<Cell>, E> {
        Ok(Some(Cell::Flag(flag)))
    }
    fn visit_i64<E: Error>(self, number: i64) -> Result<Option<Cell>, E> {
        Ok(Some(Cell::Number(number as f64)))
    }
    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<Cell>, E> {
        Ok(Some(Cell::Number(number as f64)))
    }
    fn visit_f64<E: Error>(self, number: f64) -> Result<Option<Cell>, E> {
        if number.is_finite() { Ok(Some(Cell::Number(number))) } else { Err(E::custom("a number without end")) }
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<Option<Cell>, E> {
        if text.chars().nth(LONGEST_CELL).is_some() {
            return Err(E::custom(format!("a text of more than {LONGEST_CELL} characters")));
        }
        let text = text.trim();
        Ok((!text.is_empty()).then(|| Cell::Text(text.to_owned())))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<Cell>, A::Error> {
        // A reference by natural key is a list of one text.
        let first = seq.next_element_seed(Scalar(self.0))?;
        let mut more = false;
        while seq.next_element_seed(Scalar(self.0))?.is_some() {
            more = true;
        }
        Ok(match first {
            Some(Some(Cell::Text(text))) if !more => Some(Cell::Text(text)),
            _ => Some(Cell::Nested),
        })
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Cell>, A::Error> {
        let mut seen = HashSet::new();
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(Scalar(self.0))?;
            if !seen.insert(name.clone()) {
                return Err(A::Error::custom(format!("{REPEATED}{name}")));
            }
        }
        Ok(Some(Cell::Nested))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
    use super::*;

    #[test]
    fn a_fixture_becomes_one_sheet_per_model() {
        let text = r#"[{"model": "input.item", "pk": "Chair", "fields": {"cost": 3, "owner": ["All"]}},
                       {"model": "input.demand", "fields": {"name": "D1", "plan": {"x": [1, 2]}, "note": null}},
                       {"model": "input.item", "fields": {"name": "All", "cost": "1.5"}}]"#;
        let sheets = read("demo.json", text).unwrap();
        assert_eq!(sheets.sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["input.item", "input.demand"]);
        let item = &sheets.sheets[0];
        assert_eq!(item.columns.iter().map(|column| column.title.as_str()).collect::<Vec<_>>(), ["cost", "owner", "pk", "name"]);
        assert_eq!(item.rows[1].number, 3);
        assert_eq!(item.rows[0].cell(1), Some(&Cell::Text("All".into())));
        assert_eq!(sheets.sheets[1].rows[0].cell(1), Some(&Cell::Nested));
    }

    #[test]
    fn hostile_json_is_refused_with_its_place() {
        assert!(
            matches!(read("x.json", r#"[{"model": "a", "fields": {"k": 1, "k": 2}}]"#), Err(ReadError::RepeatedKey { key, .. }) if key == "k")
        );
        assert!(matches!(read("x.json", r#"[{"fields": {"k": {"deep": 1, "deep": 2}}}]"#), Err(ReadError::RepeatedKey { .. })));
        for text in [r#"[{"fields": {"k": 1e999}}]"#, r#"[{"fields": {"k": NaN}}]"#, r#"{"a": 1}"#, "[1]"] {
            assert!(matches!(read("x.json", text), Err(ReadError::BadJson { .. })), "{text}: {:?}", read("x.json", text));
        }
        let deep = format!("[{{\"fields\": {{\"k\": {}{}}}}}]", "[".repeat(100_000), "]".repeat(100_000));
        assert!(matches!(read("x.json", &deep), Err(ReadError::BadJson { reason, .. }) if reason.contains("recursion")));
        assert_eq!(read("x.json", "[{\"fields\": {\"k\": "), Err(ReadError::Truncated));
    }
}
