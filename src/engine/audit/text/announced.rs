//! Bank accounts, number plates and home addresses beside the words that announce them (F50-4 to F50-6).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::{BANK_ACCOUNT, HOME_ADDRESS, NUMBER_PLATE};
use crate::evaluate::Evaluated;

/// The number of an account; shorter ones are none.
static ACCOUNT: Sought = Sought::new(
    || pattern(r"(?:账号|帐号|账户|帐户|卡号|开户行|银行卡|社保卡)[^\d,。;]{0,20}(\d(?:[ -]?\d){9,24})"),
    Needs { digits: 10, one_of: &["号", "户", "卡"], ..Needs::NOTHING },
);
static PLATE: Sought = Sought::new(
    || {
        pattern(concat!(
            "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]",
            r"[A-HJ-NP-Z][ ·•・-]?[A-HJ-NP-Z0-9]{5,6}",
        ))
    },
    Needs { capital: true, ..Needs::NOTHING },
);
/// Who speaks of cars, near a plate.
static CAR: LazyLock<Regex> = LazyLock::new(|| pattern("车|牌照|号牌"));
/// An address in a home: what stands before a number of a house or a room.
static ADDRESS: Sought = Sought::new(
    || {
        pattern(concat!(
            r"(?:家庭住址|家庭地址|现住址|户籍地址|户籍所在地|居住地址|居住地|通讯住址|住址)[:为是在\s]*",
            r"([^,。;\s]{2,40}?\d+\s*(?:号|栋|幢|单元|室|楼|组)[^,。;\s]{0,20})",
        ))
    },
    Needs { digits: 1, one_of: &["址", "户籍", "居住地"], ..Needs::NOTHING },
);

/// How far from a plate the word for what it belongs to may stand, in characters.
const NEAR: usize = 20;
const MASK: Option<(&str, &str)> = Some(("遮去", "（略）"));

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let mut tell = |rule: &str, bytes: Range<usize>, message: &str| {
        findings.push(text.finding(evaluated, rule, text.characters(bytes), message, MASK));
    };
    for found in text.captures(&ACCOUNT).filter_map(|found| found.get(1)) {
        let goes_on = text.plain[found.end()..].trim_start().starts_with(['.', '元', '万', '%']);
        if !goes_on {
            tell(BANK_ACCOUNT, found.range(), "是银行账号，不能公开。");
        }
    }
    for found in text.find(&PLATE) {
        let is_part = |c: char| c.is_ascii_alphanumeric();
        let (before, after) = (&text.plain[..found.start()], &text.plain[found.end()..]);
        let has_digit = found.as_str().contains(|c: char| c.is_ascii_digit());
        let near: String = before.chars().rev().take(NEAR).chain(after.chars().take(NEAR)).collect();
        if has_digit && !after.starts_with(is_part) && CAR.is_match(&near) {
            tell(NUMBER_PLATE, found.range(), "是车牌号，不能公开。");
        }
    }
    for found in text.captures(&ADDRESS).filter_map(|found| found.get(1)) {
        tell(HOME_ADDRESS, found.range(), "是个人住址，不能公开。");
    }
}
