//! The day on which a document is made.

use disclosure_export::document::Day;

/// Year, month and day by the clock and the time zone of this machine.
pub(crate) fn today() -> Option<Day> {
    let today = jiff::Zoned::now().date();
    let part = |number: i8| u8::try_from(number).ok();
    Some((u16::try_from(today.year()).ok()?, part(today.month())?, part(today.day())?))
}
