//! What a spreadsheet shows otherwise than it is stored: hidden rows and columns, numbers that a format shows as others,
//! indents. Works around calamine 0.38, which reads none of this.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::number_format::Shown;
use super::xml::{self, Handler, attribute};
use super::{MOST_COLUMNS, MOST_ROWS, Progress, ReadError, Source};

/// What of a sheet is hidden, by row and column from 0, and what of it held something.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    rows: BTreeSet<u32>,
    columns: BTreeSet<u32>,
    left_rows: BTreeSet<u32>,
    left_columns: BTreeSet<u32>,
    /// The cell formats of the workbook.
    formats: Rc<CellFormats>,
    shown: HashMap<(u32, u32), usize>,
    /// How many numbers were taken otherwise than they are shown, by the format, with the first of them.
    taken: BTreeMap<String, Taken>,
    indents: HashMap<(u32, u32), u16>,
}

/// What the cell formats of a workbook do to what is in the cells, by their place among them.
#[derive(Debug, Default)]
pub(super) struct CellFormats {
    /// Those that show numbers otherwise than they are, with their codes.
    shown: HashMap<usize, (Shown, String)>,
    /// How far those that set their text in do so, in tenths of a character.
    indents: HashMap<usize, u16>,
}

impl CellFormats {
    /// Takes how the format at `place` shows numbers, with its code, where it is otherwise than they are.
    pub fn show(&mut self, place: usize, shown: Option<(Shown, String)>) {
        self.shown.extend(shown.map(|shown| (place, shown)));
    }

    /// Whether no cell looks otherwise than it is stored.
    fn are_plain(&self) -> bool {
        self.shown.is_empty() && self.indents.is_empty()
    }
}

/// Numbers of one format that were taken otherwise than they are shown.
#[derive(Debug)]
struct Taken {
    shown: Shown,
    count: usize,
    /// The row of the first, from 0, and how it was taken.
    row: u32,
    text: String,
}

/// Cells of a sheet of which it is kept how far they are set in, or that they are shown otherwise.
const MOST_INDENTS: usize = 500_000;

impl Hidden {
    /// Nothing hidden, in a workbook with these cell formats.
    pub fn with_formats(formats: Rc<CellFormats>) -> Self {
        Self { formats, ..Self::default() }
    }

    /// Takes the format of the number in a cell, by its place among the cell formats.
    pub fn show(&mut self, place: (u32, u32), format: usize) {
        if self.formats.shown.contains_key(&format) && self.shown.len() < MOST_INDENTS {
            self.shown.insert(place, format);
        }
    }

    /// Hides a row.
    pub fn hide_row(&mut self, row: u32) {
        if self.rows.len() < MOST_ROWS {
            self.rows.insert(row);
        }
    }

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

    /// Puts the unit behind `number`, the number in the cell, where its format shows another or writes the unit; remembers
    /// that it did.
    pub fn with_unit(&mut self, row: u32, column: u32, number: String) -> String {
        let format = self.shown.get(&(row, column)).copied();
        let Some((shown, code)) = format.and_then(|format| self.formats.shown.get(&format)) else { return number };
        let (shown, code) = (*shown, code.clone());
        self.with_unit_of(row, (shown, &code), number)
    }

    /// Puts the unit behind a number that a format, with this code, shows otherwise; remembers that it did.
    pub fn with_unit_of(&mut self, row: u32, (shown, code): (Shown, &str), number: String) -> String {
        let text = format!("{number}{}", shown.unit());
        let taken = || Taken { shown, count: 0, row, text: text.clone() };
        self.taken.entry(code.to_owned()).or_insert_with(taken).count += 1;
        text
    }

    /// How far the text of the cell is set in, in tenths of a character.
    pub fn indent(&self, row: u32, column: u32) -> u16 {
        self.indents.get(&(row, column)).copied().unwrap_or_default()
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
        for (code, Taken { shown, count, row, text }) in &self.taken {
            let code = if code.is_empty() { String::new() } else { format!("（{code}）") };
            let why = match shown {
                Shown::Smaller => "把数缩小了显示",
                Shown::In(_) => "在数后面写了单位",
            };
            let (unit, row) = (shown.unit(), row + 1);
            source.notes.push(format!(
                "工作表“{name}”有 {count} 格的数字格式{code}{why}，按格里的数取，单位是{unit}，如第 {row} 行的 {text}"
            ));
        }
    }
}

