//! What an earlier check found: what was mended since, what is left and what is new.

use std::collections::HashSet;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::named_file::read_named;
use disclosure_engine::audit::{Finding, Grade};
use disclosure_engine::disclosure::{Disclosure, Kind};

/// The largest results that are read, in bytes: those of some ten thousand disclosures.
const SIZE_LIMIT: u64 = 512 * 1024 * 1024;

/// The reports of an earlier check, as it printed them in JSON.
#[derive(Debug)]
pub struct Since(Vec<EarlierFile>);

#[derive(Debug, Deserialize)]
struct EarlierFile {
    file: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    year: u16,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    findings: Vec<EarlierFinding>,
    /// Why it was not checked.
    failure: Option<String>,
    /// Whether it is what was found in the file beside others: that is told anew.
    #[serde(default)]
    together: bool,
}

/// A finding of an earlier check.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct EarlierFinding {
    #[serde(default)]
    pub id: String,
    pub rule: String,
    grade: String,
    pub message: String,
    #[serde(skip_serializing)]
    accepted: Option<String>,
}

/// A check beside an earlier one.
#[derive(Debug, Default)]
pub struct Compared {
    /// For each finding whether it is new; `None` for those that are not counted, as rounding.
    pub is_new: Vec<Option<bool>>,
    /// What is no longer found.
    pub mended: Vec<EarlierFinding>,
}

/// The name of `kind` in JSON.
pub fn kind_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Unit => "unit",
        Kind::Department => "department",
    }
}

impl Since {
    /// Reads what `check --format json` printed. The error is a sentence.
    pub fn read(path: &Path) -> Result<Self, String> {
        read_named(path, SIZE_LIMIT, "文件太大，不像是核对的结果", Self::understand)
    }

    fn understand(bytes: Vec<u8>) -> Result<Self, String> {
        let text = String::from_utf8(bytes).map_err(|_| "不是文字，请用上次核对存下的文件".to_owned())?;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let files = lines.map(|(place, line)| {
            serde_json::from_str(line).map_err(|error| {
                format!("第 {} 行不是 check --format json 的结果（{error}），请用上次核对存下的文件", place + 1)
            })
        });
        let files = files.collect::<Result<Vec<EarlierFile>, String>>()?;
        if files.iter().flat_map(|file| &file.findings).any(|finding| finding.id.is_empty()) {
            return Err("是旧版程序的结果，里面的问题没有编号，不能比；请用这一版核对时存下的文件".to_owned());
        }
        if files.is_empty() { Err("里面没有上次核对的结果".to_owned()) } else { Ok(Self(files)) }
    }

    /// The earlier report on `disclosure`, which is at `path` now: of its body, year and kind, if there is but one of them or
    /// one under the same name of a file; else that of the same path.
    fn of(&self, path: &Path, disclosure: &Disclosure) -> Option<&EarlierFile> {
        let is_own = |file: &&EarlierFile| {
            let is_body = !file.body.is_empty() && file.body == disclosure.body;
            is_body && file.year == disclosure.year && file.kind == kind_id(disclosure.kind)
        };
        let checked = || self.0.iter().filter(|file| file.failure.is_none() && !file.together);
        let own: Vec<&EarlierFile> = checked().filter(is_own).collect();
        let has_path = |file: &&&EarlierFile| Path::new(&file.file) == path;
        let has_name = |file: &&&EarlierFile| Path::new(&file.file).file_name() == path.file_name();
        match own[..] {
            // Its name, or its year, may have been what was wrong.
            [] => checked().find(|file| has_path(&file)),
            [only] => Some(only),
            _ => own.iter().find(has_path).or_else(|| own.iter().find(has_name)).or(own.first()).copied(),
        }
    }

    /// `findings` with their `ids` beside what was found of the same disclosure; `None` where it was not checked then.
    pub fn compare(
        &self,
        path: &Path,
        disclosure: &Disclosure,
        findings: &[Finding],
        ids: &[String],
    ) -> Option<Compared> {
        let earlier = &self.of(path, disclosure)?.findings;
        let is_counted =
            |finding: &Finding| matches!(finding.grade, Grade::Error | Grade::Warning) && finding.accepted.is_none();
        let before: HashSet<&str> = earlier.iter().map(|finding| finding.id.as_str()).collect();
        let now: HashSet<&str> =
            findings.iter().zip(ids).filter(|(finding, _)| is_counted(finding)).map(|(_, id)| id.as_str()).collect();
        let is_new =
            findings.iter().zip(ids).map(|(finding, id)| is_counted(finding).then(|| !before.contains(id.as_str())));
        let was_counted = |finding: &&EarlierFinding| {
            [Grade::Error.id(), Grade::Warning.id()].contains(&finding.grade.as_str()) && finding.accepted.is_none()
        };
        let mended = earlier.iter().filter(was_counted).filter(|finding| !now.contains(finding.id.as_str()));
        Some(Compared { is_new: is_new.collect(), mended: mended.cloned().collect() })
    }
}

impl Compared {
    /// How many were mended, are left and are new.
    pub fn counts(&self) -> [usize; 3] {
        let count = |wanted: bool| self.is_new.iter().filter(|is_new| **is_new == Some(wanted)).count();
        [self.mended.len(), count(false), count(true)]
    }

    /// The counts in words.
    pub fn told([mended, left, new]: [usize; 3]) -> String {
        format!("已改正 {mended}，没有改 {left}，新出现 {new}")
    }
}
