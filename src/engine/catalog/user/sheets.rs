//! The sheets of a list, from what its reader found.

use super::{CELL_LIMIT, COLUMN_LIMIT, Sheet, SheetRow};
use crate::readers::{Line, Place, Source};

/// The grids of `source`, each as a sheet; what stands outside of grids is no part of a list.
pub(super) fn of(source: &Source) -> Vec<Sheet> {
    source.tables().map(sheet).collect()
}

fn sheet(lines: &[Line]) -> Sheet {
    let name = lines.first().and_then(|line| match &line.place {
        Place::Sheet(name, _) => Some(name.to_string()),
        _ => None,
    });
    Sheet { name: name.unwrap_or_default(), rows: lines.iter().filter_map(row).collect() }
}

/// A row, unless it is blank.
fn row(line: &Line) -> Option<SheetRow> {
    let cut = |text: &str| text.trim().chars().filter(|c| !c.is_control()).take(CELL_LIMIT).collect();
    let mut cells: Vec<String> = line.cells.iter().take(COLUMN_LIMIT).map(|cell| cut(&cell.text)).collect();
    while cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    let number = match line.place {
        Place::Line(number) | Place::Paragraph(number) => number,
        Place::Sheet(_, number) | Place::Page(_, number) | Place::Table(_, number) => number,
    };
    (!cells.is_empty()).then_some(SheetRow { line: number, cells })
}
