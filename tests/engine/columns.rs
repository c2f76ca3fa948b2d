//! Columns that hold no money: counts, percentages, texts and dates, by a made-up form that has each of them.

use std::collections::BTreeSet;
use std::path::Path;

use disclosure_engine::audit::{Grade, audit, filled_example};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    Amount, CellKey, ColumnNumber, Disclosure, Kind, Project, ProjectId, Row, RowKey, Said, Subject, TableNumber,
    TextPlace,
};
use disclosure_engine::edit::paste::{Block, Spot, paste_at, paste_rows};
use disclosure_engine::edit::{
    InputUnit, Merge, Step, parse_amount, replace_in_names, roll_forward, set_amounts, set_fields, set_text,
};
use disclosure_engine::evaluate::{CellIndex, Evaluated, FieldIndex, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{Correspondence, FORM_FILE, Form, FormFiles, FormLibrary, ListIndex};
use disclosure_engine::review::compare::{compare, compare_across, report_text};
use disclosure_engine::review::{Progress, restated, snapshot, sum_units, take_over};
use disclosure_engine::sheet::{Place, Query, Sheet, find};
use disclosure_engine::states::{State, components};

fn files() -> FormFiles {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms/haiyu-2025");
    FormFiles::read(&folder).unwrap()
}

fn form() -> Form {
    Form::load(&files()).unwrap_or_else(|errors| panic!("{errors}"))
}

fn catalog() -> Catalog {
    Catalog::builtin().unwrap()
}

fn wan(amount: &str) -> Amount {
    Amount::from_yuan(amount.parse::<rust_decimal::Decimal>().unwrap() * rust_decimal::Decimal::from(10_000)).unwrap()
}

fn plain(number: &str) -> Amount {
    number.parse().unwrap()
}

const EQUIPMENT: TableNumber = TableNumber(4);

/// A row of equipment: what is entered in its columns, by number.
fn equipment(id: u32, name: &str, amounts: &[(u8, Amount)], texts: &[(u8, &str)]) -> Row {
    let code = Some("2080109".parse().unwrap());
    let project = Project {
        id: ProjectId(id),
        unit: None,
        code,
        code_name: "社会保险经办机构".to_owned(),
        name: name.to_owned(),
    };
    Row {
        amounts: amounts.iter().map(|(column, amount)| (ColumnNumber(*column), *amount)).collect(),
        fields: texts.iter().map(|(column, text)| (ColumnNumber(*column), (*text).to_owned())).collect(),
        ..Row::new(Subject::Project(project))
    }
}

/// Two things that are bought.
fn filled(form: &Form) -> Disclosure {
    let mut disclosure = form.disclosure(Kind::Unit, "某某站", 2025);
    let car = [(1, plain("2")), (2, wan("40")), (3, wan("32")), (5, plain("12.5")), (6, plain("30"))];
    let server = [(1, plain("5")), (2, wan("45"))];
    disclosure.table_mut(EQUIPMENT).rows = vec![
        equipment(1, "巡检车", &car, &[(7, "车库二层"), (8, "2025.9.30"), (9, "含保险")]),
        equipment(2, "服务器", &server, &[(7, "机房")]),
    ];
    let fixed = |id: &str, amount: &str| Row {
        amounts: [(ColumnNumber(1), wan(amount))].into(),
        ..Row::new(Subject::Fixed(id.to_owned()))
    };
    disclosure.table_mut(TableNumber(1)).rows = vec![fixed("granted", "300"), fixed("earned", "20")];
    disclosure
}

fn with<T>(form: &Form, disclosure: &Disclosure, see: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let (catalog, evaluation) = (catalog(), evaluate(form, disclosure));
    see(Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation })
}

fn list_of(form: &Form, table: TableNumber) -> ListIndex {
    form.table(table).unwrap().list_indices().next().unwrap()
}

/// What the table prints, row by row.
fn printed(form: &Form, disclosure: &Disclosure, table: TableNumber) -> Vec<Vec<String>> {
    with(form, disclosure, |evaluated| {
        let list = list_of(form, table);
        let own = form.list(list);
        let rows = 0..evaluated.evaluation.layout(list).rows.len();
        rows.map(|row| {
            let figures = (0..own.amounts.len()).map(|column| evaluated.table_text(CellIndex { list, row, column }));
            let texts = (0..own.fields.len()).map(|place| evaluated.field_text(list, row, place));
            figures.chain(texts).collect()
        })
        .collect()
    })
}

