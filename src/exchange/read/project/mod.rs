//! Reading a project in Microsoft's XML form (MSPDI, <https://learn.microsoft.com/office-project/xml-data-interchange>) as sheets of our own
//! tables: the project is an item that is ordered once, its tasks are the steps of its routing and stand on the board where they stood.
//!
//! Every element but the unique ids may be missing. Never decides whether the result makes sense: that is the dry run's.

mod calendar;
mod table;
mod tree;

use super::{ReadError, stem};
use crate::exchange::convert::plain_number;
use crate::exchange::dry_run::lists::{Link, write_amounts, write_links, write_names};
use crate::exchange::sheets::{Format, Sheets};
use crate::model::text::parse_number;
use crate::model::{LinkKind, Span};
use std::collections::BTreeMap;
use table::{SheetMaker, clock_text, moment_text};
use tree::Element;

/// Reads a project.
pub(super) fn read(file_name: &str, text: &str) -> Result<Sheets, ReadError> {
    let root = tree::read(text)?;
    if root.name != "Project" {
        return Err(ReadError::NoProject { found: root.name });
    }
    let project = Project::of(&root, &stem(file_name));
    Ok(Sheets { file_name: file_name.to_owned(), format: Format::Project, sheets: project.sheets() })
}

/// A task that is work, not a heading.
struct Leaf<'a> {
    element: &'a Element,
    uid: &'a str,
    /// Unique among the project's tasks.
    name: String,
    /// The heading it stands under.
    heading: String,
}

/// Where what is asked for by a unique id lies in a list.
type Places<'a> = BTreeMap<&'a str, Vec<usize>>;

/// Names by unique ids.
#[derive(Default)]
struct Names<'a> {
    names: Vec<String>,
    places: Places<'a>,
}

impl<'a> Names<'a> {
    /// Adds a name that no other has: with the unique id behind it where another one has it already.
    fn add(&mut self, uid: &'a str, name: &str) {
        let taken = self.names.iter().any(|other| other == name);
        self.places.entry(uid).or_default().push(self.names.len());
        self.names.push(if taken { format!("{name} ({uid})") } else { name.to_owned() });
    }

    fn get(&self, uid: &str) -> Option<&str> {
        self.places.get(uid)?.first().and_then(|at| self.names.get(*at)).map(String::as_str)
    }
}

struct Project<'a> {
    root: &'a Element,
    name: String,
    leaves: Vec<Leaf<'a>>,
    /// The tasks under each heading, and each task under itself.
    below: Places<'a>,
    resources: Names<'a>,
    calendars: Names<'a>,
    assignments: Vec<&'a Element>,
    /// The assignments of each task.
    assigned: Places<'a>,
}