/// What is hidden in each sheet of the workbook, by the sheet's name. Sheets that cannot be looked up hide nothing.
pub(super) fn of_sheets(
    archive: &mut Archive<'_>,
    kind: &'static str,
    progress: &Progress,
) -> Result<HashMap<String, Hidden>, ReadError> {
    let mut part = |name: &str, handler: &mut dyn PartHandler| match archive.text(name)? {
        Some(text) => xml::read(&text, kind, progress, &mut Part(handler)),
        None => Ok(()),
    };
    let (mut names, mut targets) = (Names::default(), Targets::default());
    part("xl/workbook.xml", &mut names)?;
    part("xl/_rels/workbook.xml.rels", &mut targets)?;
    let mut formats = Formats::default();
    part("xl/styles.xml", &mut formats)?;
    let formats = Rc::new(formats.cells);
    let mut all = HashMap::new();
    for (name, id) in names.0 {
        let Some(target) = targets.0.get(&id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        let mut hidden = Hidden::with_formats(formats.clone());
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
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.0.element(element);
        Ok(())
    }

    fn text(&mut self, _text: &str) {}

    fn end(&mut self, _name: &str) -> Result<(), ReadError> {
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
        if name.as_ref() == "c" && !self.formats.are_plain() {
            self.cell(element);
            return;
        }
        if !matches!(name.as_ref(), "row" | "col") {
            return;
        }
        // What has no height or no width cannot be seen either.
        let is_flat = |size| attribute(element, size).and_then(|size| size.trim().parse::<f64>().ok()) == Some(0.0);
        let is_hidden = matches!(attribute(element, "hidden").as_deref(), Some("1" | "true"));
        if !is_hidden && !is_flat(if name.as_ref() == "row" { "ht" } else { "width" }) {
            return;
        }
        let number = |name| attribute(element, name)?.trim().parse::<u32>().ok()?.checked_sub(1);
        match (name.as_ref(), number("r"), number("min"), number("max")) {
            ("row", Some(row), ..) => self.hide_row(row),
            ("col", _, Some(first), Some(last)) => self.hide_columns(first..last.saturating_add(1)),
            _ => {}
        }
    }
}

impl Hidden {
    fn cell(&mut self, element: &BytesStart<'_>) {
        let Some(format) = attribute(element, "s").and_then(|format| format.parse().ok()) else { return };
        let indent = self.formats.indents.get(&format).copied();
        if !self.formats.shown.contains_key(&format) && indent.is_none() {
            return;
        }
        let Some(place) = attribute(element, "r").as_deref().and_then(cell_place) else { return };
        self.show(place, format);
        if self.indents.len() < MOST_INDENTS {
            self.indents.extend(indent.map(|indent| (place, indent)));
        }
    }
}

/// The formats of cells while they are read.
#[derive(Default)]
struct Formats {
    /// The formats of numbers that show them otherwise than they are, by their identities.
    numbers: HashMap<String, (Shown, String)>,
    is_in_cells: bool,
    count: usize,
    cells: CellFormats,
}

impl PartHandler for Formats {
    fn element(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "numFmt" => {
                let code = attribute(element, "formatCode");
                let shown = code.and_then(|code| Some((Shown::by(&code)?, code)));
                self.numbers.extend(attribute(element, "numFmtId").zip(shown));
            }
            "cellXfs" => self.is_in_cells = true,
            "cellStyles" | "dxfs" => self.is_in_cells = false,
            "xf" if self.is_in_cells => {
                let shown = attribute(element, "numFmtId").and_then(|id| self.numbers.get(&id));
                self.cells.show(self.count, shown.cloned());
                self.count += 1;
            }
            "alignment" if self.is_in_cells => {
                let steps: Option<u16> = attribute(element, "indent").and_then(|steps| steps.trim().parse().ok());
                let format = self.count.checked_sub(1);
                let is_left = matches!(attribute(element, "horizontal").as_deref(), None | Some("left" | "general"));
                let steps = steps.filter(|steps| *steps > 0 && is_left);
                self.cells.indents.extend(format.zip(steps.map(|steps| steps.saturating_mul(10))));
            }
            _ => {}
        }
    }
}

/// Row and column of `B12`, from 0.
pub(super) fn cell_place(name: &str) -> Option<(u32, u32)> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let column = name[..letters].bytes().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    Some((name[letters..].parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_from_their_names() {
        assert_eq!(cell_place("B12"), Some((11, 1)));
        assert_eq!(cell_place("AA1"), Some((0, 26)));
        assert_eq!(cell_place("12"), None);
    }
}
