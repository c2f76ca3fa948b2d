//! What a reviewer does: comparing two disclosures, comments and sign-offs, writing down what was found for a colleague.

pub mod approved;
mod comments;
pub mod compare;
mod consolidate;
mod find;
mod finding_row;
mod folder_report;
pub mod intake;
mod merge_label;
mod pointed;
mod progress;
mod reasons;
mod restate;
mod sheet;
mod sign_offs;
mod snapshot;
mod sum_causes;
mod take_over;

pub use comments::{Commented, commented, find_place, place_label};
pub use consolidate::{Consolidated, SumDifference, UnitSum, consolidate, sum_units};
pub use find::{Found, find_everywhere};
pub use finding_row::{FindingRow, finding_row, finding_rows};
pub use folder_report::{ReportedBody, Unchecked, folder_report};
pub use merge_label::merge_label;
pub use pointed::{Hand, Pointing};
pub use progress::Progress;
pub use reasons::shared_reasons;
pub use restate::{Restated, restated};
pub use sheet::{ReviewSheet, SheetCell, SheetColumn, SheetSection};
pub use sign_offs::{changes_since_sign_offs, scope_snapshot};
pub use snapshot::{snapshot, table_snapshot};
pub use sum_causes::{Candidate, Role, SumCause, SumExplanation, explain_sum};
pub use take_over::{Taken, take_over};
