//! Whatever cell a sentence compares with last year: by a made-up form whose sentences speak of projects, of 类, of codes that
//! they name and of the row of a project in another table. Its figure of last year comes along, is asked for where it is not
//! there, and is held to last year's file; and where nothing changed, the sentence says that and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use disclosure_engine::audit::{LAST_YEAR_RULE, against_last_year, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    Amount, CellKey, CodeLevel, ColumnNumber, Component, Disclosure, Kind, Part, Project, ProjectId, Row, RowKey, Said,
    Subject, TableNumber,
};
use disclosure_engine::edit::{fill_last_year, roll_forward};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{FORM_FILE, Form, FormFiles, FormLibrary, NARRATIVE_FILE};
use disclosure_engine::narrative::{narrate, prior_cells, told_prior};
use disclosure_engine::progress::progress;
use disclosure_engine::states::{State, components};

const FORM: &str = r#"
Form(
    id: "xihe-2030", name: "西河县预算公开（2030 年）", year: 2030,
    amounts: (name: "万元", yuan: 10000, decimals: 2),
    preparer: (unit: "单位：", department: "部门："), unit_note: "单位：万元",
    tables: [
        (
            id: "spending", number: 1, title: (unit: "支出表", department: "支出表"), outline: "支出", numbered: true,
            head: [["类", "款", "项", "科目", "合计", "基本", "项目"]], empty: "没有支出。",
            lists: [(
                columns: [Class, Section, Item, Name, Computed(column: 1, id: "total", is: "(2) + (3)", rule: "X1"),
                    Entered(2, "basic"), Entered(3, "project")],
                rows: Function((total: "合计", rule: "X2")),
            )],
        ),
        (
            id: "projects", number: 2, title: (unit: "项目表", department: "项目表"), outline: "项目", numbered: true,
            head: [["类", "款", "项", "科目", "项目名称", "金额"]], empty: "没有项目。",
            lists: [(columns: [Class, Section, Item, Name, Project, Entered(1, "amount")],
                rows: FunctionProject((total: "合计", rule: "X3")))],
        ),
        (
            id: "economic", number: 3, title: (unit: "经济分类表", department: "经济分类表"), outline: "经济", numbered: true,
            head: [["类", "款", "科目", "金额"]], empty: "没有支出。",
            lists: [(columns: [Class, Section, Name, Entered(1, "amount")], rows: Economic((total: "合计", rule: "X4")))],
        ),
    ],
    identities: [],
    rules: [
        (id: "X1", title: "合计等于两项之和", why: "只有两种。"),
        (id: "X2", title: "表1 逐级汇总", why: "逐级相加。"),
        (id: "X3", title: "表2 逐级汇总", why: "逐级相加。"),
        (id: "X4", title: "表3 逐级汇总", why: "逐级相加。"),
    ],
    texts: (sections: [(number: 1, title: "支出情况")], terms: [], performance_of: []),
)
"#;

const SENTENCES: &str = r#"
Template(
    words: (up: ("增加", "增长"), down: ("减少", "下降"), unchanged: "持平", kinds: ("单位", "部门"), missing: "（待填）", levels: ("", "", "")),
    slots: [(name: "reason", label: "主要原因", kind: Text, need: Reason)],
    phrases: [("item", "{amount}万元，与上年预算相比{*change}。")],
    repeats: [(
        id: "change", each: Changed("amount"), separator: "", none: "{moves}",
        text: "{moves}{difference}万元，{grows}{growth}%，原因是{?reason}",
    ), (
        id: "fund", each: Changed("T1[row](3)"), separator: "", none: "没有变化",
        text: "{moves T1[row](3)}了{difference T1[row](3)}万元",
    )],
    parts: [(part: Section(1), groups: [
        (paragraphs: [
            (id: "scale", text: "本{kind}{year}年支出总计{@item T1[total](1)}"),
            (id: "class", text: "其中社会保障和就业类支出{@item T1[208](1)}"),
            (id: "office", text: "全年安排办公费{@item T3[30201](1)}"),
            (id: "health", variants: [
                (when: [HasOrHad("T1[2101101](2)")], text: "行政单位医疗的基本支出是{T1[2101101](2)}万元。"),
                (text: "没有行政单位医疗。"),
            ]),
        ]),
        (each: Some(Classes(table: 1)), paragraphs: [(id: "of_class", text: "按类分，{name}的项目支出预算是{@item (3)}")]),
        (each: Some(Projects(table: 2)), paragraphs: [
            (id: "project", text: "{n}、{name}项目{year}年预算安排{@item (1)}"),
            (id: "within", text: "这一科目的全部项目支出{*fund}，第{n}个项目是其中之一。"),
        ]),
    ])],
)
"#;

