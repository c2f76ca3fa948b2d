//! What is told of all files of a folder together: versions, other years, wrong folders, and who is missing.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::folder_report::Came;
use crate::named_file::read_named;
use crate::received::LastYear;
use disclosure_engine::review::Unchecked;
use disclosure_engine::review::intake::{
    ExpectedBody, ExpectedError, Intake, LIST_SIZE_LIMIT, Misfiled, Renamed, Submission, Versions, read_expected,
};
use disclosure_engine::spelling::visible;

/// Of the older versions of one disclosure no more are named in a line.
const MOST_OLDER: usize = 8;

/// Reads the list of who must disclose. The error is a sentence.
pub(super) fn expected(path: &Path) -> Result<Vec<ExpectedBody>, String> {
    read_list(path, read_expected)
}

/// Reads what bodies were called last year. The error is a sentence.
pub(super) fn renamed(path: &Path) -> Result<Renamed, String> {
    read_list(path, Renamed::read)
}

fn read_list<T>(path: &Path, read: impl FnOnce(&[u8]) -> Result<T, ExpectedError>) -> Result<T, String> {
    read_named(path, LIST_SIZE_LIMIT as u64, &ExpectedError::TooLarge.to_string(), |bytes| read(&bytes))
}

/// Who had a file last year and has none now, or the other way round.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub new: Vec<String>,
    pub gone: Vec<String>,
    /// Last year's files that could not be read, and why.
    pub unread: Vec<(PathBuf, String)>,
}

/// What there is to tell of last year's folder, once all of this year's were compared with it.
pub(super) fn changes(last: &LastYear) -> Changes {
    match last {
        LastYear::One(_) => Changes::default(),
        LastYear::Folder(folder) => {
            let (new, gone) = folder.changes();
            Changes { new, gone, unread: folder.unread.clone() }
        }
    }
}

impl Changes {
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let unread = self.unread.iter().map(|(path, why)| format!("{}：{why}", path.display())).collect::<Vec<_>>();
        for (title, names) in
            [("上年没有、今年有的", &self.new), ("上年有、今年没有的", &self.gone), ("上年的文件读不出的", &unread)]
        {
            push(&mut lines, title, names.iter().map(String::as_str));
        }
        lines
    }
}

fn push<'a>(lines: &mut Vec<String>, title: &str, told: impl ExactSizeIterator<Item = &'a str>) {
    if told.len() > 0 {
        lines.push(format!("{title}（{} 个）：", told.len()));
        // Names come from others: a line break in one begins no line.
        lines.extend(told.map(|line| format!("  {}", visible(line))));
    }
}

/// What is to be told, in lines.
pub(super) fn lines(submissions: &[Submission], intake: &Intake) -> Vec<String> {
    let mut lines = Vec::new();
    let mut part = |title: String, told: Vec<String>| push(&mut lines, &title, told.iter().map(String::as_str));
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
    // The report has them all.
    let rest = if older.len() > MOST_OLDER { format!(" 等 {} 份", older.len()) } else { String::new() };
    let older: Vec<String> = older.iter().take(MOST_OLDER).map(told).collect();
    format!("{}：{}；旧的 {}{rest}", submissions[*newest].body, told(newest), older.join("、"))
}

/// What is to be told, in rows of the report.
pub(super) fn unchecked(came: Came<'_>, departments: &[Option<String>]) -> Vec<Unchecked> {
    let Came { submissions, intake, changes, .. } = came;
    let of = |matter: &'static str, place: usize, why: String| Unchecked {
        matter,
        department: departments.get(place).cloned().flatten(),
        body: submissions[place].body.clone(),
        file: submissions[place].path.display().to_string(),
        why,
    };
    let named = |matter: &'static str, body: &str, department: Option<&String>, why: &str| Unchecked {
        matter,
        department: department.cloned(),
        body: body.to_owned(),
        file: String::new(),
        why: why.to_owned(),
    };
    let mut rows = Vec::new();
    for one in &intake.missing {
        rows.push(named("没有交", &one.body, one.department.as_ref(), "名单上有，文件夹里没有"));
    }
    for versions in &intake.versions {
        let newest = submissions[versions.newest].path.display();
        let older = versions.older.iter();
        rows.extend(older.map(|place| of("交了几份", *place, format!("旧的，以最后改动的 {newest} 为准"))));
    }
    if let Some((year, others)) = &intake.of_other_years {
        let other = |place: &usize| {
            of("不是这一年", *place, format!("是 {} 年的，别的多是 {year} 年的", submissions[*place].year))
        };
        rows.extend(others.iter().map(other));
    }
    for misfiled in &intake.misfiled {
        let why = format!("在“{}”里，应在“{}”", misfiled.folder, misfiled.belongs);
        rows.push(of("放错文件夹", misfiled.submission, why));
    }
    rows.extend(intake.unlisted.iter().map(|place| of("名单上没有", *place, "交了，名单上没有".to_owned())));
    rows.extend(changes.unread.iter().map(|(path, why)| Unchecked {
        matter: "上年的读不出",
        department: None,
        body: String::new(),
        file: path.display().to_string(),
        why: why.clone(),
    }));
    rows.extend(
        changes.new.iter().map(|body| named("上年没有", body, None, "上年的文件夹里没有读到它的文件，没有与上年核对")),
    );
    rows.extend(changes.gone.iter().map(|body| named("今年没有", body, None, "上年的文件夹里有，今年没有")));
    rows
}
