//! Signs such as `[U+000D]`, which an export prints in the place of what cannot be seen.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use super::report::ImportReport;
use crate::disclosure::Disclosure;

static SIGN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[U\+[0-9A-F]{4,6}\]").ok());

/// Signs that are named; others are as many.
const MOST_NAMED: usize = 12;

/// Tells that signs were taken as they stand: which of them a person wrote, nobody can know.
pub(super) fn tell(disclosure: &Disclosure, report: &mut ImportReport) {
    let Some(sign) = SIGN.as_ref() else { return };
    let texts = disclosure.texts();
    let signs: BTreeSet<&str> =
        texts.iter().flat_map(|(_, text)| sign.find_iter(text).map(|found| found.as_str())).collect();
    if signs.is_empty() {
        return;
    }
    let named = signs.iter().take(MOST_NAMED).copied().collect::<Vec<_>>().join("、");
    report.assume(None, format!("文字里的 {named} 是导出时代替看不见的字符的记号，照字面导入"));
}
