//! The year, 单位 or 部门 and the body on the cover, in titles and above tables (F37-2, F37-3 and F39-2).

use std::sync::LazyLock;

use regex::Regex;

use super::{Printed, PrintedLine, PrintedTitle, PrintedWhat};
use crate::audit::finding::Finding;
use crate::audit::rules::{PRINTED_BODY, PRINTED_KIND, PRINTED_YEAR};
use crate::audit::text::pattern;
use crate::disclosure::Kind;
use crate::evaluate::Evaluated;
use crate::form::ByKind;
use crate::spelling::{self, label::key};

/// A year by itself, or before 年.
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|\D)((?:19|20)\d\d)(?:年|\D|$)"));
/// What the name of a body ends with.
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?:中心|局|厅|委员会|委|办公室|办事处|政府|学校|中学|小学|幼儿园|学院|大学|医院|研究院|研究所|馆|队|院|会|社|站|所|处|部)$",
    )
});
/// What stands before the name of a body on a cover.
const LABELS: [&str; 6] = ["预算单位", "编制单位", "部门名称", "单位名称", "公开单位", "公开部门"];
/// Shorter names are a word of many.
const SHORTEST: usize = 4;

pub(super) fn check(evaluated: Evaluated<'_>, printed: &Printed, findings: &mut Vec<Finding>) {
    let heading = Heading { evaluated, body: undated(&evaluated.disclosure.body) };
    let covers: Vec<&PrintedLine> = printed.lines.iter().filter(|line| line.what == PrintedWhat::Cover).collect();
    for line in &printed.lines {
        match line.what {
            PrintedWhat::Cover | PrintedWhat::Title(PrintedTitle::Part(_) | PrintedTitle::Table(_)) => {
                findings.extend(heading.year(line).filter(|_| printed.says_year));
                findings.extend(heading.kind(line).filter(|_| printed.says_kind));
                findings.extend(heading.body_of_part(line));
            }
            PrintedWhat::Preparer => findings.extend(heading.other_body(line, &undated(&line.text))),
            _ => {}
        }
    }
    findings.extend(heading.body_of_cover(&covers));
}

struct Heading<'a> {
    evaluated: Evaluated<'a>,
    /// The name of the body, as the lines that it is compared with: without years.
    body: String,
}

/// The letters and digits of a text, without years and the words for them.
fn undated(text: &str) -> String {
    let letters: String = key(text).chars().filter(|c| !c.is_ascii_digit()).collect();
    letters.replace("年度", "").replace('年', "")
}

impl Heading<'_> {
    fn year(&self, line: &PrintedLine) -> Option<Finding> {
        let own = self.evaluated.disclosure.year;
        let plain: String = spelling::plain(&line.text).collect();
        // A date on the cover is that of publication.
        let is_of_budget = plain.contains("预算") || plain.contains("概况") || line.what != PrintedWhat::Cover;
        let years: Vec<u16> = YEAR.captures_iter(&plain).filter_map(|found| found[1].parse().ok()).collect();
        let is_other =
            is_of_budget && !years.is_empty() && !plain.contains(&own.to_string()) && !plain.contains("决算");
        is_other.then(|| line.finding(self.evaluated, PRINTED_YEAR, &format!("本次公开的是 {own} 年预算。")))
    }

    /// A title that is the form's for the other kind.
    fn kind(&self, line: &PrintedLine) -> Option<Finding> {
        let (own, form) = (self.evaluated.disclosure.kind, self.evaluated.form);
        let other = match own {
            Kind::Unit => Kind::Department,
            Kind::Department => Kind::Unit,
        };
        let document = form.document.as_ref()?;
        let title: &ByKind = match line.what {
            PrintedWhat::Cover => &document.cover,
            PrintedWhat::Title(PrintedTitle::Part(part)) => &document.parts.get(part)?.title,
            _ => return None,
        };
        let wording = |kind: Kind| undated(&title.get(kind).replace("{year}", "").replace("{body}", ""));
        let (own_title, other_title) = (wording(own), wording(other));
        let said = undated(&line.text);
        let is_other = own_title != other_title && said.ends_with(&other_title) && !said.ends_with(&own_title);
        let message = format!("本次公开的是{}预算。", own.name());
        is_other.then(|| line.finding(self.evaluated, PRINTED_KIND, &message))
    }

    /// What stands before the form's words in the title of a part.
    fn body_of_part(&self, line: &PrintedLine) -> Option<Finding> {
        let PrintedWhat::Title(PrintedTitle::Part(part)) = line.what else { return None };
        let title = &self.evaluated.form.document.as_ref()?.parts.get(part)?.title;
        let said = undated(&line.text);
        let said = match said.split_once("部分") {
            Some((before, after)) if before.starts_with('第') && before.chars().count() <= 3 => after.to_owned(),
            _ => said.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c)).to_owned(),
        };
        let words = [Kind::Unit, Kind::Department].map(|kind| {
            let words = undated(&title.get(kind).replace("{year}", "").replace("{body}", ""));
            words.split_once("部分").map_or(words.clone(), |(_, after)| after.to_owned())
        });
        let name =
            words.iter().filter(|words| !words.is_empty()).find_map(|words| said.strip_suffix(words.as_str()))?;
        let name = name.trim_end_matches("单位").trim_end_matches("部门");
        // What else stands there is what the part is about.
        BODY.is_match(name).then(|| self.other_body(line, name)).flatten()
    }

    /// A cover that names a body and not this one.
    fn body_of_cover(&self, covers: &[&PrintedLine]) -> Option<Finding> {
        if self.body.is_empty() || covers.iter().any(|line| self.is_own(&undated(&line.text))) {
            return None;
        }
        covers.iter().find_map(|line| {
            let said = undated(&line.text);
            let said = LABELS.iter().find_map(|label| said.strip_prefix(label)).unwrap_or(&said).to_owned();
            BODY.is_match(&said).then(|| self.other_body(line, &said)).flatten()
        })
    }

    fn is_own(&self, name: &str) -> bool {
        name.contains(&self.body) || name.chars().count() >= SHORTEST && self.body.contains(name)
    }

    fn other_body(&self, line: &PrintedLine, name: &str) -> Option<Finding> {
        let is_name = name.chars().count() >= SHORTEST && !self.body.is_empty();
        let own = &self.evaluated.disclosure.body;
        let message = format!("不是本单位的名称“{own}”。");
        (is_name && !self.is_own(name)).then(|| line.finding(self.evaluated, PRINTED_BODY, &message))
    }
}
