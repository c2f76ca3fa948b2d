//! Column widths that were drawn by hand, kept from one run to the next.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::settings;
use disclosure_engine::disclosure::TableNumber;

const FILE: &str = "widths.json";

/// Narrower than this a column cannot be drawn, in points.
pub const LEAST: f32 = 24.0;
/// Wider than this neither.
pub const GREATEST: f32 = 900.0;

/// Widths by form, table and place of the column.
#[derive(Debug, Default)]
pub struct ColumnWidths {
    folder: Option<PathBuf>,
    widths: BTreeMap<String, f32>,
    is_changed: bool,
}

impl ColumnWidths {
    /// The widths that are kept in `folder`; without a folder, or where they cannot be read, none.
    pub fn load_from(folder: Option<PathBuf>) -> Self {
        let widths = folder.as_deref().and_then(|folder| settings::read(folder, FILE)).unwrap_or_default();
        Self { folder, widths, is_changed: false }
    }

    /// The width that was drawn for a column.
    pub fn get(&self, form: &str, table: TableNumber, column: usize) -> Option<f32> {
        self.widths.get(&key(form, table, column)).map(|width| width.clamp(LEAST, GREATEST))
    }

    /// Takes a width that was drawn. It is written to the disk by [`ColumnWidths::keep`].
    pub fn set(&mut self, form: &str, table: TableNumber, column: usize, width: f32) {
        self.widths.insert(key(form, table, column), width);
        self.is_changed = true;
    }

    /// Writes what was changed, if anything was.
    pub fn keep(&mut self) {
        if std::mem::take(&mut self.is_changed)
            && let Some(folder) = &self.folder
        {
            settings::write(folder, FILE, &self.widths);
        }
    }
}

fn key(form: &str, table: TableNumber, column: usize) -> String {
    format!("{form}/{table}/{column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_kept_within_bounds() {
        let folder = tempfile::tempdir().unwrap();
        let mut widths = ColumnWidths::load_from(Some(folder.path().to_owned()));
        widths.set("xinjiang-2025", TableNumber(2), 4, 133.0);
        widths.set("xinjiang-2025", TableNumber(2), 5, 1.0);
        widths.keep();
        let again = ColumnWidths::load_from(Some(folder.path().to_owned()));
        let get = |column| again.get("xinjiang-2025", TableNumber(2), column);
        assert_eq!((get(4), get(5), get(6)), (Some(133.0), Some(LEAST), None));
    }
}
