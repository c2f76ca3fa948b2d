use crate::audit::{Slip, Suspect, every_finding};
use crate::disclosure::{ColumnNumber, TableNumber};
use crate::evaluate::tests::{Draft, Place, place};

/// Who is blamed by each error: the place, what should stand there, and the slip.
fn blamed(draft: &Draft) -> Vec<Vec<(Place, String, Option<Slip>)>> {
    draft.with(|evaluated| {
        let named = |suspect: &Suspect| {
            (place(evaluated, suspect.cell), evaluated.form.text_unit.plain(suspect.suggested), suspect.slip)
        };
        let errors = every_finding(evaluated).findings.into_iter().filter(|finding| finding.stated.is_some());
        errors.map(|finding| finding.suspects.iter().map(named).collect()).collect()
    })
}

/// Table 10 in balance, every total stated.
fn three_public_expenses() -> Draft {
    Draft::new()
        .fixed(10, "abroad", &[(2, "1.50"), (3, "0.20")])
        .fixed(10, "reception", &[(2, "2.31"), (3, "0.40")])
        .fixed(10, "vehicle_purchase", &[(2, "18.00"), (3, "0.60")])
        .fixed(10, "vehicle_running", &[(2, "7.25"), (3, "0.80")])
        .all_stated()
}

fn at(row: &str, column: u8) -> Place {
    (10, row.to_owned(), column)
}

/// The cells that are blamed are `expected`, and no other.
fn assert_blamed(draft: &Draft, expected: &[(Place, &str, Option<Slip>)]) {
    let blamed = blamed(draft);
    assert!(!blamed.is_empty());
    let mut named: Vec<_> = blamed.iter().flatten().cloned().collect();
    named.sort_by_key(|(place, ..)| place.clone());
    named.dedup();
    let expected: Vec<_> =
        expected.iter().map(|(place, text, slip)| (place.clone(), (*text).to_owned(), *slip)).collect();
    assert_eq!(named, expected, "{blamed:#?}");
}

#[test]
fn nobody_is_blamed_where_all_agrees() {
    assert_eq!(blamed(&three_public_expenses()), Vec::<Vec<_>>::new());
}

#[test]
fn one_wrong_figure_is_named() {
    let draft = three_public_expenses().stated(10, "vehicles", 2, "52.25");
    assert_blamed(&draft, &[(at("vehicles", 2), "25.25", Some(Slip::NeighboursSwapped))]);
}

#[test]
fn two_wrong_figures_in_one_sum_are_both_named() {
    // No single change mends the sum of the column.
    let draft = three_public_expenses().stated(10, "vehicles", 2, "35.25").stated(10, "total", 2, "290.60");
    let expected = [
        (at("total", 2), "29.06", Some(Slip::DecimalPoint { factor: 10 })),
        (at("vehicles", 2), "25.25", Some(Slip::OneDigit)),
    ];
    assert_blamed(&draft, &expected);
}

#[test]
fn figures_that_were_exchanged_between_two_rows_are_both_named() {
    // The sum of the column does not notice.
    let draft =
        three_public_expenses().stated(10, "vehicle_purchase", 1, "8.05").stated(10, "vehicle_running", 1, "18.60");
    let expected = [
        (at("vehicle_purchase", 1), "18.60".to_owned(), Some(Slip::RowBelow)),
        (at("vehicle_running", 1), "8.05".to_owned(), Some(Slip::RowAbove)),
    ];
    // That they were exchanged in the parts is as small an answer, but a less likely one.
    let first: Vec<_> = blamed(&draft).into_iter().map(|suspects| suspects[0].clone()).collect();
    assert_eq!(first, expected);
}

#[test]
fn a_figure_that_was_left_out_is_named() {
    let mut draft = three_public_expenses();
    draft.disclosure.table_mut(TableNumber(10)).rows[1].amounts.remove(&ColumnNumber(2));
    assert_blamed(&draft, &[(at("reception", 2), "2.31", Some(Slip::LeftOut))]);
}

#[test]
fn a_figure_in_yuan_is_told() {
    let draft = three_public_expenses().stated(10, "total", 3, "20000");
    assert_blamed(&draft, &[(at("total", 3), "2.00", Some(Slip::Yuan))]);
}

/// A balanced budget of 50.00 but for table 6, where eight different rows that come to 42.00 and one of `last` are said to
/// be 50.00.
fn nine_parts(last: &str) -> Draft {
    let mut draft =
        Draft::new().code(2, "2080101", &[(3, "50")]).code(3, "2080101", &[(2, "50")]).code(5, "2080101", &[(2, "50")]);
    for (place, part) in ["5.17", "6.34", "4.56", "3.99", "7.12", "2.48", "8.03", "4.31", last].iter().enumerate() {
        draft = draft.code(6, &format!("301{}", 11 + place), &[(2, part)]);
    }
    draft.stated(6, "301", 1, "50").stated(6, "301", 2, "50")
}

#[test]
fn of_many_equally_good_answers_none_is_given() {
    let blamed = blamed(&nine_parts("5.56"));
    assert!(!blamed.is_empty() && blamed.iter().all(Vec::is_empty), "{blamed:?}");
}

#[test]
fn of_many_answers_what_a_slip_explains_is_given() {
    let blamed = blamed(&nine_parts("0.80"));
    let factor = Slip::DecimalPoint { factor: 10 };
    let wrong = vec![((6, "30119".to_owned(), 2), "8.00".to_owned(), Some(factor))];
    assert!(!blamed.is_empty() && blamed.iter().all(|suspects| *suspects == wrong), "{blamed:?}");
}

#[test]
fn an_answer_is_never_below_zero() {
    let draft = three_public_expenses().stated(10, "vehicles", 1, "0.10");
    assert_blamed(&draft, &[(at("vehicles", 1), "26.65", None)]);
}
