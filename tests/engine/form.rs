//! What keeps the form data: a made-up form works as well as the built-in one, and nothing in `src` knows a label, a
//! head or a row of any form. With it, that the layers of the program stay apart and that its pages are true.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use disclosure_engine::audit::{Audit, Grade, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    Amount, CellKey, ColumnNumber, Disclosure, Kind, Row, RowKey, Subject, TableNumber,
};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{FORM_FILE, Form, FormFiles, FormLibrary};
use disclosure_export::ExportFormat;
use disclosure_export::document::Document;

/// A village fête: what came in by source beside what each class of spending left over, and the spending itself.
const FETE: &str = r#"Form(
    id: "fete-1",
    name: "村会收支",
    year: 2031,
    amounts: (name: "元", yuan: 1, decimals: 0),
    preparer: (unit: "填表人：", department: "填表队："),
    unit_note: "以元计",
    tables: [
        (
            number: 4,
            title: (unit: "村会来去", department: "各队来去"),
            outline: "来去",
            head: [["来处", "现钱", "赊账", "共", "去处", "剩下"]],
            numbered: true,
            empty: "{body} 没有办会。",
            lists: [
                (
                    columns: [Label, Entered(1), Entered(2), Computed(column: 3, is: "(1) + (2)", rule: "横")],
                    rows: Fixed([
                        (id: "gift", label: "捐来"),
                        (id: "sale", label: "卖得"),
                        (id: "all_in", label: "来的", is: "[gift..sale]", rule: "竖"),
                    ]),
                ),
                (
                    columns: [Label, Computed(column: 1, is: "T9[class](8)", rule: "抄")],
                    rows: Fixed([
                        (id: "food", label: "吃", code: "901"),
                        (id: "song", label: "唱", code: "902"),
                        (id: "all_out", label: "去的", is: "[food..song]", rule: "竖"),
                    ]),
                ),
            ],
        ),
        (
            number: 9,
            title: (unit: "村会花销", department: "各队花销"),
            outline: "花销",
            head: [["号", "<", "<", "名目", "领了", "退回", "花掉"]],
            numbered: true,
            empty: "{body} 没有花钱。",
            lists: [
                (
                    columns: [
                        Class, Section, Item, Name, Entered(5), Entered(6),
                        Computed(column: 8, is: "(5) - (6)", rule: "减"),
                    ],
                    rows: Function((total: "全部花销", rule: "加")),
                ),
            ],
        ),
    ],
    rules: [
        (id: "横", title: "共是现钱加赊账", why: "没有第三样。"),
        (id: "竖", title: "各行相加", why: "都列全了。"),
        (id: "抄", title: "去处抄自花销", why: "同一笔钱。"),
        (id: "减", title: "花掉是领了减退回", why: "退了就没花。"),
        (id: "加", title: "花销逐级相加", why: "都列全了。"),
        (id: "平", title: "来的等于去的", why: "村会不存钱。"),
    ],
    identities: [(rule: "平", check: "T4[all_in](3) = T4[all_out](1)")],
)"#;

fn yuan(text: &str) -> Amount {
    text.parse().unwrap()
}

/// A fête at which 1,200 yuan came in and were spent.
fn fete() -> Disclosure {
    let mut fete = Disclosure::new("fete-1", Kind::Department, "东村", 2031);
    type Spending = (&'static str, &'static str, &'static [(u8, &'static str)]);
    let spending: [Spending; 3] = [
        ("9010101", "面", &[(5, "800"), (6, "100")]),
        ("9010102", "油", &[(5, "100")]),
        ("90201", "戏", &[(5, "400")]),
    ];
    for (code, name, amounts) in spending {
        let mut row = Row::new(Subject::Code { code: code.parse().unwrap(), name: name.into() });
        row.amounts.extend(amounts.iter().map(|(column, amount)| (ColumnNumber(*column), yuan(amount))));
        fete.table_mut(TableNumber(9)).rows.push(row);
    }
    let income: [(&str, &[(u8, &str)]); 2] = [("gift", &[(1, "150")]), ("sale", &[(1, "650"), (2, "400")])];
    for (id, amounts) in income {
        let mut row = Row::new(Subject::Fixed(id.into()));
        row.amounts.extend(amounts.iter().map(|(column, amount)| (ColumnNumber(*column), yuan(amount))));
        fete.table_mut(TableNumber(4)).rows.push(row);
    }
    fete
}

