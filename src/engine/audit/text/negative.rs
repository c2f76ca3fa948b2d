//! Numbers of persons and things below zero (F45-3).

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::BELOW_ZERO;
use crate::disclosure::TextPlace;
use crate::evaluate::Evaluated;

/// A count behind a minus that follows on a word; between two numbers it is a dash.
static COUNT: Sought = Sought::new(
    || {
        pattern(
            r"(?:在职|退休|离休|人数?|编制数?|车辆|用车|设备|增加|减少|房屋|实有)([-−]\d[\d,]*(?:\.\d+)?)\s*(?:人|辆|台|套|平方米|个|户)",
        )
    },
    Needs { digits: 1, one_of: &["-", "−"], ..Needs::NOTHING },
);

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    if !matches!(text.place, TextPlace::Paragraph(..) | TextPlace::Rewritten(_)) {
        return;
    }
    for found in text.captures(&COUNT).filter_map(|found| found.get(1)) {
        let range = text.characters(found.range());
        findings.push(text.finding(evaluated, BELOW_ZERO, range, "不会小于零。", None));
    }
}
