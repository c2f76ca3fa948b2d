//! The finished document: [`document`] describes it once, and every format is written from that description.

pub mod document;
pub mod docx;
mod error;
mod format;
pub mod pdf;
mod review_sheet;
pub mod xlsx;

pub use error::ExportError;
pub use format::ExportFormat;
pub use review_sheet::SheetFormat;
