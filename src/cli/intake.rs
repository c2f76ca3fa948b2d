//! What is told of all files of a folder together: versions, other years, wrong folders, and who is missing.

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use disclosure_engine::file::read_bytes;
use disclosure_engine::review::intake::{
    ExpectedBody, ExpectedError, Intake, LIST_SIZE_LIMIT, Misfiled, Submission, Versions, read_expected,
};
use disclosure_engine::spelling::visible;

/// Reads the list of who must disclose. The error is a sentence.
pub(super) fn expected(path: &Path) -> Result<Vec<ExpectedBody>, String> {
    let named = |sentence: String| format!("{}：{sentence}", path.display());
    let bytes = read_bytes(path, LIST_SIZE_LIMIT as u64).map_err(|error| named(error.to_string()))?;
    let bytes = bytes.ok_or_else(|| named(ExpectedError::TooLarge.to_string()))?;
    read_expected(&bytes).map_err(|error| named(error.to_string()))
}

/// The names of the folders between `root` and the file at `path`.
pub(super) fn folders_below(root: &Path, path: &Path) -> Vec<String> {
    let below = path.strip_prefix(root).unwrap_or(path).parent().unwrap_or(Path::new(""));
    below.iter().map(|name| name.to_string_lossy().into_owned()).collect()
}

/// What is to be told, in lines.
pub(super) fn lines(submissions: &[Submission], intake: &Intake) -> Vec<String> {
    let mut lines = Vec::new();
    let mut part = |title: String, told: Vec<String>| {
        if !told.is_empty() {
            lines.push(format!("{title}（{} 个）：", told.len()));
            // Names come from others: a line break in one begins no line.
            lines.extend(told.iter().map(|line| format!("  {}", visible(line))));
        }
    };
    let file = |place: usize| submissions[place].path.display().to_string();
    let named = |place: &usize| format!("{}（{}）", submissions[*place].body, file(*place));
    let versions = intake.versions.iter().map(|versions| version_line(submissions, versions));
    part("一个单位交了几份的，以最后改动的为准".to_owned(), versions.collect());
    if let Some((year, others)) = &intake.of_other_years {
        let other =
            |place: &usize| format!("{} {} 年（{}）", submissions[*place].body, submissions[*place].year, file(*place));
        part(format!("不是 {year} 年的"), others.iter().map(other).collect());
    }
    let misfiled = |Misfiled { submission, folder, belongs }: &Misfiled| {
        format!("{}：在“{folder}”里，应在“{belongs}”", named(submission))
    };
    part("像是放错文件夹的".to_owned(), intake.misfiled.iter().map(misfiled).collect());
    let missing = |body: &ExpectedBody| match &body.department {
        Some(department) => format!("{}（{department}）", body.body),
        None => body.body.clone(),
    };
    part("名单上有、没有交的".to_owned(), intake.missing.iter().map(missing).collect());
    part("交了、名单上没有的".to_owned(), intake.unlisted.iter().map(named).collect());
    lines
}

fn version_line(submissions: &[Submission], Versions { newest, older }: &Versions) -> String {
    let told = |place: &usize| {
        let Submission { path, modified, .. } = &submissions[*place];
        let when = modified.and_then(|time| Timestamp::try_from(time).ok());
        let when = when.map(|time| time.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string());
        format!("{}（{}）", path.display(), when.as_deref().unwrap_or("时间不明"))
    };
    let older: Vec<String> = older.iter().map(told).collect();
    format!("{}：{}；旧的 {}", submissions[*newest].body, told(newest), older.join("、"))
}

/// When the file at `path` was last changed.
pub(super) fn modified(path: &Path) -> Option<std::time::SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
