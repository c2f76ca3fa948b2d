use super::*;
use crate::disclosure::ColumnNumber;
use crate::form::{FORM_FILE, FormFiles, builtin_form};

fn built_in() -> &'static FormFiles {
    builtin_form("xinjiang-2025").unwrap()
}

#[test]
fn what_means_the_same_is_found_though_numbers_shifted() {
    let old = Form::load(built_in()).unwrap();
    // Next year a table is inserted, and a column into another.
    let next = built_in().replaced(FORM_FILE, "id: \"xinjiang-2025\"", "id: \"xinjiang-2026\"").replaced(
        FORM_FILE,
        "Entered(2, \"personnel\"), Entered(3, \"operating\")],
                    rows: Economic",
        "Entered(2, \"operating\"), Entered(3, \"personnel\")],
                    rows: Economic",
    );
    let new = Form::load(&next).unwrap();
    let list = |form: &Form| form.table(TableNumber(6)).unwrap().list_indices().next().unwrap();
    let ids = |form: &Form| form.list(list(form)).amounts.iter().map(|column| column.id.clone()).collect::<Vec<_>>();
    assert_ne!(ids(&old), ids(&new), "the form no longer says what is changed here");
    let corresponding = Correspondence::between(&old, &new);
    let cell = |column: u8| CellKey::new(TableNumber(6), RowKey::Code("30101".parse().unwrap()), ColumnNumber(column));
    assert_eq!(corresponding.cell(&cell(1)), Some(cell(1)));
    assert_eq!(corresponding.cell(&cell(2)), Some(cell(3)));
    assert_eq!(corresponding.cell(&cell(3)), Some(cell(2)));
    let fixed = |id: &str| CellKey::new(TableNumber(1), RowKey::Fixed(id.into()), ColumnNumber(1));
    assert_eq!(corresponding.cell(&fixed("208")), Some(fixed("208")));
    assert_eq!(corresponding.cell(&fixed("nowhere")), None);
}
