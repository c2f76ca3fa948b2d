//! What a form of one's own may say: a made-up region's form says each of it as data, with an example that breaks it and one
//! that keeps it, and what is written wrong there is told with its place.

use std::path::{Path, PathBuf};

use disclosure_engine::audit::{Grade, all_rules, audit, example_mistakes, explained_rules, rule_examples};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    CellKey, Code, ColumnNumber, Disclosure, Kind, RowKey, SlotValue, TableNumber, TextKey,
};
use disclosure_engine::edit::paste::{Block, Spot, paste_rows};
use disclosure_engine::edit::{InputUnit, NewRow, Step, add_row};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{FORM_FILE, Form, FormFiles, FormLibrary, NARRATIVE_FILE};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms/haiyu-2025")
}

fn files() -> FormFiles {
    FormFiles::read(&folder()).unwrap()
}

/// What `forms check` tells of the form with `from` in its `file` written as `to`.
fn told(file: &str, from: &str, to: &str) -> Vec<String> {
    let own = files();
    assert!(own.text(file).unwrap().contains(from), "{file} no longer says {from}");
    let mistakes = match Form::load(&own.replaced(file, from, to)) {
        Ok(form) => example_mistakes(&form, &Catalog::builtin().unwrap()),
        Err(errors) => errors.iter().cloned().collect(),
    };
    mistakes.iter().map(ToString::to_string).collect()
}

/// Where `part` stands in `text`, as a mistake tells it.
fn place(text: &str, part: &str) -> String {
    let before = &text[..text.find(part).unwrap()];
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("第 {} 行第 {column} 列", before.matches('\n').count() + 1)
}

#[test]
fn its_examples_break_and_keep_its_rules_and_each_is_explained() {
    let (form, catalog) =
        (Form::load(&files()).unwrap_or_else(|errors| panic!("{errors}")), Catalog::builtin().unwrap());
    let mistakes: Vec<String> = example_mistakes(&form, &catalog).iter().map(ToString::to_string).collect();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    let examples: Vec<String> = rule_examples(&form).into_iter().map(|example| example.rule).collect();
    let explained = explained_rules(&form, &catalog);
    for rule in form.sentences.as_ref().unwrap().rules() {
        let text = all_rules(&form).find(|own| own.id == rule).unwrap();
        assert!(examples.iter().any(|own| own == rule), "{rule} has no example");
        let own = explained.iter().find(|own| own.id == rule).unwrap();
        assert!(own.example.ends_with('。') && own.title == text.title && own.grade == text.grade, "{own:?}");
    }
}

#[test]
fn a_limit_is_told_with_what_it_comes_to() {
    let (form, catalog) = (Form::load(&files()).unwrap(), Catalog::builtin().unwrap());
    let explained = explained_rules(&form, &catalog);
    let said: Vec<&str> = ["H5", "H6", "H7", "H8", "H9"]
        .iter()
        .map(|id| explained.iter().find(|rule| rule.id == *id).unwrap().example.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "情况说明 第一节“货物采购”：留给中小企业的不到采购的三成（10.00 的 30% 是 3.00，大于 2.99）。",
            "情况说明 第一节“货物采购”：采购比收到的钱还多（10.00 大于 0.00）。",
            "表1 其中：来客接待（1）金额：接待超过日常运转的 2%（3.00，大于 0.00 的 2% 是 0.00）。",
            "情况说明 第一节“接待批次”：平均每批接待超过 0.15 万元（3.00，大于 19 的 0.15 倍是 2.85）。",
            "概况“在岗的人”：在岗的人超过编制的 1.1 倍（12，大于 10 的 1.1 倍是 11）。",
        ]
    );
}

