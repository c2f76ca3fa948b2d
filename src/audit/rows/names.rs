//! Names of codes (C5, faults 16 to 18).

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
    for classification in [Classification::Function, Classification::Economic] {
        let mut named = named(evaluated, classification);
        named.sort_by_key(|named| (named.code, named.list, named.row));
        for uses in named.chunk_by(|a, b| a.code == b.code) {
            one_name(evaluated, uses, findings);
            for (place, named) in uses.iter().enumerate() {
                // Each name of a code is called wrong once in a table.
                let is_told = uses[..place].iter().any(|other| other.list == named.list && other.name == named.name);
                if !is_told && !evaluated.catalog.is_name_of(classification, named.code, named.name) {
                    findings.extend(other_name(evaluated, classification, named));
                }
            }
        }
    }
}

/// Every name of a code that a person gave, in printed order; names that the catalogue gives are left out.
fn named(evaluated: Evaluated<'_>, classification: Classification) -> Vec<Named<'_>> {
    let mut named = Vec::new();
    for list in lists(evaluated).filter(|&list| evaluated.form.list(list).classification() == Some(classification)) {
        let table = evaluated.form.table_of(list).number;
        let names = evaluated.disclosure.table(table).map(|table| &table.names);
        for (row, laid_out) in evaluated.evaluation.layout(list).rows.iter().enumerate() {
            let Some(code) = laid_out.code else { continue };
            let place = match laid_out.origin {
                RowOrigin::CodeTotal if names.is_some_and(|names| names.contains_key(&code)) => {
                    TextPlace::TotalName(table, code)
                }
                RowOrigin::Code => TextPlace::CodeName(table, RowKey::Code(code)),
                RowOrigin::Project => TextPlace::CodeName(table, evaluated.row_key(list, row)),
                _ => continue,
            };
            let name = evaluated.code_name(list, row);
            if !spelling::is_blank(name) {
                named.push(Named { list, row, code, name, place });
            }
        }
    }
    named
}

/// One code has one name; the rarer of several is taken to be wrong. `uses` are of one code, in printed order.
fn one_name(evaluated: Evaluated<'_>, uses: &[Named<'_>], findings: &mut Vec<Finding>) {
    if uses.iter().all(|other| other.name == uses[0].name) {
        return;
    }
    let mut spellings: Vec<(String, Vec<&Named<'_>>)> = Vec::new();
    for named in uses {
        let spelling: String = spelling::plain(named.name).collect();
        match spellings.iter_mut().find(|(other, _)| *other == spelling) {
            Some((_, alike)) => alike.push(named),
            None => spellings.push((spelling, vec![named])),
        }
    }
    // Of equally frequent names that which is printed first is kept.
    let most = spellings.iter().map(|(_, alike)| alike.len()).max().unwrap_or(0);
    let Some(kept) = spellings.iter().find(|(_, alike)| alike.len() == most).map(|(_, alike)| alike[0]) else { return };
    for other in
        spellings.iter().map(|(_, alike)| alike[0]).filter(|other| other.row != kept.row || other.list != kept.list)
    {
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
    let label = row_label(evaluated, named.list, named.row);
    let finding = |rule: &str, message: String, text: &str| {
        let range = 0..named.name.chars().count();
        let place = named.place.clone();
        let repair = Repair::Text { place: place.clone(), name: "改用现行名称", text: text.to_owned() };
        Finding::new(rule, grade_of(rule), message).in_text(evaluated, place, range).with_repair(Some(repair))
    };
    if let Some(current) = evaluated.catalog.current_name(named.name) {
        return Some(finding(FORMER_NAME, format!("{label} 用的是旧名称，现在叫“{current}”。"), current));
    }
    let right = evaluated.catalog.name_differs(classification, named.code, named.name)?;
    Some(finding(OTHER_NAME, format!("{label}：科目表里 {} 是“{right}”。", named.code.spaced()), right))
}