fn with_values<T>(disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let form = Form::load(&FormFiles::new("fete", [(FORM_FILE, FETE)])).unwrap_or_else(|error| panic!("{error}"));
    let evaluation = evaluate(&form, disclosure);
    let catalog = Catalog::default();
    look(Evaluated { form: &form, catalog: &catalog, disclosure, evaluation: &evaluation })
}

fn fixed(id: &str) -> RowKey {
    RowKey::Fixed(id.into())
}

fn code(text: &str) -> RowKey {
    RowKey::Code(text.parse().unwrap())
}

/// What the sheet shows in a cell.
fn shown(evaluated: Evaluated<'_>, table: u8, row: RowKey, column: u8) -> String {
    let cell = evaluated.find(&CellKey::new(TableNumber(table), row, ColumnNumber(column))).unwrap();
    evaluated.form.text_unit.table_text(evaluated.value(cell))
}

fn check(disclosure: &Disclosure) -> (Audit, Vec<(String, Grade)>) {
    let audit = with_values(disclosure, audit);
    let found = audit.findings.iter().map(|finding| (finding.rule.clone(), finding.grade)).collect();
    (audit, found)
}

#[test]
fn totals_of_another_form_are_computed() {
    with_values(&fete(), |values| {
        assert_eq!(shown(values, 9, code("90101"), 5), "900");
        assert_eq!(shown(values, 9, code("901"), 5), "900");
        assert_eq!(shown(values, 9, RowKey::Total, 5), "1,300");
        assert_eq!(shown(values, 9, RowKey::Total, 6), "100");
        assert_eq!(shown(values, 4, fixed("all_in"), 1), "800");
    });
}

#[test]
fn rows_of_another_form_are_added_up_across() {
    with_values(&fete(), |values| {
        assert_eq!(shown(values, 4, fixed("sale"), 3), "1,050");
        assert_eq!(shown(values, 9, code("9010101"), 8), "700");
        assert_eq!(shown(values, 9, code("9010102"), 6), "");
    });
}

#[test]
fn tables_of_another_form_are_linked() {
    with_values(&fete(), |values| {
        assert_eq!(shown(values, 4, fixed("food"), 1), "800");
        assert_eq!(shown(values, 4, fixed("song"), 1), "400");
        assert_eq!(shown(values, 4, fixed("all_out"), 1), "1,200");
    });
}

#[test]
fn a_disclosure_of_another_form_is_exported_under_its_name() {
    with_values(&fete(), |values| {
        let document = Document::new(values, false);
        assert_eq!(document.cover, ["东村", "2031 村会收支"]);
        assert_eq!(document.parts.len(), 1);
        let contents: Vec<_> = document.contents().iter().map(|entry| entry.text.to_owned()).collect();
        assert_eq!(contents, ["各队来去", "各队花销"]);
        for format in ExportFormat::ALL {
            assert!(format.write(values, true).is_ok_and(|bytes| !bytes.is_empty()), "{format:?}");
        }
    });
}

#[test]
fn a_sound_disclosure_of_another_form_passes() {
    let (audit, found) = check(&fete());
    assert_eq!(found, []);
    assert!(audit.checked > 0, "nothing was checked");
}