#[test]
fn counts_add_up_where_the_form_says_so_and_percentages_are_computed_in_every_row() {
    let form = form();
    let disclosure = filled(&form);
    let rows = printed(&form, &disclosure, EQUIPMENT);
    let row = |texts: [&str; 9]| texts.map(str::to_owned).to_vec();
    // The total, 类, 款 and 项, then the rows: what no total adds up is blank in it.
    let total = row(["7", "85.00", "32.00", "165.63", "", "", "", "", ""]);
    assert_eq!(rows[..rows.len() - 2], vec![total; rows.len() - 2]);
    assert_eq!(
        rows[rows.len() - 2..],
        [
            row(["2", "40.00", "32.00", "25.00", "12.5", "30%", "车库二层", "2025年9月30日", "含保险"]),
            row(["5", "45.00", "", "", "", "", "机房", "", ""]),
        ]
    );
    let shares: Vec<String> =
        printed(&form, &disclosure, TableNumber(1)).into_iter().map(|row| row[1].clone()).collect();
    assert_eq!(shares, ["93.75", "6.25", "100.00", "", ""]);
}

#[test]
fn what_grew_from_nothing_is_blank_and_what_fell_to_nothing_is_told_where_somebody_said_so() {
    let form = form();
    let growth = |amounts: &[(u8, Amount)]| {
        let mut disclosure = form.disclosure(Kind::Unit, "某某站", 2025);
        disclosure.table_mut(EQUIPMENT).rows = vec![equipment(1, "甲", amounts, &[])];
        printed(&form, &disclosure, EQUIPMENT).pop().unwrap()[3].clone()
    };
    for (amounts, expected) in [
        (&[(2, wan("40")), (3, wan("32"))][..], "25.00"),
        (&[(2, wan("24")), (3, wan("32"))], "-25.00"),
        (&[(2, wan("40"))], ""),
        (&[(2, wan("40")), (3, Amount::ZERO)], ""),
        // Nobody entered this year's figure yet; a nought is one.
        (&[(3, wan("32"))], ""),
        (&[(2, Amount::ZERO), (3, wan("32"))], "-100.00"),
        (&[(2, wan("1")), (3, wan("3"))], "-66.67"),
        (&[(2, wan("1")), (3, wan("-2"))], "-150.00"),
    ] {
        assert_eq!(growth(amounts), expected, "{amounts:?}");
    }
}

#[test]
fn a_printed_percentage_is_held_to_what_its_two_figures_can_be() {
    let form = form();
    let found = |now: &str, before: &str, printed: &str| {
        let mut disclosure = form.disclosure(Kind::Unit, "某某站", 2025);
        let table = disclosure.table_mut(EQUIPMENT);
        table.rows = vec![equipment(1, "甲", &[(2, wan(now)), (3, wan(before))], &[(7, "库房")])];
        table.stated.insert((RowKey::Project(ProjectId(1)), ColumnNumber(4)), plain(printed));
        disclosure.said = components(&form).into_iter().map(|component| (component, Said::Complete)).collect();
        with(&form, &disclosure, |evaluated| {
            let findings = audit(evaluated).findings.into_iter().filter(|finding| finding.rule == "H17");
            findings.map(|finding| (finding.grade, finding.message)).collect::<Vec<_>>()
        })
    };
    // 3.33 may be 3.325 to 3.335, and 3.21 from 3.205 on: between 3.42% and 4.06%.
    assert_eq!(found("3.33", "3.21", "3.74"), []);
    for near in ["3.42", "4.06", "3.73"] {
        assert_eq!(found("3.33", "3.21", near)[0].0, Grade::Rounding, "{near}");
    }
    for off in ["3.41", "4.07", "-3.74", "37.4"] {
        assert_eq!(found("3.33", "3.21", off)[0].0, Grade::Error, "{off}");
    }
    let message = &found("100", "80", "20")[0].1;
    assert_eq!(
        message,
        "表4 208 01 09 甲（4）金额增减（%） 20.00%，表4 208 01 09 甲（2）金额 100.00 万元 比 表4 208 01 09 \
         甲（3）去年金额 80.00 万元，应是 25.00%。"
    );
    // From nothing some write a hundred, and nothing else is right.
    assert_eq!(found("100", "0", "100"), []);
    // What is printed as nothing may be a little: no more than half a hundredth, from which to 0.015 is 200%.
    assert_eq!(found("0.02", "0.004", "400"), []);
    assert_eq!(found("0.02", "0.004", "300")[0].0, Grade::Rounding);
    assert_eq!(found("0.02", "0.004", "150")[0].0, Grade::Error);
    assert!(found("100", "0", "50")[0].1.ends_with("没有基数，应空着。"));
}

