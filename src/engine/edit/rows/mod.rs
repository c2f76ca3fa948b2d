//! Changing which rows a table has, in which order and under which names and codes. 类 and 款 rows come and go by
//! themselves.

mod add;
mod along;
mod duplicate;
mod order;
mod recode;
mod remove;
mod rename;
mod stated;
mod take_over;

pub use add::{NewRow, add_row, add_rows};
pub use duplicate::duplicate_rows;
pub use order::{MoveDirection, move_rows, sort_rows};
pub use recode::recode_row;
pub use remove::{remove_empty_rows, remove_rows};
pub use rename::rename_row;
pub use take_over::take_over_codes;

pub(super) use add::{PlacesOfRows, insert_next_row, insert_row, subject};
pub(super) use along::moved_along;
pub(crate) use order::{longest_increasing, put_rows_in_order};
pub(super) use recode::correct_code;
pub(super) use stated::outdated_after_renaming;

use crate::disclosure::{Row, TableNumber};
use crate::evaluate::Evaluated;
use crate::form::ListIndex;

/// The table of `list` and the rows that it stores.
fn stored_rows<'a>(evaluated: Evaluated<'a>, list: ListIndex) -> (TableNumber, &'a [Row]) {
    let number = evaluated.form.table_of(list).number;
    (number, evaluated.disclosure.table(number).map_or(&[], |table| &table.rows))
}

#[cfg(test)]
mod tests;
