//! To which department each file belongs.

use std::collections::BTreeMap;

use super::misfiled::{are_alike, core_of};
use super::{ExpectedBody, Intake, Submission, common_folders, plain, sorted_under};
use crate::disclosure::Kind;

/// The department of each of `submissions`, as the list of names says, or else the folder where it belongs; `None` where
/// nothing tells.
pub fn departments(
    submissions: &[Submission],
    intake: &Intake,
    expected: Option<&[ExpectedBody]>,
) -> Vec<Option<String>> {
    let common = common_folders(submissions);
    let listed: BTreeMap<String, &String> =
        expected.into_iter().flatten().filter_map(|one| Some((plain(&one.body), one.department.as_ref()?))).collect();
    // What a department calls itself stands over its folder.
    let own_names: Vec<&Submission> = submissions.iter().filter(|one| one.kind == Kind::Department).collect();
    let called = |name: &str| {
        let exact = own_names.iter().find(|one| plain(&one.body) == plain(name));
        exact.or_else(|| own_names.iter().find(|one| are_alike(&one.body, &plain(name)))).map(|one| one.body.clone())
    };
    let is_misfiled =
        |one: &Submission| intake.misfiled.iter().any(|misfiled| std::ptr::eq(&submissions[misfiled.submission], one));
    let named_by_folder = |folder: &str| {
        let here = own_names.iter().filter(|one| sorted_under(one, common).is_some_and(|own| own == folder));
        let here: Vec<&&Submission> = here.filter(|one| !is_misfiled(one)).collect();
        let alike = here.iter().find(|one| are_alike(&one.body, &core_of(folder)));
        // Whatever it is called, the only department in a folder is that of the folder.
        let only = || here.first().filter(|first| here.iter().all(|one| plain(&one.body) == plain(&first.body)));
        let found = alike.or_else(only).map(|one| one.body.clone());
        found.or_else(|| called(&core_of(folder))).unwrap_or_else(|| shown(folder))
    };
    // Of each folder it is asked for once, however many files lie in it.
    let mut of_folders: BTreeMap<&str, String> = BTreeMap::new();
    let places = submissions.iter().enumerate();
    places
        .map(|(place, one)| {
            let misfiled = intake.misfiled.iter().find(|misfiled| misfiled.submission == place);
            let by_list = listed.get(&plain(&one.body));
            let by_list = by_list.map(|department| called(department).unwrap_or_else(|| (*department).clone()));
            let by_kind = || (one.kind == Kind::Department).then(|| one.body.clone());
            let mut by_folder = || {
                let folder = misfiled.map(|misfiled| &misfiled.belongs).or_else(|| sorted_under(one, common))?;
                Some(of_folders.entry(folder.as_str()).or_insert_with(|| named_by_folder(folder)).clone())
            };
            by_list.or_else(by_kind).or_else(&mut by_folder)
        })
        .collect()
}

/// The name of a folder without what only sorts it.
fn shown(folder: &str) -> String {
    let shown = folder.trim_start_matches(|c: char| c.is_ascii_digit() || "-_.、() （）".contains(c));
    if shown.is_empty() { folder.to_owned() } else { shown.to_owned() }
}