#[test]
fn what_is_written_wrong_in_a_limit_is_told_with_its_place_and_what_was_meant() {
    let narrative = files().text(NARRATIVE_FILE).unwrap().to_owned();
    for (from, to, said) in [
        ("buying.all * 30%", "buying.all * 三成", "“三成”不是倍数"),
        ("buying.all * 30%", "buying.all * 0", "“0”不是倍数"),
        ("buying.all * 30%", "buying.al * 30%", "没有 buying.al，是否指 buying.all？"),
        ("visits.visits * 0.15", "visits.visit * 0.15", "没有 visits.visit，是否指 visits.visits？"),
        ("visits.visits * 0.15", "vissits.visits * 0.15", "没有一段话请人填写 vissits.visits"),
        ("people.posts * 1.1", "duties.duties * 1.1", "duties.duties 填写的是文字"),
        ("visits.visits * 0.15", "visits.visits", "T1[guests](1) 是金额，visits.visits 是个数，不能比较大小"),
        ("visits.visits * 0.15", "visits.visits * 15%", "不能比较大小"),
        ("people.posts * 1.1", "buying.all * 110%", "people.people 是个数，buying.all * 110% 是金额，不能比较大小"),
        ("summary[running](amount)", "summary[runing](amount)", "没有行 [runing]，是否指 running？"),
        ("summary[running](amount)", "summary[running](3)", "没有列 (3)"),
        ("summary[running](amount)", "summary[running](2)", "列 (2) 是百分比"),
        ("\"T1[received](1)\", message", "\"T1[received]\", message", "缺少列"),
    ] {
        let told = told(NARRATIVE_FILE, from, to);
        let changed = narrative.replacen(from, to, 1);
        // The file and the line at least; the mistake itself begins somewhere in what was changed.
        let line = place(&changed, to);
        let line = line.split('第').nth(1).unwrap().trim_end_matches(" 列");
        let is_it = |told: &&String| told.contains(said) && told.contains("narrative.ron") && told.contains(line);
        assert!(told.iter().any(|told| is_it(&told)), "{to}: {told:#?} does not say {said} at {line}");
    }
    let unknown = told(
        NARRATIVE_FILE,
        "limits: [",
        "limits: [(rule: \"H55\", least: \"people.people\", most: \"people.posts\", message: \"无用\"),",
    );
    assert!(unknown.iter().any(|told| told.contains("没有规则 H55")), "{unknown:#?}");
    let unused =
        told(FORM_FILE, "(id: \"H5\"", "(id: \"H50\", title: \"无用\", why: \"无用。\"),\n        (id: \"H5\"");
    assert!(unused.iter().any(|told| told.contains("规则 H50 没有用到")), "{unused:#?}");
}

