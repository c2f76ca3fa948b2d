//! What fields of a word processor left in lines of the document, such as its list of contents, that are not kept.

use super::report::{ImportReport, NotTaken};
use crate::readers::Source;
use crate::spelling::{fields, half_width, one_line};

/// Lines that are named; others are as many.
const MOST: usize = 20;

/// Tells of each.
pub(super) fn tell(source: &Source, report: &mut ImportReport) {
    let has_field = |text: &&str| {
        let plain: String = text.chars().map(half_width).collect();
        fields::found(&plain).next().is_some()
    };
    let lines =
        source.lines.iter().filter_map(|line| Some((line, line.texts().map(|(_, text)| text).find(has_field)?)));
    for (line, text) in lines.take(MOST) {
        report.notices.push(format!(
            "{}“{}”是 Word 的域留下的，请在原文件里更新域或者删去",
            line.place,
            one_line(text)
        ));
        let reason = "是 Word 的域（目录、页码、引用）留下的，会照样印出来；请在原文件里更新域或者删去";
        report.not_understood.push(NotTaken::new(None, line.place.clone(), one_line(text), reason));
    }
}
