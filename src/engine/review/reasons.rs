//! The same reason in the disclosures of several bodies (F30-2), of those reasons that can only be one body's.

use std::collections::{BTreeMap, BTreeSet};

use super::intake::{Intake, Submission, same_body};
use crate::disclosure::Kind;

/// Which of the reasons `given` several bodies give: groups of places in `given`, in its order. Each is given with the place of
/// its submission and with its words. Compared are bodies of one kind and year, in the newest of their versions: a department
/// may well give the reason of its unit.
pub fn shared_reasons(submissions: &[Submission], intake: &Intake, given: &[(usize, &str)]) -> Vec<Vec<usize>> {
    let mut same: BTreeMap<(u16, bool, &str), Vec<usize>> = BTreeMap::new();
    for (place, (submission, words)) in given.iter().enumerate() {
        let Submission { year, kind, .. } = submissions[*submission];
        if !intake.is_superseded(*submission) {
            same.entry((year, kind == Kind::Department, words)).or_default().push(place);
        }
    }
    let is_shared = |places: &Vec<usize>| {
        let bodies = places.iter().map(|place| same_body(&submissions[given[*place].0].body));
        bodies.collect::<BTreeSet<String>>().len() > 1
    };
    let mut shared: Vec<Vec<usize>> = same.into_values().filter(is_shared).collect();
    shared.sort();
    shared
}

#[cfg(test)]
mod tests {
    use super::super::intake::intake;
    use super::*;

    fn submission(body: &str, year: u16, kind: Kind) -> Submission {
        let (path, folders) = (format!("{body}{year}{}", kind.name()).into(), Vec::new());
        Submission { path, is_named: false, folders, body: body.to_owned(), year, kind, modified: None }
    }

    #[test]
    fn a_reason_is_shared_by_bodies_of_one_kind_and_year() {
        let submissions = [
            submission("甲局", 2026, Kind::Unit),
            submission("乙局", 2026, Kind::Unit),
            submission("甲 局", 2026, Kind::Unit),
            submission("丙局", 2025, Kind::Unit),
            submission("丁局", 2026, Kind::Department),
            submission("戊局", 2026, Kind::Unit),
        ];
        let shared = |given: &[(usize, &str)]| shared_reasons(&submissions, &intake(&submissions, None), given);
        assert_eq!(shared(&[(1, "一"), (5, "二"), (5, "一"), (1, "二")]), [vec![0, 2], vec![1, 3]]);
        // An older version, another year, another kind, the same body twice.
        for others in [[0, 2], [1, 3], [1, 4], [1, 1]] {
            assert!(shared(&others.map(|place| (place, "一"))).is_empty(), "{others:?}");
        }
    }
}
