//! Questions and small forms over the window.

mod about;
mod accept;
mod add_row;
mod catalogs;
mod codes;
mod comment;
mod conflict;
mod draft;
mod export;
mod forms;
mod frame;
mod generate;
mod heading;
mod help;
mod import;
mod last_year;
mod merge;
mod message;
mod paste;
mod performance;
mod policy;
mod recovery;
mod roll;
mod rules;
mod said_columns;
mod sign;
mod take_over;
mod versions;

pub use about::AboutDialog;
pub use accept::{AcceptAnswer, AcceptDialog};
pub use add_row::AddRowDialog;
pub use catalogs::{CatalogLine, CatalogsAnswer, CatalogsDialog};
pub use codes::CodesDialog;
pub use comment::{CommentAnswer, CommentDialog, CommentedPlace};
pub use conflict::{Conflict, ConflictAnswer, ConflictDialog};
use draft::is_sent;
pub use draft::{Draft, is_saving};
pub use export::{ExportAnswer, ExportDialog, ExportStage, Wanted};
pub use forms::{FormsAnswer, FormsDialog, Told};
pub use generate::GenerateDialog;
pub use heading::{HeadingAnswer, HeadingDialog};
pub use help::help_ui;
pub use import::{Answers, Contents, ImportChoice, ImportDialog, ImportPurpose};
pub use last_year::{LastYearDialog, LastYearUse};
pub use merge::{MergeDialog, MergeQuestion};
pub use message::{MessageDialog, Question, QuestionAnswer};
pub use paste::{PasteAnswer, PasteChoice, PasteColumns, PasteDialog};
pub use performance::{PerformanceChoice, PerformanceDialog, subject_name};
pub use policy::{PolicyAnswer, PolicyDialog, PolicyLine, wants as policy_wants};
pub use recovery::{RecoveryAnswer, RecoveryDialog, RecoveryEntry};
pub use roll::{RollAnswer, RollDialog};
pub use rules::RulesDialog;
pub use sign::SignDialog;
pub use take_over::TakeOverDialog;
pub use versions::{Version, VersionsDialog};

pub use self::frame::Answer;
use self::frame::{
    body_ui, buttons_ui, close_ui, default_button, default_button_if, is_confirmed, modal, refusal_ui, texts_ui,
};