#[test]
fn what_is_counted_is_compared_exactly() {
    let files = files().replaced(NARRATIVE_FILE, "people.posts * 1.1", "people.posts * 200");
    let (form, catalog) = (Form::load(&files).unwrap(), Catalog::builtin().unwrap());
    for (people, is_told) in [(200, false), (201, true)] {
        let mut disclosure = form.disclosure(Kind::Unit, "某某站", 2025);
        for (id, count) in [("people.posts", 1), ("people.people", people)] {
            disclosure.slots.insert(TextKey::new(id), SlotValue::Count(count));
        }
        let evaluation = evaluate(&form, &disclosure);
        let evaluated = Evaluated { form: &form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
        let told = audit(evaluated).findings.iter().any(|finding| finding.rule == "H9");
        assert_eq!(told, is_told, "{people}");
    }
}

#[test]
fn what_is_written_wrong_of_performance_tables_is_told_with_its_place() {
    for (file, from, to, said) in [
        (FORM_FILE, "(Value, \"做到多少\", 20)", "(Valu, \"做到多少\", 20)", "Valu"),
        (FORM_FILE, "(Value, \"做到多少\", 20)", "(Weight, \"做到多少\", 20)", "Weight 出现了两次"),
        (FORM_FILE, "(Value, \"做到多少\", 20)", "(Basis, \"做到多少\", 20)", "没有 Value"),
        (FORM_FILE, "(Value, \"做到多少\", 20)", "(Value, \"看什么\", 20)", "有两列叫“看什么”"),
        (FORM_FILE, "(Value, \"做到多少\", 20)", "(Value, \"做到多少\", 0)", "Value 这一列要有表头和宽度"),
        (NARRATIVE_FILE, "granted: [(2, 1)]", "granted: [(9, 1)]", "没有表 T9"),
        (NARRATIVE_FILE, "granted: [(2, 1)]", "granted: [(2, 7)]", "没有列 (7)"),
        (NARRATIVE_FILE, "spending: \"T2[total](1)\"", "spending: \"T2[totl](1)\"", "是否指 total？"),
        (NARRATIVE_FILE, "weights: [50]", "weight: [50]", "weight"),
    ] {
        let told = told(file, from, to);
        let is_it = |told: &String| told.contains(said) && told.contains(file) && told.contains(" 行第 ");
        assert!(told.iter().any(is_it), "{to}: {told:#?} does not say {said}");
    }
}

#[test]
fn a_form_whose_sentences_name_rules_that_it_does_not_explain_is_as_good_as_it_was() {
    // Forms were written so while the program explained them.
    let own = files();
    let narrative = own.text(NARRATIVE_FILE).unwrap().replace("\"H9\"", "\"F45-2\"").replace("\"H4\"", "\"F42\"");
    let old = own.replaced(NARRATIVE_FILE, own.text(NARRATIVE_FILE).unwrap(), &narrative);
    let without = |id: &str, files: FormFiles| {
        let text = files.text(FORM_FILE).unwrap().to_owned();
        let line = text.lines().find(|line| line.contains(&format!("(id: \"{id}\""))).unwrap();
        files.replaced(FORM_FILE, line, "")
    };
    let form = Form::load(&without("H4", without("H9", old))).unwrap_or_else(|errors| panic!("{errors}"));
    let rule = |id: &str| all_rules(&form).find(|rule| rule.id == id).map(|rule| (rule.grade, rule.title));
    assert_eq!(rule("F45-2"), Some((Grade::Warning, "一个数不大于另一个数")));
    assert_eq!(rule("F42"), Some((Grade::Error, "合计等于各部分之和")));
    assert_eq!(rule("F43"), None, "what nothing states is no rule of it");
    let named: Vec<String> =
        example_mistakes(&form, &Catalog::builtin().unwrap()).iter().map(ToString::to_string).collect();
    assert!(named.iter().all(|told| !told.contains("F42") && !told.contains("F45-2")), "{named:?}");
}

#[test]
fn a_form_may_say_less_than_the_one_on_which_it_is_based() {
    let base = files();
    let changes = [
        (FORM_FILE.to_owned(), "Form(id: \"haiyu-2026\", based_on: \"haiyu-2025\", year: 2026)".to_owned()),
        (NARRATIVE_FILE.to_owned(), "Template(limits: [])".to_owned()),
    ];
    let form =
        Form::load(&FormFiles::new("haiyu-2026", changes).with_base(&base)).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(form.sentences.unwrap().limits.is_empty());
}

#[test]
fn codes_of_the_governments_classification_are_picked_and_pasted() {
    let (form, catalog) = (Form::load(&files()).unwrap(), Catalog::builtin().unwrap());
    let mut disclosure = form.disclosure(Kind::Unit, "某某站", 2025);
    let list = form.tables[2].list_indices().next().unwrap();
    // By digits and by name, of this classification alone.
    let found = |typed: &str| -> Vec<String> {
        let own = form.list(list).classification().unwrap();
        catalog.in_year(2025).search(own, typed).map(|entry| entry.code.to_string()).collect()
    };
    assert!(found("502").iter().all(|code| code.starts_with("502")) && found("会议费").contains(&"50202".to_owned()));
    let with = |disclosure: &Disclosure, make: &dyn Fn(Evaluated<'_>) -> Step| {
        let evaluation = evaluate(&form, disclosure);
        make(Evaluated { form: &form, catalog: &catalog, disclosure, evaluation: &evaluation })
    };
    let code = |digits: &str| digits.parse::<Code>().unwrap();
    let new = || NewRow { code: Some(code("50202")), code_name: "会议费".to_owned(), ..NewRow::default() };
    let step = with(&disclosure, &|evaluated| add_row(evaluated, list, new()).unwrap());
    step.apply(&mut disclosure);
    let block = Block::from_text("501\t01\t工资奖金津补贴\t120.00\t120.00\t\n502\t02\t会议费\t50.00\t50.00\t\n");
    let pasted = with(&disclosure, &|evaluated| {
        let spot = Spot::default();
        let paste = paste_rows(evaluated, &form.tables[2], &block, InputUnit::Form, &spot, &|_| None).unwrap().paste;
        assert!(paste.refused.is_empty(), "{:?}", paste.refused);
        paste.step(evaluated, "粘贴", false)
    });
    pasted.apply(&mut disclosure);
    let evaluation = evaluate(&form, &disclosure);
    let evaluated = Evaluated { form: &form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
    let shown = |row: RowKey, column: u8| {
        let cell = evaluated.find(&CellKey::new(TableNumber(3), row, ColumnNumber(column))).unwrap();
        evaluated.amount_text(cell)
    };
    assert_eq!(shown(RowKey::Total, 1), "170.00");
    assert_eq!(shown(RowKey::Code(code("502")), 2), "50.00");
}

#[test]
fn examples_of_the_built_in_forms_break_and_keep_their_rules() {
    let catalog = Catalog::builtin().unwrap();
    for form in FormLibrary::builtin().unwrap().all() {
        let mistakes: Vec<String> = example_mistakes(form, &catalog).iter().map(ToString::to_string).collect();
        assert!(mistakes.is_empty(), "{}: {mistakes:#?}", form.id);
    }
}
