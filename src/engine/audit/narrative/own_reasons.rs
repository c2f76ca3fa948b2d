//! Reasons that can only be those of one body, because they name figures of its own: who gives the same copied them (F30-2).
//!
//! 人员增加 and 厉行节约 are the reasons of many, and so are a new task of all townships and a new standard. What no two
//! bodies share is a figure of money or a number of people of some digits.

use std::sync::LazyLock;

use regex::Regex;

use super::reasons::Reason;
use crate::audit::finding::Finding;
use crate::audit::rules::REASON_SHARED;
use crate::audit::text::pattern;
use crate::spelling;

/// Shorter reasons, in characters, are the same by chance.
const SHORTEST: usize = 12;
/// A figure of fewer digits is that of many: 增加 2 人, 100 万元.
const FEWEST_DIGITS: usize = 2;
/// So many digits in all are not the same by chance.
const FEWEST_IN_ALL: usize = 3;

/// A figure of money or of what is counted.
static FIGURE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(\d[\d,]*(?:\.\d+)?)\s*(?:万元|亿元|元|人|名|辆|台|套|户|件|平方米)"));
/// What is set for all alike: 每人每月 200 元.
static FOR_ALL: LazyLock<Regex> = LazyLock::new(|| pattern("每|各|均|统一|标准|定额|基数|比例|上限|下限|以上|以下"));

/// A reason that can only be that of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnReason {
    /// Its words, whatever marks and blanks stand among them: those of the same reason elsewhere are the same.
    pub words: String,
    /// What is to be told of it where another body gives it, too.
    pub finding: Finding,
}

/// The words of `text`.
pub(crate) fn words(text: &str) -> String {
    spelling::plain(text).filter(|c| c.is_alphanumeric() || *c == '.').collect::<String>().trim_matches('.').to_owned()
}

/// Whether `text` can only be the reason of one body.
fn is_own(text: &str) -> bool {
    // Before it is made plain: the comma of a sentence is none of a figure.
    let clauses = text.split(['，', '。', '；', '、', ';', '：', ':']).filter(|clause| !FOR_ALL.is_match(clause));
    let plain = clauses.map(|clause| clause.chars().map(spelling::half_width).collect::<String>());
    let figures =
        plain.flat_map(|clause| FIGURE.captures_iter(&clause).map(|found| digits(&found[1])).collect::<Vec<_>>());
    let digits: usize = figures.filter(|digits| *digits >= FEWEST_DIGITS).sum();
    digits >= FEWEST_IN_ALL
}

/// How many digits `figure` has without the zeros at its ends.
fn digits(figure: &str) -> usize {
    let digits: String = figure.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').len()
}

impl super::Checker<'_> {
    /// Those of `reasons` that can only be those of one body.
    pub(super) fn own_reasons(self, reasons: &[Reason]) -> Vec<OwnReason> {
        let own = reasons.iter().filter(|reason| is_own(&reason.text)).filter_map(|reason| {
            let words = words(&reason.text);
            let message = "与别的单位的原因一字不差，连单位自己的数也一样，像是抄来的。";
            let is_long = words.chars().count() >= SHORTEST;
            is_long.then(|| OwnReason { finding: self.of_reason(reason, REASON_SHARED, message), words })
        });
        own.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn a_reason_is_of_one_body_where_it_names_a_figure_that_no_other_has() {
        for own in [
            "本年新增社保卡换发任务，增加印制费用12.35万元",
            "上级转移支付项目减少，比上年少1,627.14万元",
            "在职人员增加12人，退休人员增加15人",
            "学校新建，调入教师 136 名",
            "各乡镇新增服务站，本单位增加印制费用12.35万元",
        ] {
            assert!(is_own(own), "{own}");
        }
        for of_many in [
            "人员增加，工资标准提高",
            "厉行节约，严格控制一般性支出",
            "增加2人，退休3人，调出1人",
            "一次性项目资金100万元不再安排",
            "公用经费定额由每人2.35万元提高到2.55万元",
            "社保缴费基数调整为8,176元",
            "各乡镇统一安排换届经费12.35万元",
            "按新办〔2024〕125号文件新增项目",
            "2025年新增社保卡换发任务",
        ] {
            assert!(!is_own(of_many), "{of_many}");
        }
    }
}
