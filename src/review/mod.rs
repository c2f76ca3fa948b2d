//! What a reviewer does: comparing two disclosures, writing down what was found for a colleague.

pub mod compare;
mod sheet;
mod snapshot;
mod workbook;

pub use sheet::{ReviewSheet, SheetLine};
pub use snapshot::{snapshot, table_snapshot};
pub use workbook::workbook;