#[test]
fn a_count_is_whole_and_not_below_nothing() {
    let form = form();
    let said = |count: &str| {
        let mut disclosure = filled(&form);
        disclosure.table_mut(EQUIPMENT).rows[1].amounts.insert(ColumnNumber(1), plain(count));
        with(&form, &disclosure, |evaluated| {
            let findings = audit(evaluated).findings.into_iter().filter(|finding| finding.rule == "F14-2");
            findings.map(|finding| finding.message).collect::<Vec<_>>()
        })
    };
    assert!(said("3").is_empty() && said("0").is_empty());
    assert!(said("-3")[0].ends_with("填的是 -3 台，数量不会是负数。"), "{:?}", said("-3"));
    assert!(said("2.5")[0].ends_with("填的是 2.5 台，应是整数。"), "{:?}", said("2.5"));
}

#[test]
fn what_is_typed_into_a_column_is_what_the_column_holds() {
    let form = form();
    let own = form.list(list_of(&form, EQUIPMENT));
    let unit = |column: usize| own.amounts[column].unit.as_ref();
    let table = &form.table(EQUIPMENT).unwrap().unit;
    let typed = |text: &str, column: usize, input| parse_amount(text, unit(column).unwrap_or(table), input);
    for input in [InputUnit::Form, InputUnit::Yuan, InputUnit::TenThousandYuan] {
        // A count is no money, whatever the unit of money is.
        assert_eq!(typed("3", 0, input).unwrap(), Some(plain("3")));
        assert_eq!(typed("3 台", 0, input).unwrap(), Some(plain("3")));
        assert_eq!(typed("1,200", 0, input).unwrap(), Some(plain("1200")));
        assert_eq!(typed("12.34%", 5, input).unwrap(), Some(plain("12.34")));
        assert_eq!(typed("１２．３４％", 5, input).unwrap(), Some(plain("12.34")));
        assert!(typed("3元", 0, input).is_err() && typed("3辆", 0, input).is_err() && typed("5%", 0, input).is_err());
    }
    assert_eq!(typed("3", 1, InputUnit::Form).unwrap(), Some(wan("3")));
}

#[test]
fn a_form_that_misuses_a_column_is_told_where() {
    let own = files();
    let text = own.text(FORM_FILE).unwrap().to_owned();
    for (from, to, said) in [
        ("whole: \"[received](1)\"", "whole: \"[recieved](1)\"", "没有行 [recieved]，是否指 received？"),
        ("now: \"(2)\"", "now: \"(1)\"", "百分比的两头要么都是金额，要么都是数量"),
        ("now: \"(2)\"", "now: \"(2) + (5)\"", "金额和数量不能相加"),
        ("now: \"(2)\"", "now: \"(6)\"", "列 (6) 是百分比，不能加减"),
        ("now: \"(2)\"", "now: \"(7)\"", "列 (7) 是文字或日期，算式里不能用它"),
        ("before: \"(3)\", rule: \"H17\"", "before: \"(3)\", rule: \"H177\"", "没有规则 H177，是否指 H17？"),
        ("unit: \"台\", summed", "unit: \"\", summed", "Count 要写 unit"),
        ("unit: \"台\", summed: true", "unit: \"台\", summed: true, is: \"(5)\"", "is 与 rule 要同时写"),
        ("decimals: 1)", "decimals: 7)", "小数最多 6 位"),
        ("summed: true)", "sumed: true)", "不认识的字段“sumed”"),
        ("required: true", "must: true", "不认识的字段“must”"),
        ("{year}年{month}月{day}日", "{month}月{day}日", "printed 里要有 {year}、{month}"),
        ("{year}年{month}月{day}日", "{year}年{month}月{dai}日", "printed 里要有 {year}、{month}"),
        ("Text(column: 7, id: \"place\"", "Text(column: 6, id: \"place\"", "列 (6) 出现了两次"),
        ("Text(column: 7, id: \"place\"", "Text(column: 7, id: \"amount\"", "id 都是“amount”"),
        ("T2[total](1) >= T4[total](2)", "T2[total](1) >= T4[total](1)", "金额和数量不能相加，也不能相等"),
        ("T2[total](1) >= T4[total](2)", "T2[total](1) >= T4[total](4)", "是百分比，不能加减"),
    ] {
        assert!(text.contains(from), "{from}");
        let errors = match Form::load(&own.replaced(FORM_FILE, from, to)) {
            Ok(_) => panic!("{to} is taken"),
            Err(errors) => errors,
        };
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let line = text[..text.find(from).unwrap()].matches('\n').count() + 1;
        let is_it = |told: &&String| told.contains(said) && told.contains("form.ron") && told.contains("行第");
        assert!(told.iter().any(|told| is_it(&told)), "{to} (line {line}): {told:#?}");
    }
    // Sentences say amounts.
    let errors = Form::load(&own.replaced("narrative.ron", "{T1[received](1)}", "{T4[total](1)}")).unwrap_err();
    assert!(errors.to_string().contains("句子里的金额不能取数量列"), "{errors}");
}

