use super::Leaves;
use crate::audit::{Grade, audit};
use crate::disclosure::Interval;
use crate::evaluate::tests::{Draft, cell};

/// 基本支出 by functional code, in 表5, and by economic code, in 表6.
fn basic(by_function: &[&str], by_item: &[&str]) -> Draft {
    let mut draft = Draft::new();
    for (place, amount) in by_function.iter().enumerate() {
        draft = draft.code(5, &format!("20801{:02}", place + 1), &[(2, amount)]);
    }
    for (place, amount) in by_item.iter().enumerate() {
        draft = draft.code(6, &format!("301{:02}", place + 1), &[(2, amount)]);
    }
    draft
}

/// What is found of `rule`.
fn grades(draft: &Draft, rule: &str) -> Vec<Grade> {
    let findings = draft.with(audit).findings.into_iter();
    findings.filter(|finding| finding.rule == rule).map(|finding| finding.grade).collect()
}

const NONE: [Grade; 0] = [];

#[test]
fn totals_of_rounded_figures_may_be_off_by_half_a_unit_for_each() {
    for (last, expected) in [
        ("3.00", vec![Grade::Error]),
        ("3.01", vec![Grade::Rounding]),
        ("3.02", vec![Grade::Rounding]),
        ("3.03", vec![]),
        ("3.04", vec![Grade::Rounding]),
        ("3.05", vec![Grade::Rounding]),
        ("3.06", vec![Grade::Error]),
    ] {
        // Five figures: less than 0.025 either way.
        assert_eq!(grades(&basic(&["1.01", "2.01", "3.02"], &["3.01", last]), "B16"), expected, "{last}");
    }
    // One figure on either side is a copy.
    assert_eq!(grades(&basic(&["6.03"], &["6.04"]), "B16"), [Grade::Error]);
    assert_eq!(grades(&basic(&["6.03"], &["3.01", "3.03"]), "B16"), [Grade::Rounding]);
}

#[test]
fn a_table_with_more_digits_is_known_exactly() {
    let exact = basic(&["1.01", "2.01", "3.0101"], &["3.02", "3.0201"]);
    assert_eq!(grades(&exact, "B16"), [Grade::Error]);
    // Three rounded figures beside exact ones: less than 0.015.
    assert_eq!(grades(&basic(&["1.01", "2.01", "3.01"], &["3.02", "3.0199"]), "B16"), [Grade::Rounding]);
    assert_eq!(grades(&basic(&["1.01", "2.01", "3.01"], &["3.02", "3.0251"]), "B16"), [Grade::Error]);
    // Digits that are not printed may be all that differs.
    assert_eq!(grades(&basic(&["1.01", "2.01", "3.01"], &["3.02", "3.0149"]), "B16"), NONE);
}

#[test]
fn printed_totals_are_copies_again() {
    let draft = || basic(&["1.01", "2.01", "3.01"], &["3.02", "3.02"]);
    assert_eq!(grades(&draft(), "B16"), [Grade::Rounding]);
    assert_eq!(grades(&draft().stated(5, "total", 2, "6.03"), "B16"), [Grade::Rounding]);
    assert_eq!(grades(&draft().stated(5, "total", 2, "6.03").stated(6, "total", 1, "6.04"), "B16"), [Grade::Error]);
    assert_eq!(grades(&draft().stated(5, "total", 2, "6.04").stated(6, "total", 1, "6.04"), "B16"), NONE);
}

#[test]
fn what_stands_on_both_sides_explains_nothing() {
    // 表1 takes the grants of its income from 表2: only the carried-over money is compared.
    let mut draft = Draft::new().code(2, "2080199", &[(11, "5.00")]).fixed(1, "carry_over_general", &[(1, "5.01")]);
    for place in 1..=20 {
        draft = draft.code(2, &format!("20801{place:02}"), &[(3, "1.00")]);
    }
    assert_eq!(grades(&draft, "B1"), [Grade::Error]);
}

#[test]
fn at_least_so_much_may_be_as_much_less_as_rounding_makes_it() {
    let draft = |spent: &str| {
        let draft = Draft::new().code(2, "2080101", &[(10, "9")]).code(3, "2080101", &[(2, spent)]);
        draft.code(5, "2080101", &[(2, "1.01")]).code(5, "2080102", &[(2, "2.01")])
    };
    assert_eq!(grades(&draft("3.02"), "B14"), NONE);
    assert_eq!(grades(&draft("3.01"), "B14"), [Grade::Rounding]);
    assert_eq!(grades(&draft("3.00"), "B14"), [Grade::Error]);
}

#[test]
fn many_roundings_cancel_out() {
    let items = vec!["1.00"; 99];
    let (near, far) = (basic(&["99.10"], &items), basic(&["99.11"], &items));
    assert_eq!([grades(&near, "B16"), grades(&far, "B16")], [[Grade::Rounding], [Grade::Error]]);
}

#[test]
fn a_computed_total_is_known_as_well_as_so_many_roundings_usually_are() {
    let may_be = |items: &[&str], figure: &str| {
        let draft = basic(&[], items);
        let yuan = draft.amount(figure);
        draft.with(|evaluated| {
            let total = cell(evaluated, 6, "total", 2);
            Leaves::new(evaluated).sum_of(&[total]).meets(Interval::exact(yuan))
        })
    };
    // Four figures: less than 0.02 either way, and not below it.
    assert!(may_be(&["1.00"; 4], "4.0199") && may_be(&["1.00"; 4], "3.98") && !may_be(&["1.00"; 4], "4.02"));
    // Of 99 the ends lie nearly 0.50 away, but hardly ever more than nine hundredths.
    assert!(may_be(&["1.00"; 99], "99.09") && may_be(&["1.00"; 99], "98.91"));
    assert!(!may_be(&["1.00"; 99], "99.0901") && !may_be(&["1.00"; 99], "98.9099"));
    // What has more digits than are printed is exact.
    assert!(may_be(&["1.0001", "1.00"], "2.0001") && !may_be(&["1.0001", "1.00"], "2"));
}

#[test]
fn where_totals_are_printed_they_agreed_before_one_fell_away() {
    // Nine figures, three units typed; of a document with printed totals the same allows one.
    let items = ["1.00"; 8];
    let typed = |spent: &str| basic(&[spent], &items);
    let printed = |spent: &str| {
        let mut draft = typed(spent).all_stated();
        for row in ["total", "301"] {
            let total = draft.with(|evaluated| evaluated.key(cell(evaluated, 6, row, 1)));
            draft.disclosure.table_mut(total.table).stated.remove(&(total.row, total.column));
        }
        draft
    };
    for (spent, of_typed, of_printed) in [
        ("8.01", Grade::Rounding, Grade::Rounding),
        ("8.03", Grade::Rounding, Grade::Error),
        ("8.04", Grade::Error, Grade::Error),
    ] {
        assert_eq!(
            [grades(&typed(spent), "B16"), grades(&printed(spent), "B16")],
            [[of_typed], [of_printed]],
            "{spent}"
        );
    }
}