#[test]
fn an_identity_of_another_form_that_breaks_is_found_and_told_in_its_words() {
    let mut fete = fete();
    fete.table_mut(TableNumber(4)).rows[1].amounts.insert(ColumnNumber(2), yuan("397"));
    let (audit, found) = check(&fete);
    assert_eq!(found, [("平".to_owned(), Grade::Error)]);
    assert_eq!(audit.findings[0].message, "表4 来的（3）共 1,197，应等于 表4 去的（1）剩下 1,200，相差 3 元。");
}

#[test]
fn rounding_is_that_of_the_unit_of_the_form() {
    let mut fete = fete();
    let total = (RowKey::Total, ColumnNumber(5));
    // Two classes: one yuan can be rounding, two cannot.
    for (stated, grade) in [("1301", Grade::Rounding), ("1302", Grade::Error)] {
        fete.table_mut(TableNumber(9)).stated.insert(total.clone(), yuan(stated));
        let (_, found) = check(&fete);
        assert!(found.contains(&("加".to_owned(), grade)), "{stated}: {found:?}");
    }
}

/// A source file without comments and without what is compiled for tests only.
struct Source {
    path: PathBuf,
    /// The code, with blanks for comments and for what stands in literals.
    code: Vec<char>,
    /// Where each string literal begins in `code`, and what it says.
    literals: Vec<(usize, String)>,
}

impl Source {
    fn line_of(&self, place: usize) -> usize {
        self.code[..place].iter().filter(|c| **c == '\n').count() + 1
    }

