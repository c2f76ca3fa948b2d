//! What comes in: finding the disclosures and documents of folders and of archives in them, reading and checking each, and
//! comparing it with last year's and with an earlier check. Commands and the window stand on it.

mod archive;
mod check;
mod in_order;
mod last;
mod search;
mod since;
mod state;

pub use archive::{Archive, Packed, is_archive};
pub use check::{Checker, Examined, Source};
pub use in_order::in_order;
pub use last::{Last, LastYear};
pub use search::{Found, Target, find, real};
pub use since::{Compared, EarlierFinding, Since, kind_id};
pub use state::{Failure, State};
