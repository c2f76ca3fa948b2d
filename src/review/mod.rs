//! What a reviewer sends back.

mod sheet;
mod workbook;

pub use sheet::{ReviewSheet, SheetLine};
pub use workbook::workbook;