impl<'a> Project<'a> {
    fn of(root: &'a Element, file: &str) -> Project<'a> {
        let named = root.text("Title").or_else(|| root.text("Name")).map(|name| name.trim_end_matches(".xml").trim_end_matches(".mpp"));
        let name = named.or_else(|| root.listed("Tasks", "Task").next()?.text("Name")).unwrap_or(file).to_owned();
        let calendars = calendar::names(root);
        let assignments: Vec<&Element> = root.listed("Assignments", "Assignment").collect();
        let mut assigned = Places::new();
        for (at, assignment) in assignments.iter().enumerate() {
            assigned.entry(assignment.text("TaskUID").unwrap_or_default()).or_default().push(at);
        }
        let (leaves, below, resources) = (Vec::new(), Places::new(), Names::default());
        let mut project = Project { root, name, leaves, below, resources, calendars, assignments, assigned };
        project.find_tasks();
        for resource in root.listed("Resources", "Resource").filter(|resource| !resource.flag("IsNull")) {
            let (Some(uid), Some(name)) = (resource.text("UID"), resource.text("Name")) else { continue };
            // Material and cost do no work.
            if matches!(resource.text("Type"), Some("1") | None) {
                project.resources.add(uid, name);
            }
        }
        project
    }

    /// Tells headings from work by the outline, whatever the file says of them.
    fn find_tasks(&mut self) {
        let tasks: Vec<&Element> = self
            .root
            .listed("Tasks", "Task")
            .filter(|task| task.text("UID").is_some() && !task.flag("IsNull") && task.text("Active") != Some("0"))
            .collect();
        let level = |task: &Element| task.number("OutlineLevel").unwrap_or(1.0);
        let mut headings: Vec<&Element> = Vec::new();
        let mut names = Names::default();
        for (at, task) in tasks.iter().enumerate() {
            headings.retain(|heading| level(heading) < level(task));
            let Some(uid) = task.text("UID") else { continue };
            let is_heading = tasks.get(at + 1).is_some_and(|next| level(next) > level(task)) || level(task) == 0.0;
            if is_heading {
                headings.push(task);
                continue;
            }
            let heading = headings.iter().rev().find(|heading| level(heading) > 0.0).and_then(|heading| heading.text("Name"));
            for above in headings.iter().filter_map(|heading| heading.text("UID")).chain([uid]) {
                self.below.entry(above).or_default().push(self.leaves.len());
            }
            names.add(uid, task.text("Name").unwrap_or("Task"));
            self.leaves.push(Leaf { element: task, uid, name: String::new(), heading: heading.unwrap_or_default().to_owned() });
        }
        self.leaves.iter_mut().zip(names.names).for_each(|(leaf, name)| leaf.name = name);
    }

    fn sheets(&self) -> Vec<crate::exchange::Sheet> {
        let name = self.name.as_str();
        let mut item = SheetMaker::new("item", &["name", "description"]);
        item.row(&[name, "A project"]);
        let of = |field: &'static str| self.leaves.iter().filter_map(move |leaf| leaf.element.text(field));
        let due = of("Deadline").max().or_else(|| self.root.text("FinishDate")).or_else(|| of("Finish").max());
        let mut order = SheetMaker::new("sales order", &["name", "item", "quantity", "due", "status"]);
        order.row(&[name, name, "1", &moment_text(due), "open"]);
        let titles = ["key", "reference", "kind", "status", "item", "operation", "quantity", "start", "end", "orders"];
        let mut supply = SheetMaker::new("supply order", &titles);
        let (start, end) = (moment_text(of("Start").min()), moment_text(of("Finish").max()));
        supply.row(&[name, name, "MO", "approved", name, name, "1", &start, &end, &write_names(std::iter::once(name))]);
        let mut made = calendar::sheets(self.root, &self.calendars);
        made.extend([self.resources(), item]);
        made.extend(self.work());
        made.extend([order, supply, self.tasks()]);
        made.into_iter().map(SheetMaker::done).filter(|sheet| !sheet.rows.is_empty()).collect()
    }

    fn resources(&self) -> SheetMaker {
        let mut sheet = SheetMaker::new("resource", &["name", "class", "maximum", "calendar", "cost"]);
        for resource in self.root.listed("Resources", "Resource") {
            let Some(name) = resource.text("UID").and_then(|uid| self.resources.get(uid)) else { continue };
            let units = resource.text("MaxUnits").filter(|_| resource.number("MaxUnits").is_some_and(|units| units > 0.0)).unwrap_or("1");
            let cost = resource.text("StandardRate").filter(|_| resource.number("StandardRate").is_some()).unwrap_or_default();
            sheet.row(&[name, "person", units, self.calendar(resource), cost]);
        }
        sheet
    }

    /// The name of the calendar of a task or resource; empty where it has none.
    fn calendar(&self, of: &Element) -> &str {
        of.text("CalendarUID").and_then(|uid| self.calendars.get(uid)).unwrap_or_default()
    }

    /// Operations, their links and needs.
    fn work(&self) -> [SheetMaker; 3] {
        let titles = ["name", "category", "kind", "item", "owner", "priority", "duration", "calendar"];
        let mut operations = SheetMaker::new("operation", &titles);
        let mut links = SheetMaker::new("operation dependency", &["operation", "blocked by operation", "kind", "lag"]);
        let mut needs = SheetMaker::new("operation resource", &["operation", "resource", "quantity"]);
        operations.row(&[&self.name, "", "routing", &self.name]);
        for (leaf, place) in self.leaves.iter().zip(1..) {
            let length = clock_text(leaf.element.text("Duration").and_then(seconds_of).unwrap_or(0));
            let row = [&leaf.name, &leaf.heading, "fixed_time", "", &self.name, &place.to_string(), &length, self.calendar(leaf.element)];
            operations.row(&row);
            for link in self.waits(leaf) {
                links.row(&[&leaf.name, &link.name, link.kind.code(), &clock_text(link.lag.seconds())]);
            }
            for (resource, units) in self.assigned(leaf) {
                needs.row(&[&leaf.name, &resource, &plain_number(units)]);
            }
        }
        [operations, links, needs]
    }

    /// The tasks where they stand.
    fn tasks(&self) -> SheetMaker {
        let titles = ["key", "supply", "operation", "quantity", "start", "end", "on", "status", "release", "due", "after", "orders"];
        let mut tasks = SheetMaker::new("task", &titles);
        let order = write_names(std::iter::once(self.name.as_str()));
        for leaf in &self.leaves {
            let element = leaf.element;
            let at = |name: &str| moment_text(element.text(name));
            let (start, end, due) = (at("Start"), at("Finish"), at("Deadline"));
            // Start no earlier than; must start on.
            let is_held = matches!(element.text("ConstraintType"), Some("2" | "4"));
            let release = if is_held { at("ConstraintDate") } else { String::new() };
            let status = match element.number("PercentComplete").unwrap_or(0.0) {
                done if done >= 100.0 => "finished",
                done if done > 0.0 => "started",
                _ => "planned",
            };
            let (on, after) = (write_amounts(self.assigned(leaf).into_iter()), write_links(self.waits(leaf).into_iter()));
            // A place has both ends or none.
            let (start, end, on) = if start.is_empty() || end.is_empty() { ("", "", "") } else { (&*start, &*end, &*on) };
            tasks.row(&[&leaf.name, &self.name, &leaf.name, "1", start, end, on, status, &release, &due, &after, &order]);
        }
        tasks
    }

    /// What a task waits for; a heading stands for all that is under it.
    fn waits(&self, leaf: &Leaf) -> Vec<Link> {
        let mut waits = Vec::new();
        for link in leaf.element.all("PredecessorLink") {
            let Some(before) = link.text("PredecessorUID").and_then(|uid| self.below.get(uid)) else { continue };
            let kind = match link.text("Type") {
                Some("0") => LinkKind::FinishFinish,
                Some("2") => LinkKind::StartFinish,
                Some("3") => LinkKind::StartStart,
                _ => LinkKind::FinishStart,
            };
            // Tenths of a minute, unless it is a share of the predecessor's length.
            let is_share = matches!(link.text("LagFormat"), Some("19" | "20" | "51" | "52"));
            let lag = Span::from_seconds(link.number("LinkLag").filter(|_| !is_share).map_or(0, |tenths| (tenths * 6.0) as i64));
            let others = before.iter().filter_map(|at| self.leaves.get(*at)).filter(|other| other.uid != leaf.uid);
            waits.extend(others.map(|other| Link { name: other.name.clone(), kind, lag, by_hand: false }));
        }
        waits
    }

    /// The resources of a task and how many units of them.
    fn assigned(&self, leaf: &Leaf) -> Vec<(String, f64)> {
        let mut uses: Vec<(String, f64)> = Vec::new();
        for assignment in self.assigned.get(leaf.uid).into_iter().flatten().filter_map(|at| self.assignments.get(*at)) {
            let Some(name) = assignment.text("ResourceUID").and_then(|uid| self.resources.get(uid)) else { continue };
            if !uses.iter().any(|(other, _)| other == name) {
                uses.push((name.to_owned(), assignment.number("Units").filter(|units| *units > 0.0).unwrap_or(1.0)));
            }
        }
        uses
    }
}

/// Seconds of a length such as `PT16H30M0S`.
fn seconds_of(text: &str) -> Option<i64> {
    let rest = text.strip_prefix('P')?;
    let (days, rest) = rest.split_once('T').unwrap_or((rest, ""));
    let mut seconds = 0.0;
    let mut number = String::new();
    for (part, units) in [(days, "YDW"), (rest, "HMS")] {
        for sign in part.chars() {
            let worth = match (units, sign) {
                ("YDW", 'Y') => 365.0 * 86_400.0,
                ("YDW", 'W') => 604_800.0,
                ("YDW", 'D') => 86_400.0,
                ("HMS", 'H') => 3600.0,
                ("HMS", 'M') => 60.0,
                ("HMS", 'S') => 1.0,
                _ => {
                    number.push(sign);
                    continue;
                }
            };
            seconds += parse_number(&std::mem::take(&mut number))? * worth;
        }
    }
    (0.0..1e12).contains(&seconds).then_some(seconds as i64)
}
