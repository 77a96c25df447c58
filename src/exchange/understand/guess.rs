//! Guesses for files that were made by nobody's rules: similar words, other languages, slips of the pen.
//!
//! Every guess is shown to a person before it is used.

use super::{Target, names, plain};
use crate::exchange::sheets::Column;
use crate::model::{Mark, TableName};

/// Words that planners use for a field of a table.
#[rustfmt::skip]
const WORDS: &[(TableName, &str, &[&str])] = &[
    (TableName::Order, "name", &["orderno", "ordernr", "ordernumber", "orderid", "ordername", "salesorderno", "salesordernumber", "so", "pono", "number", "no",
        "ticket", "ticketno", "ticketid", "ticketnumber", "case", "caseno", "caseid", "job", "jobno", "jobnumber", "request", "auftrag", "auftragsnummer",
        "auftragsnr", "auftragnr", "bestellung", "bestellnr", "commande"]),
    (TableName::Order, "due", &["duedate", "delivery", "deliverydate", "deliverby", "required", "requireddate", "requiredby", "needby", "needdate", "wanted",
        "wanteddate", "shipdate", "liefertermin", "termin", "lieferdatum", "echeance", "datedelivraison", "date"]),
    (TableName::Order, "deadline", &["latest", "latestdate", "notafter", "musthave"]),
    (TableName::Order, "release", &["releasedate", "earliest", "earlieststart", "notbefore", "startdate"]),
    (TableName::Item, "name", &["itemno", "itemnumber", "itemcode", "partno", "partnumber", "articleno", "articlenumber", "productcode", "productname", "sku",
        "article", "product", "part", "material", "materialno", "artikel", "artikelnummer"]),
    (TableName::Item, "cost", &["price", "unitprice", "unitcost", "standardcost", "value"]),
    (TableName::Resource, "name", &["machine", "machineno", "workcentre", "workcenter", "workstation", "employee", "employeename", "person", "operator", "maschine"]),
    (TableName::Resource, "maximum", &["capacity", "size", "count", "headcount"]),
    (TableName::Resource, "cost", &["costperhour", "hourlyrate", "rate"]),
    (TableName::Customer, "name", &["customerno", "customername", "client", "clientname", "kunde"]),
    (TableName::Supplier, "name", &["suppliername", "supplierno", "vendor", "vendorname", "lieferant"]),
    (TableName::ItemSupplier, "lead_time", &["deliverytime", "replenishmenttime"]),
    (TableName::Stock, "on_hand", &["stock", "inventory", "available", "quantity", "qty", "onstock", "quantityonhand", "qtyonhand", "bestand"]),
    (TableName::Stock, "minimum", &["safety", "minstock", "minimumstock", "reorderpoint"]),
    (TableName::Operation, "name", &["operationname", "step", "stepname", "task", "taskname", "activity", "arbeitsgang"]),
    (TableName::Operation, "duration", &["setuptime", "fixedtime", "time", "hours"]),
    (TableName::Operation, "duration_per_unit", &["runtime", "timeperunit", "unittime", "cycletime"]),
    (TableName::OperationMaterial, "item", &["component", "child", "material"]),
    (TableName::OperationResource, "resource", &["machine", "workcentre", "workcenter"]),
    (TableName::Absence, "start", &["from", "firstday", "startdate"]),
    (TableName::Absence, "end", &["to", "until", "lastday", "enddate"]),
    (TableName::Absence, "resource", &["employee", "person", "name", "who"]),
    (TableName::SupplyOrder, "reference", &["orderno", "ordernumber", "workorder", "purchaseorderno", "number"]),
];

/// Words that mean the same in every table that has the field.
#[rustfmt::skip]
const GENERAL: &[(&str, &[&str])] = &[
    ("item", &["article", "articleno", "articlenumber", "product", "productcode", "part", "partno", "partnumber", "sku", "material", "itemno", "itemname",
        "itemnumber", "itemcode", "service", "artikel", "artikelnummer", "artikelnr", "produit"]),
    ("quantity", &["qty", "amount", "pieces", "pcs", "units", "orderedquantity", "orderqty", "menge", "anzahl", "stueck", "stück", "quantite", "quantité"]),
    ("customer", &["client", "customername", "customerno", "account", "buyer", "kunde", "soldto"]),
    ("location", &["site", "plant", "warehouse", "place", "lager", "werk", "storage", "branch"]),
    ("priority", &["prio", "importance", "urgency", "rank"]),
    ("status", &["state", "stage"]),
    ("description", &["text", "note", "notes", "comment", "comments", "remarks", "title", "subject", "beschreibung", "details"]),
    ("category", &["group", "class", "family", "productgroup", "kategorie"]),
    ("supplier", &["vendor", "lieferant"]),
    ("resource", &["machine", "workcentre", "workcenter", "employee"]),
    ("batch", &["lot", "lotno", "charge", "variant"]),
    ("lead_time", &["leadtimedays", "deliverytime"]),
    ("unit", &["uom", "unitofmeasure", "einheit"]),
    ("name", &["title", "bezeichnung", "nom"]),
];

/// Fields that many tables have: they say little about which table a sheet is.
const COMMON: [&str; 15] = [
    "reference",
    "name",
    "description",
    "category",
    "subcategory",
    "owner",
    "start",
    "end",
    "priority",
    "cost",
    "location",
    "item",
    "kind",
    "quantity",
    "status",
];

/// How many columns of a sheet are looked at to find its table.
const LOOKED_AT: usize = 60;

/// How surely a title means a field.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sureness {
    Similar,
    Word,
    Exact,
}

