//! Which findings are listed, by grade and table.

use crate::app::workspace::Workspace;
use disclosure_engine::audit::{Finding, Grade, part_label, text_part};
use disclosure_engine::disclosure::{Component, TableNumber, TextPlace};
use disclosure_engine::edit::component_label;
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::spelling;

/// What is listed, as long as neither the disclosure nor a filter changes.
#[derive(Default)]
pub(super) struct Listing {
    key: Option<Key>,
    groups: Vec<Group>,
}

/// The findings of one grade in one table, or in one part that is text.
pub(super) struct Group {
    pub grade: Grade,
    /// Its name.
    pub title: String,
    /// Places in the audit's findings.
    pub places: Vec<usize>,
}

type Filters = ([bool; Grade::ALL.len()], bool);

/// What the listing was made for.
#[derive(PartialEq)]
struct Key {
    revision: u64,
    table: Option<TableNumber>,
    query: String,
    filters: Filters,
}

impl Listing {
    /// Lists the findings that `passes` lets through, of `table` where one is given, in which `query` is found.
    pub fn update(
        &mut self,
        workspace: &Workspace,
        table: Option<TableNumber>,
        query: &str,
        filters: Filters,
        passes: impl Fn(&Finding) -> bool,
    ) {
        let key = Key { revision: workspace.revision(), table, query: query.to_owned(), filters };
        if self.key.as_ref() == Some(&key) {
            return;
        }
        self.groups.clear();
        let wanted: String = spelling::plain(query).collect();
        let form = workspace.form();
        let mut listed: Vec<(Option<TableNumber>, usize)> = Vec::new();
        for (place, finding) in workspace.audit().findings.iter().enumerate() {
            // What is about last year's figures is filed there, not under this year's.
            let is_of_table = finding.about != Some(Component::Prior);
            let cells = finding.cells.iter().filter(move |_| is_of_table);
            let tables = || cells.clone().map(|cell| form.table_of(cell.list).number);
            let is_found = || {
                let text: String = spelling::plain(&format!("{} {}", finding.rule, finding.message)).collect();
                text.contains(&wanted)
            };
            if passes(finding) && table.is_none_or(|table| tables().any(|of| of == table)) && is_found() {
                listed.push((tables().next(), place));
            }
        }
        // The gravest first, so that what just broke is in sight; then tables in their order, what is about none last.
        let grade = |place: usize| workspace.audit().findings[place].grade;
        listed.sort_by_key(|(table, place)| (grade(*place), table.is_none(), *table, *place));
        let title = |(table, place): &(Option<TableNumber>, usize)| match table {
            Some(number) => {
                let outline = form.table(*number).map_or("", |table| &table.outline);
                format!("表{number} {outline}")
            }
            None => text_title(workspace.evaluated(), &workspace.audit().findings[*place]),
        };
        for entry in &listed {
            let (grade, title) = (grade(entry.1), title(entry));
            match self.groups.last_mut() {
                Some(group) if group.grade == grade && group.title == title => group.places.push(entry.1),
                _ => self.groups.push(Group { grade, title, places: vec![entry.1] }),
            }
        }
        self.key = Some(key);
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The findings in the order in which they are listed.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.groups.iter().flat_map(|group| group.places.iter().copied())
    }
}

fn text_title(evaluated: Evaluated<'_>, finding: &Finding) -> String {
    if let Some(about) = finding.about.filter(|_| finding.text.is_none()) {
        return component_label(about);
    }
    let place = finding.text.as_ref().map(|spot| &spot.place);
    match (place.and_then(|place| text_part(evaluated, place)), place) {
        (Some(part), _) => part_label(part),
        (None, Some(TextPlace::Performance(..))) => "绩效目标".to_owned(),
        _ => "全文".to_owned(),
    }
}