fn field(form: &Form, row: usize, place: usize) -> FieldIndex {
    FieldIndex { list: list_of(form, EQUIPMENT), row, field: place }
}

/// Applies the step that `make` makes, and checks that it is taken back without a trace.
fn done(form: &Form, disclosure: &mut Disclosure, make: impl FnOnce(Evaluated<'_>) -> Step) {
    let step = with(form, disclosure, make);
    let before = disclosure.clone();
    let mut tried = before.clone();
    step.apply(&mut tried);
    let after = tried.clone();
    step.revert(&mut tried);
    assert_eq!(tried, before);
    *disclosure = after;
}

#[test]
fn texts_are_entered_found_replaced_and_taken_back() {
    let form = form();
    let mut disclosure = filled(&form);
    let last = printed(&form, &disclosure, EQUIPMENT).len() - 1;
    done(&form, &mut disclosure, |evaluated| {
        set_fields(
            evaluated,
            "录入",
            &[(field(&form, last, 0), " 二楼机房 ".into()), (field(&form, last, 1), "2025年13月".into())],
        )
        .unwrap()
    });
    assert_eq!(printed(&form, &disclosure, EQUIPMENT)[last][6..8], ["二楼机房", "2025年13月"]);
    let told =
        with(&form, &disclosure, |evaluated| set_fields(evaluated, "录入", &[(field(&form, 0, 0), "甲".into())]));
    assert_eq!(told.unwrap_err().to_string(), "合计行是加出来的，没有文字和日期可填");
    let hits = with(&form, &disclosure, |evaluated| find(evaluated, &Query::new("机房")));
    assert_eq!(hits.len(), 1);
    done(&form, &mut disclosure, |evaluated| replace_in_names(evaluated, "机房", "库房").step);
    let key = RowKey::Project(ProjectId(2));
    let place = TextPlace::Field(EQUIPMENT, key.clone(), ColumnNumber(7));
    assert_eq!(disclosure.text(&place), Some("二楼库房"));
    let step = set_text(&disclosure, "清除", &place, "").unwrap();
    step.apply(&mut disclosure);
    assert_eq!(disclosure.field(&CellKey::new(EQUIPMENT, key, ColumnNumber(7))), None);
    let dates = with(&form, &disclosure, |evaluated| {
        let findings = audit(evaluated).findings.into_iter().filter(|finding| finding.rule == "F14-3");
        findings.map(|finding| finding.message).collect::<Vec<_>>()
    });
    assert_eq!(dates, ["表4 208 01 09 服务器（8）最迟到货“2025年13月”不是日期，请写成像 2025年3月1日 这样的日期。"]);
}

#[test]
fn a_table_waits_for_what_must_be_filled_in_and_for_nothing_else() {
    let form = form();
    let state = |texts: &[(u8, &str)], said: bool| {
        let mut disclosure = form.disclosure(Kind::Unit, "某某站", 2025);
        disclosure.table_mut(EQUIPMENT).rows = vec![equipment(1, "甲", &[(1, plain("1"))], texts)];
        if said {
            disclosure.said = components(&form).into_iter().map(|component| (component, Said::Complete)).collect();
        }
        with(&form, &disclosure, |evaluated| {
            let missing = audit(evaluated).findings.iter().filter(|finding| finding.rule == "F14-4").count();
            (evaluated.states().of_table(&form, EQUIPMENT), missing)
        })
    };
    assert_eq!(state(&[], false), (State::InProgress, 0));
    // Who says that it is complete is told what is missing; a remark and a date may be.
    assert_eq!(state(&[], true), (State::Complete, 1));
    assert_eq!(state(&[(7, "库房")], true), (State::Complete, 0));
}

#[test]
fn a_file_keeps_them_and_says_which_program_it_needs() {
    let form = form();
    let disclosure = filled(&form);
    let written = file::write(&disclosure);
    assert!(written.starts_with("Budget(\n    format: 3,\n    program: \"0.3.0\",\n"), "{written}");
    assert!(written.contains(
        "amounts: {\"count\": \"2\", \"amount\": \"400000\", \"before\": \"320000\", \"area\": \"12.5\", \"prepaid\": \"30\"}, \
         texts: {\"place\": \"车库二层\", \"due\": \"2025.9.30\", \"remark\": \"含保险\"}"
    ), "{written}");
    let forms = FormLibrary::builtin().unwrap();
    let read = file::read(&written, &forms).unwrap();
    assert_eq!(read, disclosure);
    assert_eq!(file::write(&read), written);
    // A program that knows no such columns knows format 2 at the most.
    let newer = written.replace("format: 3", "format: 4").replace("0.3.0", "0.9.0");
    let told = file::read(&newer, &forms).unwrap_err().to_string();
    assert!(told.contains("文件格式 4") && told.contains("0.9.0"), "{told}");
    let misplaced = written.replace("texts: {\"place\": \"机房\"}", "texts: {\"amount\": \"机房\"}");
    assert_ne!(misplaced, written);
    let told = file::read(&misplaced, &forms).unwrap_err().to_string();
    assert!(told.contains("第 2 列不是文字，不能写在行的 texts 里，这里文字列是 7、8、9"), "{told}");
}

#[test]
fn a_carried_form_that_says_charts_needs_the_newer_program_too() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms/yunhan-2025");
    let plain = FormFiles::read(&folder).unwrap();
    let with_charts = plain.replaced(
        FORM_FILE,
        "    texts: (",
        "    charts: [(title: \"来源\", bars: \"T1[grant](1)\")],\n    texts: (",
    );
    for (files, format) in [(plain, 2), (with_charts, 3)] {
        let form = Form::load(&files).unwrap_or_else(|errors| panic!("{errors}"));
        let disclosure = Disclosure {
            keys: form.keys(),
            carried: form.carried(),
            ..Disclosure::new(form.id.as_str(), Kind::Unit, "云汉省某单位", form.year)
        };
        let written = file::write(&disclosure);
        assert!(written.starts_with(&format!("Budget(\n    format: {format},\n")), "{written}");
    }
}