struct Bench {
    forms: FormLibrary,
    catalog: Catalog,
}

impl Bench {
    fn new() -> Self {
        let texts = [(FORM_FILE, FORM), (NARRATIVE_FILE, SENTENCES)];
        let forms = FormLibrary::builtin().unwrap();
        forms.carry(&FormFiles::new("xihe-2030", texts)).unwrap_or_else(|errors| panic!("{errors}"));
        Self { forms, catalog: Catalog::builtin().unwrap() }
    }

    fn form(&self) -> &Form {
        self.forms.get("xihe-2030").unwrap()
    }

    fn with<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let evaluation = evaluate(self.form(), disclosure);
        look(Evaluated { form: self.form(), catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }

    /// A finished disclosure with these codes (basic, project), projects and economic codes, in 万元.
    fn filled(
        &self,
        year: u16,
        codes: &[(&str, i64, i64)],
        projects: &[(&str, &str, i64)],
        economic: &[(&str, i64)],
    ) -> Disclosure {
        let mut disclosure = self.form().disclosure(Kind::Unit, "西河站", year);
        enter(&mut disclosure, codes, projects, economic);
        disclosure.said = components(self.form()).into_iter().map(|component| (component, Said::Complete)).collect();
        disclosure
    }

    fn of_2030(&self) -> Disclosure {
        let codes = [("2080101", 50, 80), ("2080199", 0, 20), ("2101101", 7, 0)];
        self.filled(2030, &codes, &[("2080101", "大厅改造", 80), ("2080199", "驿站", 20)], &[("30201", 30)])
    }

    /// What is printed of the sentences.
    fn told(&self, disclosure: &Disclosure) -> Vec<String> {
        self.with(disclosure, |evaluated| narrate(evaluated).iter().map(|told| told.text("（待填）")).collect())
    }

    fn prior_state(&self, disclosure: &Disclosure) -> (Option<State>, bool) {
        self.with(disclosure, |evaluated| {
            let progress = progress(evaluated, &audit(evaluated));
            let is_left = progress.left.iter().any(|left| left.component == Some(Component::Prior));
            (progress.state(Component::Prior), is_left)
        })
    }

    fn against(&self, this: &Disclosure, last: &Disclosure) -> Vec<String> {
        self.with(this, |this| {
            self.with(last, |last| {
                let found = against_last_year(this, last).into_iter().filter(|finding| finding.rule == LAST_YEAR_RULE);
                found.map(|finding| finding.message).collect()
            })
        })
    }
}

fn wan(amount: i64) -> Amount {
    (amount * 10_000).to_string().parse().unwrap()
}

fn cell(table: u8, row: RowKey, column: u8) -> CellKey {
    CellKey::new(TableNumber(table), row, ColumnNumber(column))
}

fn code(code: &str) -> RowKey {
    RowKey::Code(code.parse().unwrap())
}

fn put(disclosure: &mut Disclosure, table: u8, subject: Subject, amounts: &[(u8, i64)]) {
    let rows = &mut disclosure.table_mut(TableNumber(table)).rows;
    let place = rows.iter().position(|row| row.subject.key() == subject.key()).unwrap_or_else(|| {
        rows.push(Row::new(subject));
        rows.len() - 1
    });
    let amounts = amounts.iter().filter(|(_, amount)| *amount != 0);
    rows[place].amounts.extend(amounts.map(|(column, amount)| (ColumnNumber(*column), wan(*amount))));
}

fn enter(
    disclosure: &mut Disclosure,
    codes: &[(&str, i64, i64)],
    projects: &[(&str, &str, i64)],
    economic: &[(&str, i64)],
) {
    let of_code = |code: &str| Subject::Code { code: code.parse().unwrap(), name: String::new() };
    for (code, basic, project) in codes {
        put(disclosure, 1, of_code(code), &[(2, *basic), (3, *project)]);
    }
    for (code, name, amount) in projects {
        let known = disclosure.table(TableNumber(2)).into_iter().flat_map(|table| &table.rows);
        let known =
            known.filter_map(|row| row.subject.project()).find(|project| project.name == *name).map(|own| own.id);
        let id = known.unwrap_or_else(|| disclosure.free_project_id(TableNumber(2)));
        let code = Some(code.parse().unwrap());
        let project = Project { id, unit: None, code, code_name: String::new(), name: (*name).to_owned() };
        put(disclosure, 2, Subject::Project(project), &[(1, *amount)]);
    }
    for (code, amount) in economic {
        put(disclosure, 3, of_code(code), &[(1, *amount)]);
    }
}

/// The kind of rows, and the column, of a cell.
fn of_kind(cell: &CellKey) -> (TableNumber, ColumnNumber, Option<CodeLevel>, bool) {
    let level = cell.row.code().map(|code| code.level());
    (cell.table, cell.column, level, matches!(cell.row, RowKey::Project(_)))
}

/// The same disclosure as somebody else would have typed it: the projects have other identities and another order.
fn typed_anew(disclosure: &Disclosure) -> Disclosure {
    let mut other = disclosure.clone();
    let renumbered = |id: ProjectId| ProjectId(3 - id.0);
    let rows = &mut other.table_mut(TableNumber(2)).rows;
    rows.reverse();
    for row in rows {
        if let Subject::Project(project) = &mut row.subject {
            project.id = renumbered(project.id);
        }
    }
    let prior = std::mem::take(&mut other.prior).into_iter();
    other.prior = prior
        .map(|(cell, amount)| match cell.row {
            RowKey::Project(id) => (CellKey { row: RowKey::Project(renumbered(id)), ..cell }, amount),
            _ => (cell, amount),
        })
        .collect();
    other
}

/// Next year's disclosure from that of 2030: one project grows, the other stays; 办公费 falls.
fn of_2031(bench: &Bench) -> Disclosure {
    let mut next = bench.with(&bench.of_2030(), |last| roll_forward(last, bench.form(), 2031)).unwrap();
    let codes = [("2080101", 50, 90), ("2080199", 0, 20), ("2101101", 7, 0)];
    enter(&mut next, &codes, &[("2080101", "大厅改造", 90), ("2080199", "驿站", 20)], &[("30201", 24)]);
    next.said = components(bench.form()).into_iter().map(|component| (component, Said::Complete)).collect();
    next
}

#[test]
fn every_cell_that_a_sentence_compares_comes_along() {
    let bench = Bench::new();
    let next = of_2031(&bench);
    let carried = [
        (cell(1, RowKey::Total, 1), 157),
        (cell(1, code("208"), 1), 150),
        (cell(1, code("208"), 3), 100),
        (cell(1, code("210"), 3), 0),
        (cell(1, code("2080101"), 3), 80),
        (cell(1, code("2080199"), 3), 20),
        (cell(1, code("2101101"), 2), 7),
        (cell(1, code("2101101"), 3), 0),
        (cell(2, RowKey::Project(ProjectId(1)), 1), 80),
        (cell(2, RowKey::Project(ProjectId(2)), 1), 20),
        (cell(3, code("30201"), 1), 30),
    ];
    let carried: BTreeMap<CellKey, Amount> = carried.into_iter().map(|(cell, amount)| (cell, wan(amount))).collect();
    assert_eq!(next.prior, carried);
    // The page of last year's figures has exactly these.
    let listed =
        bench.with(&next, |next| prior_cells(next).into_iter().map(|cell| next.key(cell)).collect::<BTreeSet<_>>());
    assert_eq!(listed, carried.into_keys().collect());
    assert_eq!(
        bench.told(&next),
        [
            "本单位2031年支出总计167.00万元，与上年预算相比增加10.00万元，增长6.37%，原因是（待填）。",
            "其中社会保障和就业类支出160.00万元，与上年预算相比增加10.00万元，增长6.67%，原因是（待填）。",
            "全年安排办公费24.00万元，与上年预算相比减少6.00万元，下降20.00%，原因是（待填）。",
            "行政单位医疗的基本支出是7.00万元。",
            "按类分，社会保障和就业支出的项目支出预算是110.00万元，与上年预算相比增加10.00万元，增长10.00%，原因是（待填）。",
            "按类分，卫生健康支出的项目支出预算是0.00万元，与上年预算相比持平。",
            "1、大厅改造项目2031年预算安排90.00万元，与上年预算相比增加10.00万元，增长12.50%，原因是（待填）。",
            "这一科目的全部项目支出增加了10.00万元，第1个项目是其中之一。",
            "2、驿站项目2031年预算安排20.00万元，与上年预算相比持平。",
            "这一科目的全部项目支出没有变化，第2个项目是其中之一。",
        ]
    );
    assert_eq!(bench.prior_state(&next), (Some(State::Complete), false));
}

#[test]
fn what_nobody_said_of_last_year_is_asked_for_and_is_not_nothing() {
    let bench = Bench::new();
    let next = of_2031(&bench);
    for missing in next.prior.keys() {
        // All of its kind: of one row alone among others that are there it is known that there was none.
        let mut draft = next.clone();
        draft.prior.retain(|cell, _| of_kind(cell) != of_kind(missing));
        if missing.column == ColumnNumber(2) {
            // Only whether there was something is asked, and there is.
            continue;
        }
        assert!(
            bench.told(&draft).iter().any(|told| told.contains("相比（待填）") || told.contains("支出（待填）了")),
            "{missing:?}"
        );
        assert_eq!(bench.prior_state(&draft), (Some(State::InProgress), true), "{missing:?}");
    }
    // A project that came this year had nothing: the others of last year are there.
    let mut draft = next.clone();
    enter(&mut draft, &[], &[("2080101", "新设备", 5)], &[]);
    assert!(
        bench
            .told(&draft)
            .iter()
            .any(|told| told.contains("新设备项目2031年预算安排5.00万元，与上年预算相比增加5.00万元，增长100.00%"))
    );
    // A code that a sentence names and that came this year had nothing either: last year's file is known.
    let codes = [("2101101", 7, 0)];
    let last = bench.filled(2030, &codes, &[], &[]);
    let mut draft = bench.with(&last, |last| roll_forward(last, bench.form(), 2031)).unwrap();
    enter(&mut draft, &[("2080101", 9, 0)], &[], &[]);
    draft.said = components(bench.form()).into_iter().map(|component| (component, Said::Complete)).collect();
    let told = bench.told(&draft);
    assert!(told[1].contains("9.00万元，与上年预算相比增加9.00万元，增长100.00%"), "{told:#?}");
}

#[test]
fn last_years_file_is_held_against_all_of_them_by_whoever_typed_it() {
    let bench = Bench::new();
    let (last, next) = (bench.of_2030(), of_2031(&bench));
    for last in [&last, &typed_anew(&last)] {
        assert_eq!(bench.against(&next, last), [""; 0]);
        assert_eq!(bench.against(&typed_anew(&next), last), [""; 0]);
        for wrong in next.prior.keys() {
            let mut draft = next.clone();
            *draft.prior.get_mut(wrong).unwrap() += wan(3);
            let found = bench.against(&draft, last);
            assert_eq!(found.len(), 1, "{wrong:?}: {found:?}");
        }
        // Blank ones are filled from the file.
        let blank = Disclosure { prior: Default::default(), ..next.clone() };
        let filled = bench.with(&blank, |this| bench.with(last, |last| fill_last_year(this, last)));
        assert_eq!(filled.figures, next.prior.len());
        let mut draft = blank;
        filled.step.apply(&mut draft);
        assert_eq!(draft.prior, next.prior);
    }
    // A project that was renamed in the draft keeps its figure; one that was taken out leaves nothing to ask.
    let mut draft = next.clone();
    for row in &mut draft.table_mut(TableNumber(2)).rows {
        if let Subject::Project(project) = &mut row.subject
            && project.name == "驿站"
        {
            project.name = "服务点".to_owned();
        }
    }
    assert_eq!(bench.against(&draft, &last), [""; 0]);
    draft.table_mut(TableNumber(2)).rows.retain(|row| row.subject.project().unwrap().name != "服务点");
    assert_eq!(bench.against(&draft, &last), [""; 0]);
    // The year in a name is no other name.
    let mut dated = [last.clone(), next.clone()];
    for disclosure in &mut dated {
        let year = disclosure.year;
        for row in &mut disclosure.table_mut(TableNumber(2)).rows {
            if let Subject::Project(project) = &mut row.subject {
                project.name = format!("{year}年{}", project.name);
            }
        }
    }
    assert_eq!(bench.against(&dated[1], &typed_anew(&dated[0])), [""; 0]);
}

#[test]
fn a_document_that_says_all_this_rightly_draws_no_finding_and_tells_last_years_figures() {
    let bench = Bench::new();
    let next = of_2031(&bench);
    let part = Part::Section(1);
    let printed = bench.told(&next).into_iter().map(|text| text.replace("（待填）", "工作任务有了变化"));
    let document = Disclosure { texts: [(part, printed.collect())].into(), prior: Default::default(), ..next.clone() };
    let told = bench.with(&document, told_prior);
    for (cell, amount) in &next.prior {
        // Of the first no change is told, of the second no sentence, of the third only that it did not change.
        let is_untold = cell.column == ColumnNumber(2) || [code("2101101"), code("2080199")].contains(&cell.row);
        let is_compared = !is_untold;
        assert_eq!(told.get(cell).copied(), is_compared.then_some(*amount), "{cell:?}");
    }
    let with = |prior| Disclosure { prior, ..document.clone() };
    let found = |disclosure: &Disclosure| {
        bench.with(disclosure, |evaluated| {
            let found = audit(evaluated).findings.into_iter().filter(|finding| finding.rule.starts_with("F2"));
            found.map(|finding| finding.message).collect::<Vec<_>>()
        })
    };
    assert_eq!(found(&with(told.clone())), [""; 0]);
    // Nor where some figure of last year is not known.
    for cell in told.keys() {
        let mut fewer = told.clone();
        fewer.remove(cell);
        // Of one row alone among others that are there, it is known that it came this year.
        if !fewer.keys().any(|other| of_kind(other) == of_kind(cell)) {
            assert_eq!(found(&with(fewer)), [""; 0], "{cell:?}");
        }
    }
}

#[test]
fn a_column_that_the_form_of_the_year_before_did_not_have_is_asked_for() {
    let bench = Bench::new();
    // What the column of the year before held is in none of this year's.
    let form =
        FORM.replace("xihe-2030", "xihe-2031").replace("year: 2030,", "year: 2031, follows: (form: \"xihe-2030\"),");
    let form = form.replace("Entered(2, \"basic\")", "Entered(2, \"people\")");
    let sentences =
        SENTENCES.replace("(id: \"class\"", "(id: \"people\", text: \"人员支出{@item T1[total](2)}\"), (id: \"class\"");
    let texts = [(FORM_FILE, form), (NARRATIVE_FILE, sentences)].map(|(file, text)| (file.to_owned(), text));
    let files = FormFiles::new("xihe-2031", texts);
    bench.forms.carry(&files).unwrap_or_else(|errors| panic!("{errors}"));
    let form = bench.forms.get("xihe-2031").unwrap();
    let mut next = bench.with(&bench.of_2030(), |last| roll_forward(last, form, 2031)).unwrap();
    enter(&mut next, &[("2080101", 50, 90), ("2080199", 0, 20)], &[], &[]);
    next.said = components(form).into_iter().map(|component| (component, Said::Complete)).collect();
    let evaluation = evaluate(form, &next);
    let evaluated = Evaluated { form, catalog: &bench.catalog, disclosure: &next, evaluation: &evaluation };
    let told: Vec<String> = narrate(evaluated).iter().map(|told| told.text("（待填）")).collect();
    assert!(told[0].contains("160.00万元，与上年预算相比增加3.00万元，增长1.91%"), "{told:#?}");
    assert!(told[1].starts_with("人员支出50.00万元，与上年预算相比（待填）"), "{told:#?}");
    assert_eq!(progress(evaluated, &audit(evaluated)).state(Component::Prior), Some(State::InProgress));
}
