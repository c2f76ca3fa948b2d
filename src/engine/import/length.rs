//! Names and texts that are too long: their beginning is taken, and the report says so.

use super::report::{ImportReport, NotTaken};
use crate::disclosure::{Disclosure, TooLong};
use crate::edit::set_text;

/// Cuts what is too long.
pub(super) fn shorten(disclosure: &mut Disclosure, report: &mut ImportReport) {
    let long = disclosure.texts().into_iter().filter_map(|(place, text)| {
        let long = TooLong::of(text, place.longest())?;
        let start: String = text.trim_start().chars().take(long.limit).collect();
        Some((place, long, start))
    });
    for (place, long, start) in long.collect::<Vec<_>>() {
        if let Ok(step) = set_text(disclosure, "导入", &place, &start) {
            step.apply(disclosure);
            let reason = format!("{long}，只取了开头");
            report.not_understood.push(NotTaken::of_all(reason));
        }
    }
}
