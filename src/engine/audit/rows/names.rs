//! Names of codes (C5, F16 to F18).

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{lists, row_label};
use crate::audit::finding::Finding;
use crate::audit::repair::Repair;
use crate::audit::rules::{FORMER_NAME, ONE_NAME, OTHER_NAME, grade_of};
use crate::disclosure::{Classification, Code, RowKey, TextPlace};
use crate::evaluate::{Evaluated, RowOrigin};
use crate::form::ListIndex;
use crate::spelling;

/// A name that a row prints for its code.
struct Named<'a> {
    list: ListIndex,
    row: usize,
    code: Code,
    name: &'a str,
    place: TextPlace,
}

pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    for classification in Classification::ALL {
        let of_classification = |list: &ListIndex| evaluated.form.list(*list).classification() == Some(classification);
        let lists: Vec<ListIndex> = lists(evaluated).filter(of_classification).collect();
        let official = evaluated.codes().names_of(classification);
        // Nearly all names are the official ones, and of those there is nothing to tell.
        let mut named_otherwise = BTreeSet::new();
        for &list in &lists {
            let mut codes = evaluated.evaluation.layout(list).codes();
            while let Some(code) = codes.peek() {
                let is_official = |&row: &usize| official.is_name_of(code, evaluated.code_name(list, row));
                if !codes.take(code).iter().all(is_official) {
                    named_otherwise.insert(code);
                }
            }
        }
        for code in named_otherwise {
            let rows_of = |&list: &ListIndex| (list, evaluated.evaluation.layout(list).rows_of_code(code));
            check_code(evaluated, classification, code, &lists.iter().map(rows_of).collect::<Vec<_>>(), findings);
        }
    }
}

/// Checks the names of one code.
fn check_code(
    evaluated: Evaluated<'_>,
    classification: Classification,
    code: Code,
    rows: &[(ListIndex, &[usize])],
    findings: &mut Vec<Finding>,
) {
    let rows = rows.iter().flat_map(|(list, rows)| rows.iter().map(|&row| (*list, row)));
    let uses: Vec<Named<'_>> = rows.filter_map(|(list, row)| named(evaluated, code, list, row)).collect();
    one_name(evaluated, &uses, findings);
    let mut told: HashSet<(ListIndex, &str)> = HashSet::new();
    for named in &uses {
        // Each name of a code is called wrong once in a table.
        if told.insert((named.list, named.name)) {
            findings.extend(other_name(evaluated, classification, named));
        }
    }
}

/// The name that a person gave the code of a row; what the catalogue gives is none.
fn named(evaluated: Evaluated<'_>, code: Code, list: ListIndex, row: usize) -> Option<Named<'_>> {
    let table = evaluated.form.table_of(list).number;
    let given = || evaluated.disclosure.table(table).is_some_and(|table| table.names.contains_key(&code));
    let place = match evaluated.evaluation.layout(list).rows[row].origin {
        RowOrigin::CodeTotal if given() => TextPlace::TotalName(table, code),
        RowOrigin::Code => TextPlace::CodeName(table, RowKey::Code(code)),
        RowOrigin::Project => TextPlace::CodeName(table, evaluated.row_key(list, row)),
        _ => return None,
    };
    let name = evaluated.code_name(list, row);
    (!spelling::is_blank(name)).then_some(Named { list, row, code, name, place })
}

/// One code has one name; the rarer of several is taken to be wrong. `uses` are of one code, in printed order.
fn one_name(evaluated: Evaluated<'_>, uses: &[Named<'_>], findings: &mut Vec<Finding>) {
    if uses.windows(2).all(|pair| pair[0].name == pair[1].name) {
        return;
    }
    // For each name its first use and how many there are.
    let mut spellings: Vec<(&Named<'_>, usize)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for named in uses {
        let place = *places.entry(spelling::plain(named.name).collect()).or_insert(spellings.len());
        match spellings.get_mut(place) {
            Some((_, count)) => *count += 1,
            None => spellings.push((named, 1)),
        }
    }
    // Of equally frequent names that which is printed first is kept.
    let most = spellings.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let Some(&(kept, _)) = spellings.iter().find(|(_, count)| *count == most) else { return };
    let others = spellings.iter().map(|(first, _)| first);
    for other in others.filter(|other| other.row != kept.row || other.list != kept.list) {
        let message = format!(
            "{} 在表{} 叫“{}”，同一科目只能有一个名称。",
            row_label(evaluated, other.list, other.row),
            evaluated.form.table_of(kept.list).number,
            kept.name,
        );
        let (place, text) = (other.place.clone(), kept.name.to_owned());
        let repair = Repair::Text { place: place.clone(), name: "改成一致", text };
        let range = 0..other.name.chars().count();
        let finding = Finding::new(ONE_NAME, grade_of(ONE_NAME), message).in_text(evaluated, place, range);
        findings.push(finding.with_repair(Some(repair)));
    }
}

/// A name that is a former one, or not that which published documents give the code.
fn other_name(evaluated: Evaluated<'_>, classification: Classification, named: &Named<'_>) -> Option<Finding> {
    let label = || row_label(evaluated, named.list, named.row);
    let finding = |rule: &str, message: String, text: &str| {
        let range = 0..named.name.chars().count();
        let place = named.place.clone();
        let repair = Repair::Text { place: place.clone(), name: "改用现行名称", text: text.to_owned() };
        Finding::new(rule, grade_of(rule), message).in_text(evaluated, place, range).with_repair(Some(repair))
    };
    if let Some(current) = evaluated.codes().current_name(named.name) {
        return Some(finding(FORMER_NAME, format!("{} 用的是旧名称，现在叫“{current}”。", label()), current));
    }
    let right = evaluated.codes().name_differs(classification, named.code, named.name)?;
    Some(finding(OTHER_NAME, format!("{}：科目表里 {} 是“{right}”。", label(), named.code.spaced()), right))
}