    fn read(path: PathBuf) -> Self {
        let text: Vec<char> = fs::read_to_string(&path).unwrap().chars().collect();
        let mut source = Self { path, code: Vec::with_capacity(text.len()), literals: Vec::new() };
        let mut rest = text.as_slice();
        while let Some(&first) = rest.first() {
            let blank = match rest {
                ['/', '/', ..] => rest.iter().position(|c| *c == '\n').unwrap_or(rest.len()),
                ['/', '*', ..] => block_comment(rest),
                ['"', ..] => string(rest, &mut source),
                ['r', '"' | '#', ..] if !source.is_in_word() => raw_string(rest, &mut source),
                ['\'', '\\', ..] => 3 + rest[3..].iter().position(|c| *c == '\'').unwrap(),
                ['\'', _, '\'', ..] => 2,
                _ => 0,
            };
            if blank == 0 {
                source.code.push(first);
                rest = &rest[1..];
            } else {
                source.code.extend(rest[..blank].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
                rest = &rest[blank..];
            }
        }
        assert_eq!(source.code.len(), text.len());
        source.drop_tests();
        source
    }

    fn is_in_word(&self) -> bool {
        self.code.last().is_some_and(|c| c.is_alphanumeric() || *c == '_')
    }

    /// Blanks every item under `#[cfg(test)]`.
    fn drop_tests(&mut self) {
        let mark: Vec<char> = "#[cfg(test)]".chars().collect();
        while let Some(start) = self.code.windows(mark.len()).position(|window| window == mark) {
            let mut depth = 0;
            let mut end = start + mark.len();
            loop {
                match self.code[end] {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                end += 1;
                if depth == 0 && matches!(self.code[end - 1], '}' | ';') {
                    break;
                }
            }
            self.literals.retain(|(place, _)| !(start..end).contains(place));
            for c in self.code[start..end].iter_mut().filter(|c| **c != '\n') {
                *c = ' ';
            }
        }
    }

    /// Whether `word` stands in the code by itself.
    fn mentions(&self, word: &str) -> bool {
        let code: String = self.code.iter().collect();
        code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|other| other == word)
    }

    /// The code without blanks.
    fn dense(&self) -> String {
        self.code.iter().filter(|c| !c.is_whitespace()).collect()
    }
}

fn block_comment(text: &[char]) -> usize {
    let (mut depth, mut end) = (0, 0);
    loop {
        match &text[end..] {
            ['/', '*', ..] => (depth, end) = (depth + 1, end + 2),
            ['*', '/', ..] => (depth, end) = (depth - 1, end + 2),
            _ => end += 1,
        }
        if depth == 0 {
            return end;
        }
    }
}

/// Keeps the string literal with which `text` begins and returns where it ends.
fn string(text: &[char], source: &mut Source) -> usize {
    let mut literal = String::new();
    let mut end = 1;
    while text[end] != '"' {
        if text[end] != '\\' {
            literal.push(text[end]);
            end += 1;
            continue;
        }
        end += 2;
        match text[end - 1] {
            'n' => literal.push('\n'),
            't' => literal.push('\t'),
            'u' => {
                let length = text[end..].iter().position(|c| *c == '}').unwrap();
                let digits: String = text[end + 1..end + length].iter().collect();
                literal.push(char::from_u32(u32::from_str_radix(&digits, 16).unwrap()).unwrap());
                end += length + 1;
            }
            '\n' => end += text[end..].iter().take_while(|c| c.is_whitespace()).count(),
            other => literal.push(other),
        }
    }
    source.literals.push((source.code.len(), literal));
    end + 1
}

/// As [`string`]; 0 where `text` begins with no raw string.
fn raw_string(text: &[char], source: &mut Source) -> usize {
    let hashes = text[1..].iter().take_while(|c| **c == '#').count();
    if text.get(1 + hashes) != Some(&'"') {
        return 0;
    }
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let start = 2 + hashes;
    let length = text[start..].windows(closing.len()).position(|window| window == closing).unwrap();
    source.literals.push((source.code.len(), text[start..start + length].iter().collect()));
    start + length + closing.len()
}

/// Every source file of the program that is not a test, by its path below `src` or `src/engine`.
fn sources() -> BTreeMap<String, Source> {
    fn add(folder: &Path, root: &Path, found: &mut BTreeMap<String, Source>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().is_some_and(|name| name == "tests" || name == "tests.rs") {
                continue;
            }
            if path.is_dir() {
                add(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                // The modules of the engine by their own paths; its root beside that of the program.
                let module = name.strip_prefix("engine/").filter(|module| module.contains('/'));
                found.insert(module.unwrap_or(&name).to_owned(), Source::read(path));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    add(&root, &root, &mut found);
    assert!(found.len() > 40 && found.contains_key("evaluate/values.rs"), "the sources were not found");
    found
}

/// Texts that the built-in form shares with the program by chance or on purpose: (file, text, why it is no knowledge of
/// the form).
const SHARED: &[(&str, &str, &str)] = &[
    (
        "evaluate/names.rs",
        "total",
        "what machine-readable output calls the total row of any table (`assets/samples/README.md`)",
    ),
    (
        "disclosure/snapshot.rs",
        "total",
        "what machine-readable output calls the total row of any table (`assets/samples/README.md`)",
    ),
    ("audit/examples.rs", "total", "what the examples of rules call the total row, as the expression language does"),
    ("catalog/own.rs", "一般公共预算", "a budget (三本预算), as the column fund of catalogue files names it"),
    ("catalog/own.rs", "政府性基金", "a budget (三本预算), as the column fund of catalogue files names it"),
    ("disclosure/code.rs", "一般公共预算", "the name of a budget (三本预算), in any form"),
    ("disclosure/code.rs", "政府性基金预算", "the name of a budget (三本预算), in any form"),
    ("disclosure/code.rs", "国有资本经营预算", "the name of a budget (三本预算), in any form"),
    ("form/resolve.rs", "total", "what the expression language calls the total row of any table"),
    ("app/dialogs/add_row.rs", "项目名称", "what a dialog calls the name of a project, in any table that has projects"),
    ("import/label.rs", "小计", "a word for sums, by which a row of any table is told from others"),
    ("import/label.rs", "合计", "a word for sums, by which a row of any table is told from others"),
    ("import/label.rs", "总计", "a word for sums, by which a row of any table is told from others"),
    ("readers/hidden.rs", "general", "an alignment of the format of workbooks"),
    ("review/merge_label.rs", "科目", "what a question calls the row of a code, in any table that has codes"),
    (
        "review/merge_label.rs",
        "项目名称",
        "what a question calls the name of a project, in any table that has projects",
    ),
    ("app/texts/page.rs", "名词解释", "what the window calls the part of terms, in any form"),
    ("audit/places.rs", "名词解释", "what a finding calls it"),
    ("audit/narrative/left_out.rs", "收入", "a word with which the name of any source may end"),
    ("audit/narrative/left_out.rs", "支出", "a word with which the name of any source may end"),
    ("import/wording.rs", "名词解释", "what the report of an import calls it"),
    ("catalog/own.rs", "一般公共预算", "a budget, in the heads of the list of codes"),
    ("catalog/own.rs", "政府性基金", "a budget, in the heads of the list of codes"),
    ("catalog/user/columns.rs", "科目", "the accountant's word for what a code names, in the heads of catalogue files"),
    ("review/approved.rs", "科目编码", "what a list of any system calls the column of codes"),
    ("review/approved.rs", "项目名称", "what a list of any system calls the column that names a project"),
    ("review/approved.rs", "项目", "what a list of any system calls the column that names a project"),
    ("review/approved.rs", "预算数", "what a list of any system calls the column of amounts"),
    ("edit/paste/heads.rs", "项目", "what a list of any system calls the column that names a project"),
    ("edit/paste/heads.rs", "项目名称", "what a list of any system calls the column that names a project"),
    ("edit/paste/heads.rs", "科目", "what a list of any system calls the column that names a code"),
    ("edit/paste/heads.rs", "单位", "what a list of any system calls the column that names a unit"),
    ("edit/paste/heads.rs", "预算单位", "what a list of any system calls the column that names a unit"),
    ("edit/paste/heads.rs", "名称", "what a list of any system calls the column that names a code"),
];

#[test]
fn nothing_in_the_program_names_a_label_a_head_or_a_row_of_a_form() {
    let mut texts: BTreeSet<String> = BTreeSet::new();
    let library = FormLibrary::builtin().unwrap();
    for form in library.all() {
        for table in &form.tables {
            texts.extend([table.title.unit.clone(), table.title.department.clone()]);
            texts.extend(table.head.iter().map(|cell| cell.text.clone()).filter(|text| text.chars().count() > 1));
        }
        for list in &form.lists {
            texts.extend(list.fixed_rows().iter().flat_map(|row| [row.id.clone(), row.label.clone()]));
            texts.extend(list.footing().map(|footing| footing.total.clone()));
        }
        if let Some(document) = &form.document {
            let titles = std::iter::once(&document.cover).chain(document.titles()).collect::<Vec<_>>();
            texts.extend(titles.into_iter().flat_map(|title| [title.unit.clone(), title.department.clone()]));
            texts.extend([document.contents.clone(), document.table_label.clone(), document.section.clone()]);
            let (project, whole) = (&document.performance.project, &document.performance.whole);
            texts.extend([project.title.clone(), project.funds.clone(), whole.title.department.clone()]);
            texts.extend(project.indicators.iter().chain(&whole.indicators).cloned());
        }
    }
    assert!(
        ["总计", "预算数", "208", "income_total", "支出总计", "上年完成值"].iter().all(|text| texts.contains(*text)),
        "{texts:?}"
    );
    // What is not printed is no text.
    texts.remove("");
    let mut named = Vec::new();
    for (file, source) in sources() {
        for (place, literal) in &source.literals {
            let is_shared = SHARED.iter().any(|(where_, text, _)| *where_ == file && text == literal);
            if texts.contains(literal) && !is_shared {
                named.push(format!("src/{file}:{} \"{literal}\"", source.line_of(*place)));
            }
        }
    }
    assert!(named.is_empty(), "these belong in the form, not in the program:\n{}", named.join("\n"));
}

/// Words that any disclosure of a budget uses, whatever its form: laws, the classification of the Ministry of Finance and what
/// its notices want published. (word, why)
const OF_EVERY_FORM: &[(&str, &str)] = &[
    ("一般公共预算", "one of the budgets (三本预算) of the Budget Law"),
    ("政府性基金", "one of the budgets of the Budget Law"),
    ("政府性基金预算", "one of the budgets of the Budget Law"),
    ("国有资本经营预算", "one of the budgets of the Budget Law"),
    ("国有资本经营", "one of the budgets of the Budget Law"),
    ("财政拨款", "grants, in the Budget Law's rules of implementation"),
    ("财政拨款结转", "grants that were not spent, in the rules of implementation"),
    ("基本支出", "one of the two kinds of expenditure in the rules of implementation"),
    ("项目支出", "one of the two kinds of expenditure in the rules of implementation"),
    ("功能分类", "a classification of the Ministry of Finance"),
    ("科目编码", "what the classification gives each account"),
    ("项目名称", "what anybody calls the name of a project"),
    ("名词解释", "a part that the notices on publishing budgets want"),
    ("机关运行经费", "what the notices on publishing budgets call the running costs of authorities"),
    ("收入预算", "income that is budgeted"),
    ("支出预算", "expenditure that is budgeted"),
];

/// Words of a form that a file says within others: (file, word, why it is no knowledge of the form).
const SHARED_WITHIN: &[(&str, &str, &str)] = &[
    ("audit/text/stops.rs", "主要用于", "how sentences on money go on, in any form"),
    ("audit/text/stops.rs", "主要原因", "how sentences on changes go on, in any form"),
];

/// `label` without `一、`, `1.` or `201 ` before it.
fn without_numbering(label: &str) -> &str {
    let counts = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = label.trim_start_matches(counts);
    if rest.len() == label.len() { label } else { rest.strip_prefix(['、', '.', ' ']).unwrap_or(label) }
}

/// What `form` calls something by four characters or more, without what numbers it.
fn words_of(form: &Form) -> BTreeSet<String> {
    let mut words: Vec<String> = Vec::new();
    for table in &form.tables {
        words.extend([table.title.unit.clone(), table.title.department.clone(), table.outline.clone()]);
        words.extend(table.also.clone());
        words.extend(table.head.iter().map(|cell| cell.text.clone()));
    }
    for row in form.lists.iter().flat_map(|list| list.fixed_rows()) {
        words.extend(row.also.iter().chain([&row.label]).cloned());
    }
    words.extend(form.texts.sections.iter().map(|section| section.title.clone()));
    words.extend(form.texts.terms.clone());
    let rules = form.rules.iter().flat_map(|rule| [rule.title.clone(), rule.why.clone()]);
    words.extend(rules);
    if let Some(template) = &form.sentences {
        words.extend(template.slots.iter().map(|slot| slot.label.clone()));
        words.extend(template.limits.iter().map(|limit| limit.message.clone()));
    }
    if let Some(document) = &form.document {
        let (project, whole) = (&document.performance.project, &document.performance.whole);
        words.extend(
            [&project.title, &project.contact, &project.funds, &project.total, &project.goal].map(Clone::clone),
        );
        words.extend([&whole.goal, &whole.funds, &whole.amount, &whole.superior, &whole.fiscal].map(Clone::clone));
        words.extend(project.indicators.iter().chain(&whole.indicators).cloned());
        let levels = project.levels.iter().chain(&whole.levels);
        words.extend(levels.flat_map(|(one, two)| [one.clone(), two.clone()]));
    }
    let plain = words.into_iter().map(|word| without_numbering(&word).to_owned());
    plain.filter(|word| word.chars().count() >= 4 && word.chars().any(|c| c > '\u{4dff}')).collect()
}

#[test]
fn nothing_in_the_program_says_a_word_of_a_form_within_a_text() {
    let library = FormLibrary::builtin().unwrap();
    let mut words: BTreeSet<String> = library.all().flat_map(|form| words_of(form)).collect();
    let known = ["单位收支总体情况表", "事业收入", "上年完成值", "人数乘以标准等于项目金额", "在职人数多于编制数"];
    assert!(known.iter().all(|word| words.contains(*word)), "{words:?}");
    words.retain(|word| !OF_EVERY_FORM.iter().any(|(own, _)| own == word));
    let mut named = Vec::new();
    let mut shared = BTreeSet::new();
    for (file, source) in sources() {
        for (place, literal) in &source.literals {
            for word in words.iter().filter(|word| literal.contains(word.as_str())) {
                match SHARED_WITHIN.iter().find(|(own, shared, _)| *own == file && shared == word) {
                    Some((own, word, _)) => drop(shared.insert((*own, *word))),
                    None => named.push(format!("src/{file}:{} {word} in \"{literal}\"", source.line_of(*place))),
                }
            }
        }
    }
    assert!(named.is_empty(), "these belong in the form, not in the program:\n{}", named.join("\n"));
    let idle: Vec<_> = SHARED_WITHIN.iter().filter(|(file, word, _)| !shared.contains(&(*file, *word))).collect();
    assert!(idle.is_empty(), "no longer said there: {idle:?}");
}

#[test]
fn nothing_below_the_window_knows_egui() {
    for (file, source) in sources() {
        if !file.starts_with("app/") && file != "main.rs" {
            for library in ["egui", "eframe", "egui_table", "egui_extras", "rfd", "winit"] {
                assert!(!source.mentions(library), "{} uses {library}", source.path.display());
            }
        }
    }
}

/// Modules of the engine that know few others, and which.
const LOW: [(&str, &[&str]); 2] =
    [("disclosure", &[]), ("readers", &["disclosure", "encoding", "isolation", "spelling"])];

#[test]
fn the_model_and_the_readers_know_no_module_above_them() {
    let sources = sources();
    for (module, below) in LOW {
        let files: Vec<_> = sources.iter().filter(|(file, _)| file.starts_with(&format!("{module}/"))).collect();
        assert!(files.len() > 5, "{module}: {}", files.len());
        for (file, source) in files {
            let code = source.dense();
            for (place, _) in code.match_indices("crate::") {
                let path: String = code[place + 7..].chars().take(40).collect();
                let knows = |known: &str| path.starts_with(&format!("{known}::"));
                assert!(knows(module) || below.iter().any(|below| knows(below)), "src/{file}: {path}");
            }
            // As many steps up as lead out of the module.
            let depth = file.matches('/').count() + usize::from(!file.ends_with("/mod.rs"));
            let outside = "super::".repeat(depth);
            assert!(!code.contains(&outside), "src/{file} reaches out of the module with {outside}");
        }
    }
}

#[test]
fn the_scan_of_the_sources_reads_code_as_the_compiler_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.rs");
    let text = r##"
        /// "doc" egui
        const A: &str = "a\"\u{4e00}"; /* "b" /* egui */ "c" */
        fn f<'a>(c: &'a str) -> char { if c == r#"d"e"# { '"' } else { '\'' } } // "f"
        #[cfg(test)]
        mod tests { const G: &str = "g}"; }
        const H: &str = "h";
        #[cfg(test)]
        use egui::I;
    "##;
    fs::write(&path, text).unwrap();
    let source = Source::read(path);
    let literals: Vec<_> = source.literals.iter().map(|(_, literal)| literal.as_str()).collect();
    assert_eq!(literals, ["a\"一", "d\"e", "h"]);
    assert!(!source.mentions("egui") && source.mentions("A") && !source.mentions("I"));
    assert_eq!(source.line_of(source.literals[2].0), 7);
}
