//! What a spreadsheet shows otherwise than it is stored: hidden rows and columns, numbers that a format shows smaller than
//! they are, indents. Works around calamine 0.38, which reads none of this.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::rc::Rc;

use quick_xml::events::BytesStart;

use super::archive::Archive;
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
    scaled: BTreeSet<(u32, u32)>,
    indents: HashMap<(u32, u32), u16>,
}

/// What the cell formats of a workbook do to what is in the cells, by their place among them.
#[derive(Debug, Default)]
struct CellFormats {
    /// Those that show numbers in thousands or the like.
    scaling: BTreeSet<usize>,
    /// How far those that set their text in do so, in tenths of a character.
    indents: HashMap<usize, u16>,
}

impl CellFormats {
    /// Whether no cell looks otherwise than it is stored.
    fn are_plain(&self) -> bool {
        self.scaling.is_empty() && self.indents.is_empty()
    }
}

/// Cells of a sheet of which it is kept how far they are set in.
const MOST_INDENTS: usize = 500_000;

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

    /// Whether the number in the cell is shown as another: in thousands, or with a point in its middle.
    pub fn is_scaled(&self, row: u32, column: u32) -> bool {
        self.scaled.contains(&(row, column))
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
        let mut hidden = Hidden { formats: formats.clone(), ..Hidden::default() };
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

impl Hidden {
    fn cell(&mut self, element: &BytesStart<'_>) {
        let Some(format) = attribute(element, "s").and_then(|format| format.parse().ok()) else { return };
        let (is_scaling, indent) = (self.formats.scaling.contains(&format), self.formats.indents.get(&format));
        if !is_scaling && indent.is_none() {
            return;
        }
        let Some(place) = attribute(element, "r").as_deref().and_then(cell_place) else { return };
        if is_scaling {
            self.scaled.insert(place);
        }
        if self.indents.len() < MOST_INDENTS {
            self.indents.extend(indent.map(|indent| (place, *indent)));
        }
    }
}

/// The formats of cells while they are read.
#[derive(Default)]
struct Formats {
    /// The formats of numbers that scale, by their identities.
    numbers: BTreeSet<String>,
    is_in_cells: bool,
    count: usize,
    cells: CellFormats,
}

impl PartHandler for Formats {
    fn element(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "numFmt" => {
                let code = attribute(element, "formatCode").filter(|code| is_scaling(code));
                self.numbers.extend(code.and_then(|_| attribute(element, "numFmtId")));
            }
            "cellXfs" => self.is_in_cells = true,
            "cellStyles" | "dxfs" => self.is_in_cells = false,
            "xf" if self.is_in_cells => {
                if attribute(element, "numFmtId").is_some_and(|id| self.numbers.contains(&id)) {
                    self.cells.scaling.insert(self.count);
                }
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

/// Whether a number format shows another number: a comma after the last digit divides by a thousand, and a point that is
/// only written, as in `0!.0,`, makes 万元 of 元.
fn is_scaling(code: &str) -> bool {
    let mut before = ' ';
    let mut is_quoted = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => is_quoted = !is_quoted,
            _ if is_quoted => continue,
            ';' => break,
            '!' | '\\' if chars.clone().next() == Some('.') => return true,
            '!' | '\\' | '_' | '*' => drop(chars.next()),
            ',' => {
                let rest = chars.as_str();
                let is_last = !rest.split(';').next().unwrap_or_default().contains(['0', '#', '?']);
                if matches!(before, '0' | '#' | '?' | ',') && is_last {
                    return true;
                }
            }
            _ => {}
        }
        before = c;
    }
    false
}

/// Row and column of `B12`, from 0.
fn cell_place(name: &str) -> Option<(u32, u32)> {
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
    fn formats_that_show_another_number_are_known() {
        for code in ["0!.0,", "0!.0000", "0\\.0,\"万\"", "#,##0,", "0.00,,", "#,##0.00,;[Red]-0"] {
            assert!(is_scaling(code), "{code}");
        }
        for code in
            ["#,##0.00", "General", "0.00_ ", "_ * #,##0.00_ ;_ * -#,##0.00_ ", "@", "0\"!.\"", "[$¥-804]#,##0.00"]
        {
            assert!(!is_scaling(code), "{code}");
        }
        assert_eq!(cell_place("B12"), Some((11, 1)));
        assert_eq!(cell_place("AA1"), Some((0, 26)));
        assert_eq!(cell_place("12"), None);
    }
}
