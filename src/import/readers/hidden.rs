//! The rows and columns of a spreadsheet that are hidden, of which the reader of Excel workbooks does not tell.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use quick_xml::events::BytesStart;

use super::super::ImportError;
use super::super::source::Source;
use super::archive::Archive;
use super::xml::{self, Handler, attribute};
use super::{MOST_COLUMNS, MOST_ROWS, Progress};

/// What of a sheet is hidden, by row and column from 0, and what of it held something.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    rows: BTreeSet<u32>,
    columns: BTreeSet<u32>,
    left_rows: BTreeSet<u32>,
    left_columns: BTreeSet<u32>,
}

impl Hidden {
    /// Whether the cell is hidden; remembers that it was left out.
    pub fn leaves(&mut self, row: u32, column: u32) -> bool {
        if self.rows.contains(&row) {
            self.left_rows.insert(row);
            true
        } else if self.columns.contains(&column) {
            self.left_columns.insert(column);
            true
        } else {
            false
        }
    }

    /// Remembers that a row that is hidden was left out.
    pub fn leave_row(&mut self, row: u32) {
        self.left_rows.insert(row);
    }

    /// Hides columns, those far to the right left out.
    pub fn hide_columns(&mut self, columns: Range<u32>) {
        let most = u32::try_from(MOST_COLUMNS).unwrap_or(u32::MAX);
        self.columns.extend(columns.start..columns.end.min(most));
    }

    /// Says in `source` what was left out of the sheet `name`.
    pub fn remark(&self, name: &str, source: &mut Source) {
        let (rows, columns) = (self.left_rows.len(), self.left_columns.len());
        let parts = [(rows, "行"), (columns, "列")];
        let parts: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        if !parts.is_empty() {
            let what = parts.join("、");
            source.remarks.push(format!("工作表“{name}”有 {what}是隐藏的，没有读；要读就先取消隐藏"));
        }
    }
}

/// What is hidden in each sheet of the workbook, by the sheet's name. Sheets that cannot be looked up hide nothing.
pub(super) fn of_sheets(
    archive: &mut Archive<'_>,
    kind: &'static str,
    progress: &Progress,
) -> Result<HashMap<String, Hidden>, ImportError> {
    let mut part = |name: &str, handler: &mut dyn PartHandler| match archive.text(name)? {
        Some(text) => xml::read(&text, kind, progress, &mut Part(handler)),
        None => Ok(()),
    };
    let (mut names, mut targets) = (Names::default(), Targets::default());
    part("xl/workbook.xml", &mut names)?;
    part("xl/_rels/workbook.xml.rels", &mut targets)?;
    let mut all = HashMap::new();
    for (name, id) in names.0 {
        let Some(target) = targets.0.get(&id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        let mut hidden = Hidden::default();
        part(&path, &mut hidden)?;
        all.insert(name, hidden);
    }
    Ok(all)
}

/// What looks at the elements of a part alone.
trait PartHandler {
    fn element(&mut self, element: &BytesStart<'_>);
}

struct Part<'a>(&'a mut dyn PartHandler);

impl Handler for Part<'_> {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ImportError> {
        self.0.element(element);
        Ok(())
    }

    fn text(&mut self, _text: &str) {}

    fn end(&mut self, _name: &str) -> Result<(), ImportError> {
        Ok(())
    }
}

/// The names of the sheets with the identities of their parts.
#[derive(Default)]
struct Names(Vec<(String, String)>);

impl PartHandler for Names {
    fn element(&mut self, element: &BytesStart<'_>) {
        if element.local_name().as_ref() == "sheet" {
            self.0.extend(attribute(element, "name").zip(attribute(element, "id")));
        }
    }
}

/// Where each part is.
#[derive(Default)]
struct Targets(HashMap<String, String>);

impl PartHandler for Targets {
    fn element(&mut self, element: &BytesStart<'_>) {
        self.0.extend(attribute(element, "Id").zip(attribute(element, "Target")));
    }
}

impl PartHandler for Hidden {
    fn element(&mut self, element: &BytesStart<'_>) {
        let name = element.local_name();
        if !matches!(name.as_ref(), "row" | "col") {
            return;
        }
        if !matches!(attribute(element, "hidden").as_deref(), Some("1" | "true")) {
            return;
        }
        let number = |name| attribute(element, name)?.trim().parse::<u32>().ok()?.checked_sub(1);
        match (name.as_ref(), number("r"), number("min"), number("max")) {
            ("row", Some(row), ..) if self.rows.len() < MOST_ROWS => {
                self.rows.insert(row);
            }
            ("col", _, Some(first), Some(last)) => self.hide_columns(first..last.saturating_add(1)),
            _ => {}
        }
    }
}
