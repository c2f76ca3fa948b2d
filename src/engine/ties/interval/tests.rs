use super::*;
use crate::disclosure::TableNumber;
use crate::evaluate::tests::{Draft, cell};

#[test]
fn what_is_subtracted_counts_against_the_others() {
    // A rounded figure and one of exact yuan, each once added and once subtracted.
    let draft = Draft::new().code(3, "2080101", &[(2, "5.00"), (3, "2.0049")]);
    draft.with(|evaluated| {
        let addend = |column, negative| Addend { negative, cell: cell(evaluated, 3, "2080101", column) };
        let reaches = |side: &Side, yuan: &str| side.interval.meets(Interval::exact(yuan.parse().unwrap()));
        let side = Side::of(&[addend(2, false), addend(3, true)], evaluated);
        assert_eq!(side.shown, draft.amount("3.00"));
        // [4.995, 5.005) less 2.0049: the lower end belongs to it.
        let ends = ["29900.99", "29901", "30000.99", "30001"].map(|yuan| reaches(&side, yuan));
        assert_eq!(ends, [false, true, true, false]);
        let side = Side::of(&[addend(3, false), addend(2, true)], evaluated);
        assert_eq!(side.shown, draft.amount("-3.00"));
        // Now the upper one.
        let ends = ["-30001", "-30000.99", "-29901", "-29900.99"].map(|yuan| reaches(&side, yuan));
        assert_eq!(ends, [false, true, true, false]);
    });
}

#[test]
fn a_single_cell_says_what_is_printed_and_a_blank_one_nothing_but_itself() {
    let draft = Draft::new().code(3, "2080101", &[(2, "5.0049")]);
    draft.with(|evaluated| {
        let side = |columns: &[u8]| {
            let addends: Vec<Addend> = columns
                .iter()
                .map(|&column| Addend { negative: false, cell: cell(evaluated, 3, "2080101", column) })
                .collect();
            Side::of(&addends, evaluated)
        };
        assert!(side(&[2]).printed().meets(Interval::exact("50010".parse().unwrap())));
        // With a blank it is a sum, and the exact yuan alone.
        assert!(!side(&[2, 3]).printed().meets(Interval::exact("50010".parse().unwrap())));
        assert!(side(&[2, 3]).printed().meets(Interval::exact("50049".parse().unwrap())));
    });
}

#[test]
fn a_sum_over_two_tables_is_compared_in_the_coarser_of_their_units() {
    let mut draft = Draft::new().code(3, "2080101", &[(2, "5.00")]).code(5, "2080101", &[(2, "2")]);
    draft.disclosure.table_mut(TableNumber(5)).without_decimals = true;
    draft.with(|evaluated| {
        let last_place = |tables: &[u8]| {
            let addend = |&table: &u8| Addend { negative: false, cell: cell(evaluated, table, "2080101", 2) };
            let addends: Vec<Addend> = tables.iter().map(addend).collect();
            Side::of(&addends, evaluated).unit.map(AmountUnit::last_place)
        };
        let [fine, coarse] = [100, 10_000].map(|yuan| Amount::from_yuan(yuan.into()).ok());
        assert_eq!([last_place(&[3]), last_place(&[3, 3]), last_place(&[5])], [fine, fine, coarse]);
        for tables in [&[3, 5][..], &[5, 3], &[3, 3, 5, 3], &[3, 5, 3, 3], &[5, 3, 5]] {
            assert_eq!(last_place(tables), coarse, "{tables:?}");
        }
        assert_eq!(last_place(&[]), None);
    });
}