/// The table whose fields the titles fit best, where one does.
pub(super) fn table_of(columns: &[Column]) -> Option<TableName> {
    let mut best: Option<(f64, TableName)> = None;
    for table in ORDER {
        let mut taken = std::collections::HashSet::new();
        let (mut score, mut fitting) = (0.0, 0);
        for column in columns.iter().take(LOOKED_AT) {
            let Some((target, sureness)) = fit(table, &column.title) else { continue };
            if !taken.insert(target) {
                continue;
            }
            fitting += 1;
            let field = match target {
                Target::Field(index) => table.fields().get(index),
                _ => None,
            };
            // A title that is what a record of this table is called says as much as a field that few tables have.
            let is_own = sureness == Sureness::Exact && field.is_some_and(|field| field.name == "name" && field.label != "Name");
            let weight = if !is_own && field.is_some_and(|field| COMMON.contains(&field.name)) { 1.0 } else { 2.0 };
            let told = WORDS.iter().any(|(other, _, words)| *other == table && words.contains(&plain(&column.title).as_str()));
            score += weight * if sureness == Sureness::Similar { 0.5 } else { 1.0 } + if told { 0.5 } else { 0.0 };
        }
        let complete =
            table.fields().iter().enumerate().all(|(index, field)| !field.is(Mark::Required) || taken.contains(&Target::Field(index)));
        if complete && fitting >= 2 && score >= 2.5 && best.is_none_or(|(before, _)| score > before) {
            best = Some((score, table));
        }
    }
    best.map(|(_, table)| table)
}

/// Tables a plain file may be, those most often sent first.
const ORDER: [TableName; 19] = [
    TableName::Order,
    TableName::Item,
    TableName::Stock,
    TableName::Resource,
    TableName::Absence,
    TableName::Operation,
    TableName::OperationMaterial,
    TableName::OperationResource,
    TableName::OperationDependency,
    TableName::ItemSupplier,
    TableName::ItemDistribution,
    TableName::Customer,
    TableName::Supplier,
    TableName::ResourceSkill,
    TableName::SetupRule,
    TableName::CalendarRule,
    TableName::Location,
    TableName::Forecast,
    TableName::SupplyOrder,
];

/// What a column of this title most probably is.
pub(super) fn column_of(table: TableName, title: &str) -> Option<Target> {
    fit(table, title).map(|(target, _)| target)
}

fn fit(table: TableName, title: &str) -> Option<(Target, Sureness)> {
    if let Some(target) = names::column_of(table, names::Role::Plain, title) {
        return Some((target, Sureness::Exact));
    }
    let word = plain(title);
    let field = |name: &str| table.field(name).map(Target::Field);
    let told =
        WORDS.iter().find(|(other, _, words)| *other == table && words.contains(&word.as_str())).and_then(|(_, name, _)| field(name));
    let general = || GENERAL.iter().find(|(name, words)| words.contains(&word.as_str()) && table.field(name).is_some());
    if let Some(target) = told.or_else(|| general().and_then(|(name, _)| field(name))) {
        return Some((target, Sureness::Word));
    }
    let nearest = table.fields().iter().enumerate().find(|(_, field)| slip(&word, &plain(field.name)) || slip(&word, &plain(field.label)));
    nearest.map(|(index, _)| (Target::Field(index), Sureness::Similar))
}

/// Whether one word is the other with a slip or two of the pen.
fn slip(one: &str, other: &str) -> bool {
    let length = one.chars().count().min(other.chars().count());
    let allowed = match length {
        0..=4 => return false,
        5..=8 => 1,
        _ => 2,
    };
    // Two letters the wrong way round are one slip of the pen but two edits.
    let swapped = one.chars().zip(other.chars()).filter(|(a, b)| a != b).count() == 2 && sorted(one) == sorted(other);
    swapped || distance(one, other) <= allowed
}

fn sorted(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

/// How many letters must be put in, taken out or replaced.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(60).collect();
    let mut line: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.chars().take(60).enumerate() {
        let mut before = row;
        let mut left = row + 1;
        let mut next = vec![left];
        for (column, target) in other.iter().enumerate() {
            let above = line.get(column + 1).copied().unwrap_or(usize::MAX - 1);
            let cost = (before + usize::from(letter != *target)).min(left + 1).min(above + 1);
            before = above;
            left = cost;
            next.push(cost);
        }
        line = next;
    }
    line.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_between_words_are_counted() {
        for (one, other, edits) in
            [("", "", 0), ("abc", "abc", 0), ("kitten", "sitting", 3), ("due", "duty", 2), ("", "xy", 2), ("xy", "", 2)]
        {
            assert_eq!(distance(one, other), edits, "{one} {other}");
        }
        assert!(slip("quanttiy", "quantity"));
        assert!(!slip("date", "rate"), "short words differ by one letter too easily");
    }

    #[test]
    fn plain_lists_find_their_table() {
        let columns = |titles: &[&str]| {
            titles.iter().enumerate().map(|(at, title)| Column { index: at as u32, title: (*title).to_owned() }).collect::<Vec<_>>()
        };
        for (titles, table) in [
            (&["Auftragsnr", "Artikel", "Menge", "Liefertermin"][..], Some(TableName::Order)),
            (&["Ticket", "Subject", "Due", "Priority"], Some(TableName::Order)),
            (&["SKU", "Description", "Unit price"], Some(TableName::Item)),
            (&["Part number", "Warehouse", "On hand"], Some(TableName::Stock)),
            (&["Employee", "From", "Until", "Reason"], Some(TableName::Absence)),
            (&["colour", "taste"], None),
        ] {
            assert_eq!(table_of(&columns(titles)), table, "{titles:?}");
        }
    }
}