#[test]
fn what_a_form_no_longer_has_is_kept_and_told() {
    let form = form();
    let written = file::write(&filled(&form));
    let shorter = written
        .replace("Text(column: 9, id: \\\"remark\\\", rolled: false),", "")
        .replace(", \\\"备注\\\"]", "]")
        .replace(
            "\\\"^\\\", \\\"^\\\", \\\"^\\\", \\\"^\\\", \\\"^\\\", \\\"^\\\"]",
            "\\\"^\\\", \\\"^\\\", \\\"^\\\", \\\"^\\\", \\\"^\\\"]",
        );
    let read = file::read(&shorter, &FormLibrary::builtin().unwrap()).unwrap();
    assert_eq!(read.kept.len(), 1, "{:?}", read.kept);
    assert_eq!(read.kept[0].texts, [("项目“巡检车” remark".to_owned(), "含保险".to_owned())]);
    let again = file::write(&read);
    assert!(again.starts_with("Budget(\n    format: 3,") && again.contains("含保险"), "{again}");
}

#[test]
fn two_people_who_change_one_text_are_asked_and_others_are_merged() {
    let form = form();
    let base = filled(&form);
    let place = |id: u32, column: u8| TextPlace::Field(EQUIPMENT, RowKey::Project(ProjectId(id)), ColumnNumber(column));
    let changed = |changes: &[(u32, u8, &str)]| {
        let mut disclosure = base.clone();
        for (id, column, text) in changes {
            set_text(&disclosure, "", &place(*id, *column), text).unwrap().apply(&mut disclosure);
        }
        disclosure
    };
    let mine = changed(&[(1, 7, "一层"), (2, 7, "新机房")]);
    let theirs = changed(&[(1, 7, "三层"), (1, 9, "不含保险"), (2, 8, "2025-12-1")]);
    let merge = Merge::new(&form, &base, &mine, &theirs);
    let asked: Vec<(String, String)> =
        merge.conflicts().iter().map(|conflict| (conflict.mine.clone(), conflict.theirs.clone())).collect();
    assert_eq!(asked, [("一层".to_owned(), "三层".to_owned())]);
    let mut merged = mine.clone();
    merge.step(&BTreeSet::new()).apply(&mut merged);
    let text = |id, column| merged.text(&place(id, column)).unwrap().to_owned();
    assert_eq!([text(1, 9), text(2, 7), text(2, 8)], ["不含保险", "新机房", "2025-12-1"]);
}

