//! The day on which a document is made.

use disclosure_export::document::Day;

/// Year, month and day by the clock and the time zone of this machine.
pub(crate) fn today() -> Option<Day> {
    day_of(jiff::Zoned::now().date())
}

/// The day of a date.
pub(crate) fn day_of(date: jiff::civil::Date) -> Option<Day> {
    let part = |number: i8| u8::try_from(number).ok();
    Some((u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?))
}
