//! Every change of a disclosure, as steps that can be undone.
//!
//! A [`Step`] is a named list of [`Change`]s, each of which knows what stood there before. The functions of [`amounts`],
//! [`rows`] and [`document`] turn what a person wants into a step, or say why it cannot be; [`History`] keeps the steps.
//! Nothing else changes a disclosure that is open.

mod amount_text;
mod amounts;
mod change;
mod codes;
mod comments;
mod copy;
mod document;
mod error;
mod fields;
mod findings;
mod generate;
mod history;
mod last_year;
mod length;
mod merge;
mod narrative;
pub mod paste;
mod performance;
mod proposed;
mod replace;
mod roll;
mod rows;
mod said;
mod sign_offs;
mod texts;

pub use amount_text::{AmountTextError, InputUnit, parse_amount, parse_entered};
pub use amounts::{repair, set_amounts};
pub use change::{Change, Heading, Put, RowPlace, Shown, Step};
pub use codes::{CodesSince, FollowedCodes, can_be_followed, codes_since, follow_codes};
pub use comments::{remove_comment, reply_to_comment, set_resolved, write_comment};
pub use copy::{CopiedCell, CopiedCells, guarded_text};
pub use document::set_heading;
pub use error::EditError;
pub use fields::set_fields;
pub use findings::{accept, make_repair, outdated_acceptances, withdraw};
pub use generate::{GeneratedPart, generate_part};
pub use history::History;
pub use last_year::{FilledLastYear, fill_last_year, take_last_year};
pub use merge::{Merge, MergeConflict, MergePlace};
pub use narrative::{
    give_paragraph_back, rewording, rewrite_paragraph, set_order, set_part, set_prior, set_slot, take_paragraph_over,
};
pub use performance::{
    PastedIndicators, add_indicator, add_performance_table, copy_performance, duplicate_indicators, enter_performance,
    insert_indicator, move_indicator, new_performance_table, paste_performance, performance_text, remove_indicator,
    remove_indicators, remove_performance_table, set_performance_funds, set_weight, subjects_without_table,
};
pub use proposed::{take_proposals, take_proposed_row};
pub use replace::{Replacement, replace_in_names};
pub use roll::{LeftBehind, left_behind_in_roll, roll_forward};
pub use rows::{
    MoveDirection, NewRow, add_row, add_rows, duplicate_rows, move_rows, recode_row, remove_empty_rows, remove_rows,
    rename_row, sort_rows, take_over_codes,
};
pub(crate) use rows::{longest_increasing, put_rows_in_order};
pub use said::{component_label, say};
pub use sign_offs::{sign_off, withdraw_sign_off};
pub use texts::set_text;

#[cfg(test)]
mod tests;
