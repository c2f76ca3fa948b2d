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

/// A form with one table of these columns, which follows the form of the year before as `follows` says.
fn year(year: u16, follows: &str, columns: &str) -> FormFiles {
    let heads: String = columns.split(' ').map(|column| format!(", \"{column}\"")).collect();
    let numbered = columns.split(' ').enumerate();
    let entered: String = numbered.map(|(at, column)| format!(", Entered({}, \"{column}\")", at + 1)).collect();
    let follows = match follows {
        "" => String::new(),
        moved => format!("follows: (form: \"year-{}\", {moved}),", year - 1),
    };
    let text = format!(
        "Form(id: \"year-{year}\", name: \"{year}\", year: {year}, {follows}
            amounts: (name: \"万元\", yuan: 10000, decimals: 2),
            preparer: (unit: \"编制单位：\", department: \"编制部门：\"), unit_note: \"单位：万元\",
            tables: [(id: \"t\", number: 1, title: (unit: \"甲表\", department: \"甲表\"), outline: \"甲\",
                head: [[\"类\", \"款\", \"项\", \"名称\"{heads}]], numbered: true, empty: \"空表。\",
                lists: [(columns: [Class, Section, Item, Name{entered}], rows: Function((total: \"总计\", rule: \"K1\")))])],
            identities: [], rules: [(id: \"K1\", title: \"逐级汇总\", why: \"逐级相加。\")])"
    );
    FormFiles::new(format!("year-{year}"), [(FORM_FILE.to_owned(), text)])
}

/// What becomes of each column of `from`: `a=b`, `a+b` where it is added to others, `a/b,c` where it was split, `a-`.
fn fates(from: &Form, to: &Form) -> String {
    let corresponding = Correspondence::between(from, to);
    let id = |form: &Form, number: ColumnNumber| {
        form.lists[0].amounts.iter().find(|column| column.number == number).unwrap().id.text.clone()
    };
    let fates = from.lists[0].amounts.iter().map(|column| {
        let cell = CellKey::new(TableNumber(1), RowKey::Total, column.number);
        let own = &column.id.text;
        match corresponding.fate(&cell) {
            Fate::Same(there) => format!("{own}={}", id(to, there.column)),
            Fate::Merged(there) => format!("{own}+{}", id(to, there.column)),
            Fate::Split(into) => format!("{own}/{into}"),
            Fate::Gone | Fate::Overlapping => format!("{own}-"),
        }
    });
    fates.collect::<Vec<_>>().join(" ")
}

#[test]
fn what_was_said_of_a_form_in_between_is_known_two_years_later_and_back() {
    const NOTHING: &str = "renamed: []";
    for (columns, first, second, forwards, backwards) in [
        // Renamed once or twice.
        ("a", ("renamed: [(was: \"t(a)\", now: \"t(b)\")]", "b"), (NOTHING, "b"), "a=b", "b=a"),
        (
            "a",
            ("renamed: [(was: \"t(a)\", now: \"t(b)\")]", "b"),
            ("renamed: [(was: \"t(b)\", now: \"t(c)\")]", "c"),
            "a=c",
            "c=a",
        ),
        // Renamed, then gone, while another has the name that it had.
        ("a", ("renamed: [(was: \"t(a)\", now: \"t(b)\")]", "b"), (NOTHING, "a"), "a-", "a-"),
        // Split and put together again; a part gone in between.
        (
            "a",
            ("split: [(was: \"t(a)\", into: [\"t(x)\", \"t(y)\"])]", "x y"),
            ("merged: [(of: [\"t(x)\", \"t(y)\"], now: \"t(a)\")]", "a"),
            "a=a",
            "a=a",
        ),
        ("a", ("split: [(was: \"t(a)\", into: [\"t(x)\", \"t(y)\"])]", "x y"), (NOTHING, "x"), "a/（1）x", "x+a"),
        // Split, renamed since.
        (
            "a",
            ("split: [(was: \"t(a)\", into: [\"t(x)\", \"t(y)\"])]", "x y"),
            ("renamed: [(was: \"t(x)\", now: \"t(z)\")]", "z y"),
            "a/（2）y、（1）z",
            "z+a y+a",
        ),
        // A part of one is with another: of that nobody knows how much it is.
        (
            "a b",
            ("split: [(was: \"t(a)\", into: [\"t(x)\", \"t(y)\"])]", "x y b"),
            ("merged: [(of: [\"t(x)\", \"t(b)\"], now: \"t(m)\")]", "m y"),
            "a/（1）m、（2）y b/（1）m",
            "m/（1）a、（2）b y/（1）a",
        ),
        // Merged in two steps.
        (
            "a b c",
            ("merged: [(of: [\"t(a)\", \"t(b)\"], now: \"t(m)\")]", "m c"),
            ("merged: [(of: [\"t(m)\", \"t(c)\"], now: \"t(n)\")]", "n"),
            "a+n b+n c+n",
            "n/（1）a、（2）b、（3）c",
        ),
    ] {
        let all = [year(2030, "", columns), year(2031, first.0, first.1), year(2032, second.0, second.1)];
        let forms = crate::form::FormLibrary::builtin().unwrap();
        for files in &all {
            forms.carry(files).unwrap_or_else(|errors| panic!("{errors}"));
        }
        let form = |year: u16| &**forms.get(&format!("year-{year}")).unwrap();
        assert_eq!(fates(form(2030), form(2032)), forwards, "{first:?} {second:?}");
        assert_eq!(fates(form(2032), form(2030)), backwards, "{first:?} {second:?}");
    }
}