#[test]
fn what_differs_is_told_in_its_own_unit() {
    let form = form();
    let old = filled(&form);
    let mut new = old.clone();
    done(&form, &mut new, |evaluated| {
        let list = list_of(&form, EQUIPMENT);
        let row = evaluated.evaluation.layout(list).rows.len() - 2;
        set_amounts(evaluated, "", &[(CellIndex { list, row, column: 0 }, Some(plain("3")))])
    });
    done(&form, &mut new, |evaluated| {
        let last = evaluated.evaluation.layout(list_of(&form, EQUIPMENT)).rows.len() - 1;
        set_fields(evaluated, "", &[(field(&form, last, 1), "2025-3-5".into())]).unwrap()
    });
    let snapshots = [&old, &new].map(|disclosure| with(&form, disclosure, snapshot));
    let told = report_text(&form, &compare(&form, &snapshots[0], &snapshots[1]));
    assert!(told.contains("（1）数量（台）：2 → 3（+1）"), "{told}");
    assert!(told.contains("表4 208 01 09 服务器（8）最迟到货"), "{told}");
    assert!(told.contains("旧 没有") && told.contains("新 2025年3月5日"), "{told}");
    // How a date is written makes no difference.
    set_text(&new, "", &TextPlace::Field(EQUIPMENT, RowKey::Project(ProjectId(2)), ColumnNumber(8)), "2025.3.5")
        .unwrap()
        .apply(&mut new);
    let again = with(&form, &new, snapshot);
    assert!(compare(&form, &snapshots[1], &again).is_empty());
}

#[test]
fn next_year_takes_texts_along_as_the_form_says() {
    let form = form();
    let last = filled(&form);
    let draft = with(&form, &last, |evaluated| roll_forward(evaluated, &form, 2026)).unwrap();
    let rows: Vec<(usize, Vec<(u8, &str)>)> = draft
        .table(EQUIPMENT)
        .unwrap()
        .rows
        .iter()
        .map(|row| (row.amounts.len(), row.fields.iter().map(|(column, text)| (column.0, text.as_str())).collect()))
        .collect();
    // The place goes along, the date and the remark do not.
    assert_eq!(rows, [(0, vec![(7, "车库二层")]), (0, vec![(7, "机房")])]);
}

