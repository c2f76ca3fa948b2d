//! The finished document: [`document`] describes it once, and every format is written from that description. [`booklet`] does
//! the same for what is no disclosure: the manual.
#![cfg_attr(not(test), warn(clippy::unwrap_used, clippy::expect_used, clippy::panic))]
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod booklet;
mod bundle;
pub mod charts;
pub mod direction;
pub mod document;
pub mod docx;
mod error;
pub mod file_name;
pub mod fonts;
mod format;
mod guard;
pub mod html;
pub mod ofd;
mod package;
pub mod pdf;
mod picture;
pub mod printable;
mod review_sheet;
mod watch;
pub mod xlsx;
mod xml;

pub use bundle::{Bundle, BundleFile};
pub use error::ExportError;
pub use format::{ExportFormat, Imprint, Made};
pub use html::{IndexEntry, index_page};
pub use picture::picture;
pub use review_sheet::SheetFormat;
pub use watch::{Stage, Watch};

/// What files say that they were made with.
const CREATOR: &str = "预算公开编辑器";
