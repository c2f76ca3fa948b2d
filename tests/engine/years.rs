//! Three made-up years of forms, each written as the changes of the one before: a column is split and later merged, a table is
//! inserted and one moved, a row is renamed and rows are gone, classes change. From year to year no figure comes to a
//! place that means something else, and what has no counterpart is told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use disclosure_engine::audit::{LAST_YEAR_RULE, against_last_year, audit, example_mistakes, rule_examples};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    Amount, CellKey, ColumnNumber, Disclosure, Kind, Row, RowKey, Subject, TableNumber,
};
use disclosure_engine::edit::{left_behind_in_roll, roll_forward};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{Correspondence, Form, FormFiles, FormLibrary};
use disclosure_engine::review::compare::{Comparison, compare_across, report_text};
use disclosure_engine::review::{restated, snapshot};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms")
}

struct Years {
    forms: FormLibrary,
    catalog: Catalog,
}

/// A cell by ids: table, row, column.
type Place = (&'static str, &'static str, &'static str);

impl Years {
    fn new() -> Self {
        let mut forms = FormLibrary::builtin().unwrap();
        forms.add_folder(&folder());
        assert!(forms.unsound().is_empty(), "{:?}", forms.unsound());
        Self { forms, catalog: Catalog::builtin().unwrap() }
    }

    fn form(&self, year: u16) -> &Form {
        self.forms.get(&format!("lianghe-{year}")).unwrap()
    }

    fn with<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        look(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }

    /// The cell of `year`'s form at a place.
    fn cell(&self, year: u16, (table, row, column): Place) -> CellKey {
        let form = self.form(year);
        let table = form.tables.iter().find(|own| own.id.text == table).unwrap();
        let is_fixed = |id: &str| {
            let mut lists = table.list_indices().map(|list| form.list(list));
            lists.any(|list| list.fixed_rows().iter().any(|own| own.id == id))
        };
        let key = match row {
            "total" => RowKey::Total,
            id if is_fixed(id) => RowKey::Fixed(id.to_owned()),
            code => RowKey::Code(code.parse().unwrap()),
        };
        let lists = table.list_indices().map(|list| form.list(list));
        let of_row = lists.filter(|list| list.footing().is_none() == matches!(key, RowKey::Fixed(_)));
        let number = of_row.flat_map(|list| &list.amounts).find(|own| own.id.text == column).unwrap().number;
        CellKey::new(table.number, key, number)
    }

    /// Enters amounts in 万元.
    fn fill(&self, disclosure: &mut Disclosure, figures: &[(Place, i64)]) {
        for (place, amount) in figures {
            let CellKey { table, row, column } = self.cell(disclosure.year, *place);
            let subject = match &row {
                RowKey::Fixed(id) => Subject::Fixed(id.clone()),
                RowKey::Code(code) => Subject::Code { code: *code, name: String::new() },
                other => panic!("{other:?}"),
            };
            let table = disclosure.table_mut(table);
            let place = table.rows.iter().position(|own| own.subject.key() == row);
            let place = place.unwrap_or_else(|| {
                table.rows.push(Row::new(subject));
                table.rows.len() - 1
            });
            table.rows[place].amounts.insert(column, wan(*amount));
        }
    }

    fn of_2025(&self) -> Disclosure {
        let mut first = self.form(2025).disclosure(Kind::Unit, "某某站", 2025);
        self.fill(
            &mut first,
            &[
                (("overall", "grant", "amount"), 1000),
                (("overall", "service", "amount"), 200),
                (("overall", "gifts", "amount"), 37),
                (("outlays", "2080101", "daily"), 600),
                (("outlays", "2080101", "special"), 400),
                (("outlays", "2100101", "daily"), 170),
                (("outlays", "2100101", "special"), 67),
                (("daily", "30101", "people"), 700),
                (("daily", "30201", "running"), 70),
            ],
        );
        first
    }

    /// The draft of the year after `last`, filled in.
    fn of_2026(&self, last: &Disclosure) -> Disclosure {
        let mut next = self.rolled(last, 2026);
        self.fill(
            &mut next,
            &[
                (("overall", "grant", "amount"), 1100),
                (("overall", "charges", "amount"), 210),
                (("outlays", "2080101", "daily"), 610),
                (("outlays", "2080101", "recurring"), 300),
                (("outlays", "2080101", "single"), 90),
                (("outlays", "2210201", "daily"), 310),
                (("daily", "30101", "people"), 800),
                (("daily", "30201", "running"), 120),
                (("debt", "2320301", "principal"), 13),
                (("debt", "2320301", "interest"), 5),
            ],
        );
        next
    }

    fn rolled(&self, last: &Disclosure, year: u16) -> Disclosure {
        self.with(last, |last| roll_forward(last, self.form(year), year)).unwrap()
    }

    fn left(&self, last: &Disclosure, year: u16) -> Vec<String> {
        self.with(last, |last| left_behind_in_roll(last, self.form(year)).lines())
    }

    fn compared(&self, old: &Disclosure, new: &Disclosure) -> Comparison {
        let corresponding =
            Correspondence::between(self.forms.get(&old.form).unwrap(), self.forms.get(&new.form).unwrap());
        let [old, new] = [old, new].map(|one| self.with(one, snapshot));
        compare_across(&corresponding, &old, &new)
    }

    /// Last year's figures of a draft, by ids.
    fn prior(&self, draft: &Disclosure) -> BTreeMap<String, Amount> {
        let form = self.forms.get(&draft.form).unwrap();
        let cells = draft.prior.iter().filter(|(_, amount)| !amount.is_zero());
        cells.map(|(cell, amount)| (named(form, cell), *amount)).collect()
    }
}

fn wan(amount: i64) -> Amount {
    (amount * 10_000).to_string().parse().unwrap()
}

/// A cell by its ids: `outlays[2080101](daily)`.
fn named(form: &Form, cell: &CellKey) -> String {
    let table = form.table(cell.table).unwrap();
    let row = match &cell.row {
        RowKey::Total => "total".to_owned(),
        RowKey::Fixed(id) => id.clone(),
        RowKey::Code(code) => code.to_string(),
        other => panic!("{other:?}"),
    };
    let lists = table.list_indices().map(|list| form.list(list));
    let lists = lists.filter(|list| list.footing().is_none() == matches!(cell.row, RowKey::Fixed(_)));
    let column = lists.flat_map(|list| &list.amounts).find(|column| column.number == cell.column).unwrap();
    format!("{}[{row}]({})", table.id.text, column.id.text)
}

fn assert_prior(found: BTreeMap<String, Amount>, wanted: &[(&str, i64)]) {
    let wanted: BTreeMap<String, Amount> =
        wanted.iter().map(|(place, amount)| ((*place).to_owned(), wan(*amount))).collect();
    assert_eq!(found, wanted);
}

#[test]
fn a_form_written_as_changes_has_what_it_names_and_all_of_the_rest() {
    let years = Years::new();
    let tables = |year| years.form(year).tables.iter().map(|table| table.id.text.as_str()).collect::<Vec<_>>();
    assert_eq!(tables(2025), ["overall", "outlays", "daily"]);
    assert_eq!(tables(2026), ["overall", "debt", "outlays", "daily"]);
    assert_eq!(tables(2027), ["overall", "daily", "debt", "outlays"]);
    let rows = |year: u16, list: usize| {
        let rows = years.form(year).lists[list].fixed_rows().iter().map(|row| row.id.as_str());
        rows.collect::<Vec<_>>()
    };
    assert_eq!(rows(2026, 0), ["grant", "charges", "all_income"]);
    assert_eq!(rows(2026, 1), ["c208", "c221", "c229", "all_spending"]);
    assert_eq!(rows(2027, 1), ["c208", "c221", "all_spending"]);
    for year in [2025, 2026, 2027] {
        let form = years.form(year);
        assert!(form.sentences.is_some() && form.identities.len() == 2, "{year}");
        assert_eq!(example_mistakes(form, &years.catalog), [], "{year}");
        assert!(rule_examples(form).len() >= 3, "{year}: examples of the form before are examples of this one");
    }
    // The last form's rules bind the tables where they stand now.
    let mut draft = years.form(2027).disclosure(Kind::Unit, "某某站", 2027);
    years.fill(&mut draft, &[(("outlays", "2080101", "daily"), 5), (("daily", "30101", "people"), 4)]);
    draft.said = disclosure_engine::states::components(years.form(2027))
        .into_iter()
        .map(|component| (component, disclosure_engine::disclosure::Said::Complete))
        .collect();
    let broken = years.with(&draft, |evaluated| {
        audit(evaluated).findings.into_iter().find(|finding| finding.rule == "L9").map(|finding| finding.message)
    });
    let broken = broken.unwrap();
    assert!(broken.contains("表4") && broken.contains("表2"), "{broken}");
}

#[test]
fn from_year_to_year_every_figure_keeps_its_meaning() {
    let years = Years::new();
    let first = years.of_2025();
    let second = years.rolled(&first, 2026);
    assert_prior(
        years.prior(&second),
        &[
            ("overall[grant](amount)", 1000),
            ("overall[charges](amount)", 200),
            ("overall[all_income](amount)", 1237),
            ("outlays[total](all)", 1237),
            ("outlays[total](daily)", 770),
            ("outlays[2080101](all)", 1000),
            ("outlays[2100101](all)", 237),
            ("daily[total](people)", 700),
            ("daily[total](running)", 70),
        ],
    );
    let left = years.left(&first, 2026).join("\n");
    for told in ["专项：拆成了（3）每年都有的、（4）一次性的", "捐赠", "卫生健康"] {
        assert!(left.contains(told), "{told} is not told:\n{left}");
    }
    assert!(!left.contains("日常支出"), "{left}");

    let second = years.of_2026(&first);
    let third = years.rolled(&second, 2027);
    assert_prior(
        years.prior(&third),
        &[
            ("overall[grant](amount)", 1100),
            ("overall[charges](amount)", 210),
            ("overall[all_income](amount)", 1310),
            ("outlays[total](all)", 1310),
            ("outlays[total](daily)", 920),
            ("outlays[total](special)", 390),
            ("outlays[2080101](all)", 1000),
            ("outlays[2080101](special)", 390),
            ("outlays[2210201](all)", 310),
            ("daily[total](people)", 800),
            ("daily[total](running)", 120),
        ],
    );
    let left = years.left(&second, 2027).join("\n");
    assert!(left.contains("每年都有的：并入（2）专项") && left.contains("一次性的：并入（2）专项"), "{left}");
    // Rows come along with the table, wherever that stands now.
    let tables: Vec<_> = third.tables.iter().map(|(number, table)| (number.0, table.rows.len())).collect();
    assert_eq!(tables, [(2, 2), (3, 1), (4, 3)]);
}

#[test]
fn last_years_file_is_compared_by_meaning() {
    let years = Years::new();
    let first = years.of_2025();
    let second = years.of_2026(&first);
    let found = |this: &Disclosure, last: &Disclosure| {
        years.with(this, |this| {
            years.with(last, |last| {
                let found = against_last_year(this, last).into_iter().filter(|finding| finding.rule == LAST_YEAR_RULE);
                found.map(|finding| finding.message).collect::<Vec<_>>()
            })
        })
    };
    assert_eq!(found(&second, &first), Vec::<String>::new());
    let mut other = first.clone();
    years.fill(&mut other, &[(("outlays", "2080101", "daily"), 605), (("outlays", "2080101", "special"), 300)]);
    let told = found(&second, &other).join("\n");
    // What the split column held last year can be compared with nothing.
    assert!(
        told.contains("表3") && told.contains("（2）日常") && !told.contains("专项") && !told.contains("每年"),
        "{told}"
    );
    let third = years.rolled(&second, 2027);
    assert_eq!(found(&third, &second), Vec::<String>::new());
}

#[test]
fn two_years_are_compared_both_ways_and_what_has_no_counterpart_is_listed() {
    let years = Years::new();
    let first = years.of_2025();
    let second = years.of_2026(&first);
    let forwards = years.compared(&first, &second);
    let cells = |comparison: &Comparison, form: &Form| {
        let rows = comparison.rows.iter();
        let cells = rows.flat_map(|row| {
            row.cells.iter().map(|cell| {
                let key = row.row().unwrap().key.clone();
                (named(form, &CellKey::new(row.table, key, cell.column)), (cell.old, cell.new))
            })
        });
        cells.collect::<BTreeMap<_, _>>()
    };
    let differing = cells(&forwards, years.form(2026));
    let amount = |amount: i64| Some(wan(amount));
    assert_eq!(differing["overall[charges](amount)"], (amount(200), amount(210)));
    assert_eq!(differing["outlays[2080101](daily)"], (amount(600), amount(610)));
    assert_eq!(differing["daily[30201](running)"], (amount(70), amount(120)));
    assert!(!differing.keys().any(|place| place.contains("recurring") || place.contains("single")), "{differing:?}");
    assert!(!differing.keys().any(|place| place.starts_with("debt")), "{differing:?}");
    let report = report_text(years.form(2026), &forwards);
    for told in ["专项：拆成了", "捐赠 37.00", "没有对应的，没有比较", "表2 债务支出", "每年都有的"]
    {
        assert!(report.contains(told), "{told} is not told:\n{report}");
    }

    // Backwards the parts add up to what was split.
    let backwards = years.compared(&second, &first);
    let differing = cells(&backwards, years.form(2025));
    assert_eq!(differing["outlays[2080101](special)"], (amount(390), amount(400)));
    assert_eq!(differing["overall[service](amount)"], (amount(210), amount(200)));
    let report = report_text(years.form(2025), &backwards);
    assert!(report.contains("债务支出：没有对应的") && report.contains("合并了的，相加后比较"), "{report}");
    // The same year twice is the same.
    assert!(years.compared(&second, &second).is_empty());
}

#[test]
fn what_the_form_of_the_year_between_says_is_known_across_two_years() {
    let years = Years::new();
    let first = years.of_2025();
    let third = years.rolled(&years.of_2026(&first), 2027);
    let fate = |year: u16, place: Place, other: u16| {
        let cell = years.cell(year, place);
        let fate = Correspondence::between(years.form(year), years.form(other)).cell(&cell);
        fate.map(|cell| named(years.form(other), &cell))
    };
    // Renamed in between; split and put together again.
    assert_eq!(fate(2025, ("overall", "service", "amount"), 2027).unwrap(), "overall[charges](amount)");
    assert_eq!(fate(2027, ("overall", "charges", "amount"), 2025).unwrap(), "overall[service](amount)");
    assert_eq!(fate(2025, ("outlays", "total", "special"), 2027).unwrap(), "outlays[total](special)");
    assert_eq!(fate(2025, ("overall", "gifts", "amount"), 2027), None);
    let report = report_text(years.form(2027), &years.compared(&first, &third));
    assert!(report.contains("捐赠 37.00") && !report.contains("服务收费：没有"), "{report}");
    // Without the form of the year between nobody knows.
    let forms = FormLibrary::builtin().unwrap();
    let alone = FormFiles::read(&folder().join("lianghe-2025")).unwrap();
    let first_form = forms.get(&forms.carry(&alone).unwrap()).unwrap().clone();
    let third_form = forms.get(&forms.carry(years.form(2027).files()).unwrap()).unwrap().clone();
    let cell = years.cell(2025, ("overall", "service", "amount"));
    assert_eq!(Correspondence::between(&first_form, &third_form).cell(&cell), None);
    forms.carry(years.form(2026).files()).unwrap();
    assert!(Correspondence::between(&first_form, &third_form).cell(&cell).is_some());
}

#[test]
fn a_unit_of_the_year_before_is_restated_for_a_sum() {
    let years = Years::new();
    let first = years.of_2025();
    let second = years.of_2026(&first);
    let restated = years.with(&second, |evaluated| restated(evaluated, years.form(2027))).unwrap();
    let form = years.form(2027);
    let entered = |place: Place| restated.disclosure.entered(&years.cell(2027, place));
    assert_eq!(entered(("outlays", "2080101", "special")), Some(wan(390)));
    assert_eq!(entered(("outlays", "2080101", "daily")), Some(wan(610)));
    assert_eq!(entered(("debt", "2320301", "principal")), Some(wan(13)));
    assert_eq!(entered(("debt", "2320301", "interest")), Some(wan(5)));
    assert!(restated.told.iter().any(|line| line.contains("并入")), "{:?}", restated.told);
    let builtin = years.forms.get("xinjiang-2025").unwrap();
    let other = Correspondence::between(form, builtin);
    assert!(!other.has_any());
}

#[test]
fn a_form_that_changed_under_a_file_reads_no_figure_into_another_cell() {
    let years = Years::new();
    let first = years.of_2025();
    // As if it were built in: the file does not carry it.
    let written = file::write(&Disclosure { carried: None, ..first.clone() });
    let changed = |from: &[(&str, &str)]| {
        let files = FormFiles::read(&folder().join("lianghe-2025")).unwrap();
        let files = from.iter().fold(files, |files, (from, to)| {
            let changed = files.replaced("form.ron", from, to);
            assert_ne!(changed, files, "the form no longer says {from}");
            changed
        });
        let at = tempfile::tempdir().unwrap();
        files.texts().filter(|(file, _)| *file == "form.ron").for_each(|(file, text)| {
            std::fs::write(at.path().join(file), text).unwrap();
        });
        let mut forms = FormLibrary::builtin().unwrap();
        assert_eq!(forms.add_folder(at.path()), 1);
        assert!(forms.unsound().is_empty(), "{:?}", forms.unsound());
        forms
    };
    // The two columns change places, and the other one is gone.
    let swapped = changed(&[
        ("year: 2025,", "year: 2025, revision: 2,"),
        ("Entered(2, \"daily\"), Entered(3, \"special\")", "Entered(2, \"special\"), Entered(3, \"daily\")"),
        ("check: \"T2[total](2)", "check: \"outlays[total](daily)"),
        ("[grant..gifts]", "[grant..service]"),
        ("                        (id: \"gifts\", label: \"三、捐赠\"),\n", ""),
    ]);
    let at = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(at.path(), &written).unwrap();
    let told = file::open_to_edit(at.path(), &swapped).unwrap().form_changed.unwrap();
    assert!(told.contains("第 1 版填的，现在用的是第 2 版；1 处内容已经没有位置"), "{told}");
    assert_eq!(file::open_to_edit(at.path(), &years.forms).unwrap().form_changed, None);
    let opened = file::read(&written, &swapped).unwrap();
    let row = RowKey::Code("2080101".parse().unwrap());
    let entered = |column: u8| opened.entered(&CellKey::new(TableNumber(2), row.clone(), ColumnNumber(column)));
    assert_eq!((entered(2), entered(3)), (Some(wan(400)), Some(wan(600))));
    let [kept] = &opened.kept[..] else { panic!("{:?}", opened.kept) };
    assert_eq!(
        (kept.place.as_str(), &kept.figures[..]),
        ("表1 里填的内容", &[("行 gifts 安排数".to_owned(), wan(37))][..])
    );
    let form = swapped.get("lianghe-2025").unwrap();
    let evaluation = evaluate(form, &opened);
    let evaluated = Evaluated { form, catalog: &years.catalog, disclosure: &opened, evaluation: &evaluation };
    let told = audit(evaluated).findings.into_iter().find(|finding| finding.rule == "F54").unwrap().message;
    assert!(told.contains("行 gifts 安排数 37.00"), "{told}");

    // Saved and opened by the form as it was, all of it is at its place again.
    let again = file::write(&Disclosure { carried: None, ..opened.clone() });
    assert!(again.contains("revision: 2") && again.contains("gifts"));
    assert_eq!(file::read(&again, &swapped).unwrap(), opened);
    let back = file::read(&again, &years.forms).unwrap();
    assert_eq!(back.kept, []);
    for (number, table) in &first.tables {
        let amounts = |disclosure: &Disclosure| {
            let rows = disclosure.table(*number).unwrap().rows.iter();
            rows.map(|row| (row.subject.key(), row.amounts.clone())).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(amounts(&back), amounts(&first), "{table:?}");
    }

    // What was entered and is computed now has no place either.
    let computed = changed(&[
        ("year: 2025,", "year: 2025, revision: 3,"),
        ("Entered(2, \"people\")", "Computed(column: 2, id: \"people\", is: \"T2[total](2)\", rule: \"L9\")"),
    ]);
    let opened = file::read(&written, &computed).unwrap();
    assert_eq!(opened.kept.len(), 1);
    assert_eq!(opened.kept[0].figures, [("301 01 人员".to_owned(), wan(700))]);
    let again = file::write(&Disclosure { carried: None, ..opened.clone() });
    assert_eq!(file::read(&again, &computed).unwrap(), opened);
}

#[test]
fn mistakes_of_changes_are_told_with_file_line_and_column() {
    let years = Years::new();
    let read = |year: u16| FormFiles::read(&folder().join(format!("lianghe-{year}"))).unwrap();
    for (from, to, file, told) in [
        (
            "removed_rows: [\"service\"",
            "removed_rows: [\"servise\"",
            "lianghe-2026/form.ron",
            "没有行 [servise]，是否指 service？",
        ),
        (
            "id: \"debt\",\n            number: 2,",
            "id: \"debt\",",
            "lianghe-2026/form.ron",
            "新的表要写全，还缺 number",
        ),
        ("removed_rows: [\"c210\"]", "removed_rows: [\"c229\"]", "lianghe-2025/form.ron", "没有行 [c229]"),
        ("year: 2026,", "year: 2026, removed: (tables: [\"daily\"]),", "lianghe-2025/form.ron", "表 T3（daily）去掉了"),
        (
            "into: [\"outlays(recurring)\"",
            "into: [\"outlays(recuring)\"",
            "lianghe-2026/form.ron",
            "没有 outlays(recuring)",
        ),
        ("outline: \"债务支出\"", "outlin: \"债务支出\"", "lianghe-2026/form.ron", "outlin"),
        ("based_on: \"lianghe-2025\"", "based_on: \"lianghe-2024\"", "lianghe-2026/form.ron", "没有表式 lianghe-2024"),
        ("Entered(4, \"single\")", "Entered(4, \"recurring\")", "lianghe-2026/form.ron", "id 都是“recurring”"),
    ] {
        let files = read(2026);
        let broken = files.replaced("form.ron", from, to);
        assert_ne!(broken, files, "the form no longer says {from}");
        let errors = Form::load(&years.forms.completed(&broken)).expect_err(to);
        let error = errors.iter().find(|error| error.message.contains(told));
        let error = error.unwrap_or_else(|| panic!("{to}: {errors} does not say {told}"));
        assert!(error.file == file && error.line > 1 && error.column > 1, "{error}");
    }
    let broken = read(2027).replaced("narrative.ron", "(id: \"item\"", "(id: \"itme\"");
    let errors = Form::load(&years.forms.completed(&broken)).unwrap_err();
    assert!(errors.to_string().contains("lianghe-2027/narrative.ron 第 4 行"), "{errors}");
    assert!(errors.to_string().contains("没有段落 itme，是否指 item？"), "{errors}");
}

#[test]
fn a_file_carries_the_forms_on_which_its_own_is_based() {
    let years = Years::new();
    let third = years.rolled(&years.of_2026(&years.of_2025()), 2027);
    let written = file::write(&third);
    let nowhere = FormLibrary::builtin().unwrap();
    let opened = file::read(&written, &nowhere).unwrap();
    assert_eq!(opened, third);
    let form = nowhere.get("lianghe-2027").unwrap();
    assert_eq!((form.year, form.tables.len()), (2027, 4));
}