#[test]
fn a_department_adds_up_counts_computes_percentages_anew_and_keeps_texts_on_which_all_agree() {
    let text = files().text(FORM_FILE).unwrap().to_owned();
    // By code, so that the rows of units are one.
    let by_code = text
        .replace("rows: FunctionProject((total: \"设备合起来\"", "rows: Function((total: \"设备合起来\"")
        .replace(
            "Class, Section, Item, Name, Project,\n                    Count",
            "Class, Section, Item, Name,\n                    Count",
        )
        .replace("\"科目名\", \"设备名\", \"今年\"", "\"科目名\", \"今年\"")
        .replace(
            "[\"类\", \"款\", \"项\", \"^\", \"^\", \"数量（台）\"",
            "[\"类\", \"款\", \"项\", \"^\", \"数量（台）\"",
        );
    let form = Form::load(&files().replaced(FORM_FILE, &text, &by_code)).unwrap_or_else(|errors| panic!("{errors}"));
    let unit = |body: &str, amounts: &[(u8, Amount)], texts: &[(u8, &str)]| {
        let mut disclosure = form.disclosure(Kind::Unit, body, 2025);
        let row = equipment(1, "", amounts, texts);
        let subject = Subject::Code { code: "2080109".parse().unwrap(), name: "社会保险经办机构".to_owned() };
        disclosure.table_mut(EQUIPMENT).rows = vec![Row { subject, ..row }];
        disclosure
    };
    let amounts = |now: &str, count: &str, prepaid: &str| {
        [(1, plain(count)), (2, wan(now)), (3, wan("10")), (5, plain("2")), (6, plain(prepaid))]
    };
    let first = unit("甲站", &amounts("20", "1", "30"), &[(7, "库房"), (9, "急用")]);
    let second = unit("乙站", &amounts("10", "2", "50"), &[(7, "库房"), (9, "备用")]);
    let department = form.disclosure(Kind::Department, "某局", 2025);
    let evaluations = [&first, &second, &department].map(|disclosure| evaluate(&form, disclosure));
    let catalog = catalog();
    let evaluated = |place: usize, disclosure| Evaluated {
        form: &form,
        catalog: &catalog,
        disclosure,
        evaluation: &evaluations[place],
    };
    let units = [evaluated(0, &first), evaluated(1, &second)];
    let sum = sum_units(evaluated(2, &department), &units, &Progress::default()).unwrap().sum;
    let rows = printed(&form, &sum.disclosure, EQUIPMENT);
    // 2 square metres in both, 30% and 50% paid before; the places agree and the remarks do not.
    assert_eq!(rows.last().unwrap()[..], ["3", "30.00", "20.00", "50.00", "2.0", "", "库房", "", ""]);
    assert_eq!(
        sum.left_out,
        [
            "表4 208 01 09（6）预付比例：各单位填的不一样，合不起来，留空",
            "表4 208 01 09（9）备注：各单位填的不一样，合不起来，留空"
        ]
    );
}

#[test]
fn a_block_goes_into_the_columns_that_its_heads_name() {
    let form = form();
    let mut disclosure = filled(&form);
    let table = form.table(EQUIPMENT).unwrap();
    let block = Block::from_text(
        "科目编码\t科目名称\t设备名\t数量（台）\t金额\t放在哪里\t最迟到货\n\
         2080109\t社会保险经办机构\t巡检车\t4\t60\t新车库\t2025-10-1\n\
         2080109\t社会保险经办机构\t打印机\t8\t2.5\t办公室\t\n",
    );
    done(&form, &mut disclosure, |evaluated| {
        let pasted = paste_rows(evaluated, table, &block, InputUnit::Form, &Spot::default(), &|_| None).unwrap();
        assert!(pasted.paste.refused.is_empty(), "{:?}", pasted.paste.refused);
        pasted.paste.step(evaluated, "粘贴", false)
    });
    let rows = printed(&form, &disclosure, EQUIPMENT);
    let named = |amount: &str| rows.iter().find(|row| row[1] == amount).unwrap_or_else(|| panic!("{rows:#?}"));
    assert_eq!(
        named("60.00")[..],
        ["4", "60.00", "32.00", "87.50", "12.5", "30%", "新车库", "2025年10月1日", "含保险"]
    );
    assert_eq!(named("2.50")[..], ["8", "2.50", "", "", "", "", "办公室", "", ""]);
    // Cell by cell each takes what it holds.
    let last = rows.len() - 1;
    let block = Block::from_text("三楼\t2026/1/2\t");
    done(&form, &mut disclosure, |evaluated| {
        let sheet = Sheet::new(evaluated, table);
        let place = Place { row: last, column: 11 };
        let paste = paste_at(evaluated, &sheet, (place, place), &block, InputUnit::Form);
        paste.step(evaluated, "粘贴", false)
    });
    assert_eq!(printed(&form, &disclosure, EQUIPMENT)[last][6..], ["三楼", "2026年1月2日", ""]);
}

