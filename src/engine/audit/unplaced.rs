//! Differences that are exactly what an import could not place: the form has no room for them, and the document may be right.

use super::finding::{Finding, Grade};
use super::said_of::SaidOf;
use crate::disclosure::{Amount, CellKey, TableNumber};
use crate::evaluate::Evaluated;

/// Makes of `findings` those that `unplaced` explains, figures of tables in yuan, what they are: not checked.
pub(super) fn settle(evaluated: Evaluated<'_>, unplaced: &[(TableNumber, Amount)], findings: &mut [Finding]) {
    if unplaced.is_empty() {
        return;
    }
    for finding in findings.iter_mut().filter(|finding| matches!(finding.grade, Grade::Error | Grade::Warning)) {
        let why = as_difference(evaluated, unplaced, finding).or_else(|| as_nothing(evaluated, unplaced, finding));
        let Some(why) = why.or_else(|| as_said(evaluated, unplaced, finding)) else { continue };
        finding.grade = Grade::Unchecked;
        finding.suspects.clear();
        finding.repairs.clear();
        finding.message = format!("{}{why}，没有核对。", finding.message);
    }
}

/// The difference is what has no place in one of its tables.
fn as_difference(evaluated: Evaluated<'_>, unplaced: &[(TableNumber, Amount)], finding: &Finding) -> Option<String> {
    let difference = finding.difference.filter(|difference| !difference.is_zero())?.abs();
    let unit = finding.unit(evaluated.form);
    finding.cells.iter().find_map(|cell| {
        let number = evaluated.form.table_of(cell.list).number;
        let is_it =
            |(table, amount): &(TableNumber, Amount)| *table == number && unit.shown(*amount).abs() == difference;
        let apart = || format!("导入时表{number} 有 {} {}没有地方放，正好是这个差额", unit.text(difference), unit.name);
        unplaced.iter().any(is_it).then(apart)
    })
}

/// A sentence says something of cells in which nothing stands, in tables of which something has no place.
fn as_nothing(evaluated: Evaluated<'_>, unplaced: &[(TableNumber, Amount)], finding: &Finding) -> Option<String> {
    finding.text.as_ref()?;
    let said_of = finding.said_of.as_deref();
    let own: Vec<CellKey> = finding.cells.iter().map(|cell| evaluated.key(*cell)).collect();
    let fallen = said_of.and_then(|said_of| said_of.figure.of.fallen.clone());
    let told = said_of.into_iter().flat_map(SaidOf::cells).map(<[CellKey]>::to_vec);
    // What is said there is no more than all that has no place.
    let least = said_of.and_then(|said_of| said_of.amount(&evaluated.form.text_unit)).unwrap_or_default();
    let lost = |cells: Vec<CellKey>| {
        let is_lost = |key: &CellKey| {
            let is_nothing = evaluated.find(key).is_none_or(|cell| evaluated.value(cell).is_zero());
            let mut of_table = unplaced.iter().filter(|(table, _)| *table == key.table).peekable();
            is_nothing && of_table.peek().is_some() && of_table.map(|(_, amount)| amount.abs()).sum::<Amount>() >= least
        };
        cells.first().filter(|_| cells.iter().all(is_lost)).map(|first| first.table)
    };
    let table = std::iter::once(own).chain(told).chain([fallen.into_iter().collect()]).find_map(lost)?;
    Some(format!("导入时表{table} 有的数没有地方放"))
}

/// A sentence says of cells what is so with what has no place in their table, or in that of the whole.
fn as_said(evaluated: Evaluated<'_>, unplaced: &[(TableNumber, Amount)], finding: &Finding) -> Option<String> {
    let (said_of, unit) = (finding.said_of.as_deref()?, &evaluated.form.text_unit);
    let [own, whole] = said_of.cells();
    let is_of = |cells: &[CellKey], table: TableNumber| cells.iter().any(|cell| cell.table == table);
    let (table, amount) = unplaced
        .iter()
        .find(|(table, amount)| said_of.may_be_with(unit, *amount, (is_of(own, *table), is_of(whole, *table))))?;
    Some(format!("导入时表{table} 有 {} {}没有地方放，加上它就对得上", unit.text(*amount), unit.name))
}

#[cfg(test)]
mod tests {
    use crate::audit::{Beside, Grade, Printed, audit_with};
    use crate::disclosure::TableNumber;
    use crate::evaluate::tests::Draft;

    #[test]
    fn a_difference_that_had_no_place_is_not_checked() {
        let draft = Draft::new().code(3, "2080101", &[(2, "20"), (3, "10")]).stated(3, "2080101", 1, "45");
        let grades = |table: u8, amount: &str| {
            let unplaced = vec![(TableNumber(table), draft.amount(amount))];
            let printed = Printed { unplaced, ..Printed::default() };
            let audit = draft.with(|own| audit_with(own, Beside { printed: Some(&printed), ..Beside::default() }));
            let of_sum = audit.findings.into_iter().filter(|finding| finding.message.contains("相差 15.00"));
            of_sum.map(|finding| (finding.grade, finding.message)).collect::<Vec<_>>()
        };
        let all = |found: &[(Grade, String)], grade| !found.is_empty() && found.iter().all(|(own, _)| *own == grade);
        let explained = grades(3, "15");
        assert!(all(&explained, Grade::Unchecked), "{explained:?}");
        assert!(
            explained[0].1.contains("导入时表3 有 15.00 万元没有地方放，正好是这个差额，没有核对。"),
            "{explained:?}"
        );
        for (table, amount) in [(3, "14"), (2, "15")] {
            let other = grades(table, amount);
            assert!(all(&other, Grade::Error), "{table} {amount}: {other:?}");
        }
    }
}
