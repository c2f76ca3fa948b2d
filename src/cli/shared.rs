//! Reasons that several bodies give word for word (F30-2): what each file says is kept, and told once all were checked.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::file_name::JsonFile;
use super::report::JsonFinding;
use crate::received::{Examined, kind_id};
use disclosure_engine::audit::{Finding, identities};
use disclosure_engine::review::intake::{Intake, Submission};
use disclosure_engine::review::{FindingRow, Pointing, finding_row, shared_reasons};

/// Other bodies that are named beside a reason.
const MOST_NAMED: usize = 8;

/// A reason that can only be that of the body that gives it, as it is told where another gives it, too.
#[derive(Debug)]
pub(super) struct OwnReason {
    words: String,
    row: FindingRow,
    json: JsonFinding,
}

/// Those of a disclosure that nobody accepted.
pub(super) fn own_reasons(examined: &Examined<'_>) -> Vec<OwnReason> {
    if examined.audit.own_reasons.is_empty() {
        return Vec::new();
    }
    let codes = examined.codes();
    let evaluated = examined.evaluated(&codes);
    let pointing = Pointing::new(evaluated, examined.whereabouts());
    let open = examined.audit.own_reasons.iter().filter(|own| own.finding.accepted.is_none());
    let (words, findings): (Vec<String>, Vec<Finding>) =
        open.map(|own| (own.words.clone(), own.finding.clone())).unzip();
    let ids = identities(evaluated, &findings);
    let own = words.into_iter().zip(&findings).zip(ids).map(|((words, finding), id)| OwnReason {
        words,
        row: finding_row(evaluated, finding, &id, &pointing),
        json: JsonFinding::new(evaluated, finding, (id, None)),
    });
    own.collect()
}

/// What several bodies give, of all that was kept.
#[derive(Debug)]
pub(super) struct SharedReasons<'a> {
    submissions: &'a [Submission],
    /// The reasons with the places of their submissions.
    given: &'a [(usize, OwnReason)],
    /// Which of them are the same, by their places in `given`.
    groups: Vec<Vec<usize>>,
}

impl<'a> SharedReasons<'a> {
    pub fn of(submissions: &'a [Submission], intake: &Intake, given: &'a [(usize, OwnReason)]) -> Self {
        let words: Vec<(usize, &str)> = given.iter().map(|(place, own)| (*place, own.words.as_str())).collect();
        Self { submissions, given, groups: shared_reasons(submissions, intake, &words) }
    }

    /// For each, who gives it and where, under what is said of all.
    pub fn lines(&self) -> Vec<String> {
        let Some(first) = self.groups.first().and_then(|group| group.first()) else { return Vec::new() };
        let FindingRow { rule, grade, .. } = &self.given[*first].1.row;
        let count = self.groups.len();
        let mut lines =
            vec![format!("{} {rule} 几个单位的原因一字不差，连自己的数也一样（{count} 条）：", grade.name())];
        for group in &self.groups {
            lines.push(format!("  “{}”", self.given[group[0]].1.words));
            lines.extend(group.iter().map(|place| {
                let (submission, own) = &self.given[*place];
                let Submission { body, path, .. } = &self.submissions[*submission];
                format!("    {body}（{}）：{}", path.display(), own.row.place)
            }));
        }
        lines
    }

    /// The findings by the places of their submissions, each with the others that give it.
    fn findings(&self) -> BTreeMap<usize, Vec<(&'a OwnReason, BTreeSet<usize>)>> {
        let mut findings: BTreeMap<usize, Vec<_>> = BTreeMap::new();
        for group in &self.groups {
            let all: BTreeSet<usize> = group.iter().map(|place| self.given[*place].0).collect();
            for place in group {
                let (submission, own) = &self.given[*place];
                let others = all.iter().copied().filter(|other| other != submission).collect();
                findings.entry(*submission).or_default().push((own, others));
            }
        }
        findings
    }

    /// The rows of a report, by the places of their submissions.
    pub fn rows(&self) -> BTreeMap<usize, Vec<FindingRow>> {
        let row = |(own, others): (&OwnReason, BTreeSet<usize>)| {
            let names = others.iter().take(MOST_NAMED).map(|other| self.submissions[*other].body.as_str());
            let rest = if others.len() > MOST_NAMED { "等" } else { "" };
            let told = format!("{}同样的在{}{rest}。", own.row.message, names.collect::<Vec<_>>().join("、"));
            FindingRow { message: told, ..own.row.clone() }
        };
        self.findings().into_iter().map(|(place, found)| (place, found.into_iter().map(row).collect())).collect()
    }

    /// An object for each file that gives one.
    pub fn json(&self) -> serde_json::Result<Vec<String>> {
        let object = |(place, found): (usize, Vec<(&'a OwnReason, BTreeSet<usize>)>)| {
            let Submission { path, body, year, kind, .. } = &self.submissions[place];
            let file_of = |other: usize| self.submissions[other].path.display().to_string();
            let finding = |(own, others): (&'a OwnReason, BTreeSet<usize>)| JsonShared {
                finding: &own.json,
                with: others.into_iter().map(file_of).collect(),
            };
            let (file, findings) = (JsonFile::new(path), found.into_iter().map(finding).collect());
            serde_json::to_string(&JsonTogether {
                file,
                body,
                year: *year,
                kind: kind_id(*kind),
                together: true,
                findings,
            })
        };
        self.findings().into_iter().map(object).collect()
    }
}

/// What was found in a file beside the others.
#[derive(Debug, Serialize)]
struct JsonTogether<'a> {
    #[serde(flatten)]
    file: JsonFile,
    body: &'a str,
    year: u16,
    kind: &'static str,
    /// Tells it from what was found in the file alone.
    together: bool,
    findings: Vec<JsonShared<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonShared<'a> {
    #[serde(flatten)]
    finding: &'a JsonFinding,
    /// The other files.
    with: Vec<String>,
}