#[test]
fn the_filled_example_of_a_form_fills_each_kind() {
    let form = form();
    let example = filled_example(&form, &catalog(), Kind::Unit);
    let row = &example.table(EQUIPMENT).unwrap().rows[0];
    let columns = |columns: Vec<&ColumnNumber>| columns.into_iter().map(|column| column.0).collect::<Vec<_>>();
    assert_eq!(columns(row.amounts.keys().collect()), [1, 2, 3, 5, 6]);
    assert_eq!(columns(row.fields.keys().collect()), [7, 8, 9]);
    let findings = with(&form, &example, |evaluated| audit(evaluated).findings);
    assert!(findings.iter().all(|finding| !finding.rule.starts_with("F14")), "{findings:#?}");
}

#[test]
fn what_another_file_says_in_texts_can_be_taken_over() {
    let form = form();
    let current = filled(&form);
    let mut other = current.clone();
    let table = other.table_mut(EQUIPMENT);
    table.rows[0].fields.insert(ColumnNumber(7), "三号库".to_owned());
    table.rows[0].fields.remove(&ColumnNumber(9));
    table.rows.push(equipment(9, "打印机", &[(1, plain("4"))], &[(7, "办公室"), (8, "2025-5-1")]));
    let taken = with(&form, &current, |own| {
        with(&form, &other, |other| {
            let comparison = compare(&form, &snapshot(other), &snapshot(own));
            take_over(own, other, &comparison, &comparison.takeable()).unwrap()
        })
    });
    let mut disclosure = current.clone();
    taken.apply(&mut disclosure);
    assert_eq!(printed(&form, &disclosure, EQUIPMENT), printed(&form, &other, EQUIPMENT));
    taken.revert(&mut disclosure);
    assert_eq!(disclosure, current);
}

#[test]
fn between_two_forms_texts_go_where_they_mean_the_same() {
    let (form, own) = (form(), files());
    // Next year the place is called otherwise, the remark is gone, and the date is a text.
    let text = own.text(FORM_FILE).unwrap();
    let next = text
        .replace("id: \"haiyu-2025\"", "id: \"haiyu-2026\"")
        .replace("year: 2025,", "year: 2026,\n    follows: (form: \"haiyu-2025\", renamed: [(was: \"equipment(place)\", now: \"equipment(room)\")]),")
        .replace("id: \"place\", required", "id: \"room\", required")
        .replace("Date(column: 8, id: \"due\", printed: \"{year}年{month}月{day}日\")", "Text(column: 8, id: \"due\")")
        .replace("id: \"remark\", rolled", "id: \"note\", rolled");
    let next = Form::load(&own.replaced(FORM_FILE, text, &next)).unwrap_or_else(|errors| panic!("{errors}"));
    let last = filled(&form);
    let moved = with(&form, &last, |evaluated| restated(evaluated, &next).unwrap());
    let fields: Vec<(u8, &str)> = moved.disclosure.table(EQUIPMENT).unwrap().rows[0]
        .fields
        .iter()
        .map(|(column, text)| (column.0, text.as_str()))
        .collect();
    assert_eq!(fields, [(7, "车库二层")]);
    assert_eq!(
        moved.told,
        ["表4（8）最迟到货：没有对应的，文字没有带过去", "表4（9）备注：没有对应的，文字没有带过去"]
    );
    let draft = with(&form, &last, |evaluated| roll_forward(evaluated, &next, 2026)).unwrap();
    assert_eq!(draft.table(EQUIPMENT).unwrap().rows[0].fields, [(ColumnNumber(7), "车库二层".to_owned())].into());
    // Compared across, only what corresponds differs.
    let corresponding = Correspondence::between(&form, &next);
    let (old, new) = (with(&form, &last, snapshot), with(&next, &moved.disclosure, snapshot));
    let comparison = compare_across(&corresponding, &old, &new);
    let texts: Vec<&str> = comparison.texts.iter().map(|text| text.label.as_str()).collect();
    assert!(texts.iter().all(|label| !label.contains("放在哪里")), "{texts:?}");
    let apart: Vec<&str> = comparison.apart.iter().map(|apart| apart.place.as_str()).collect();
    assert_eq!(
        apart,
        ["表4 设备购置（8）最迟到货：没有对应的，文字没有比较", "表4 设备购置（9）备注：没有对应的，文字没有比较"]
    );
}
