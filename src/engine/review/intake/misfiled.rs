//! Files in the folder of another department.

use std::collections::BTreeSet;

use super::{ExpectedBody, Submission, common_folders, plain, sorted_under};

/// Shorter names of folders say nothing: 新, 二稿.
const SHORTEST: usize = 3;

/// A file that lies where it does not belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfiled {
    /// Its place among the submissions.
    pub submission: usize,
    /// The folder in which it lies.
    pub folder: String,
    /// Where it belongs: the folder, or by the list of names the department.
    pub belongs: String,
}

/// The submissions in the folder of another department: the list of names says so, or the body has the name of another
/// folder in its own and not that of the one in which it lies, which is the name of a department.
pub(super) fn find(submissions: &[Submission], expected: &[ExpectedBody]) -> Vec<Misfiled> {
    let common = common_folders(submissions);
    let folder_of = |submission: &Submission| sorted_under(submission, common).cloned();
    let folders: BTreeSet<String> = submissions.iter().filter_map(folder_of).collect();
    let names_department = |one: &&Submission| folder_of(one).is_some_and(|own| is_of(&plain(&one.body), &own));
    let departments: BTreeSet<String> = submissions.iter().filter(names_department).filter_map(folder_of).collect();
    // One folder is no sorting.
    if folders.len() < 2 {
        return Vec::new();
    }
    let named = |submission: &Submission| {
        let body = plain(&submission.body);
        let own = sorted_under(submission, common)?;
        if is_of(&body, own) || !departments.contains(own) {
            return None;
        }
        let others = folders.iter().filter(|other| *other != own && is_of(&body, other));
        others.max_by_key(|other| core_of(other).chars().count()).cloned()
    };
    let listed = |submission: &Submission| {
        let body = plain(&submission.body);
        let department = expected.iter().find(|one| plain(&one.body) == body)?.department.as_ref()?;
        let own = core_of(sorted_under(submission, common)?);
        // Only a folder that is some department's can be the wrong one.
        let is_departments = |one: &ExpectedBody| one.department.as_ref().is_some_and(|name| are_alike(name, &own));
        let is_other = !are_alike(department, &own) && expected.iter().any(is_departments);
        is_other.then(|| department.clone())
    };
    let places = submissions.iter().enumerate();
    places
        .filter_map(|(place, submission)| {
            let folder = folder_of(submission)?;
            let belongs = listed(submission).or_else(|| named(submission))?;
            Some(Misfiled { submission: place, folder, belongs })
        })
        .collect()
}

/// The name of a folder without what only sorts it: `03-教育局` is 教育局.
pub(super) fn core_of(folder: &str) -> String {
    plain(folder).chars().skip_while(|c| c.is_ascii_digit() || "-_.、()".contains(*c)).collect()
}

/// Whether the name of `body` holds that of `folder`.
fn is_of(body: &str, folder: &str) -> bool {
    let core = core_of(folder);
    core.chars().count() >= SHORTEST && body.contains(&core)
}

/// Whether a department and a folder are the same: one of the names holds the other.
pub(super) fn are_alike(department: &str, folder: &str) -> bool {
    let department = plain(department);
    !folder.is_empty() && (department.contains(folder) || folder.contains(&department))
}
