use std::io;
use std::path::Path;

use super::*;
use crate::disclosure::{
    Amount, CellKey, Code, ColumnNumber, Comment, CommentId, CommentPlace, Disclosure, Kind, Part, Project, ProjectId,
    Reply, Row, RowKey, SignOff, SignOffScope, Signature, Snapshot, Subject, TableNumber, TextKey,
};
use crate::form::FormLibrary;

fn forms() -> FormLibrary {
    FormLibrary::builtin().unwrap()
}

fn yuan(text: &str) -> Amount {
    text.parse().unwrap()
}

fn code(text: &str) -> Code {
    text.parse().unwrap()
}

fn amounts(row: &mut Row, amounts: &[(u8, &str)]) {
    row.amounts.extend(amounts.iter().map(|(column, amount)| (ColumnNumber(*column), yuan(amount))));
}

/// A disclosure with every kind of row and of row key, and with text that is hard to write.
fn disclosure() -> Disclosure {
    let unit = "某中心 \"甲\"\\\n'乙'\u{301}\u{202e}😀";
    let mut disclosure = forms().get("xinjiang-2025").unwrap().disclosure(Kind::Department, unit, 2025);

    let table = disclosure.table_mut(TableNumber(2));
    let mut row = Row::new(Subject::Code { code: code("2080101"), name: "行政运行".into() });
    amounts(&mut row, &[(3, "36677900"), (11, "-0.05")]);
    table.rows.push(row);
    let name = "一般行政管理事务".into();
    table.rows.push(Row::new(Subject::Code { code: code("2080102"), name }));
    table.names.insert(code("208"), "社会保障和就业支出".into());
    for (key, column) in [(RowKey::Total, 1), (RowKey::Total, 2), (RowKey::Code(code("2080101")), 1)] {
        table.stated.insert((key, ColumnNumber(column)), yuan("36677900"));
    }

    let table = disclosure.table_mut(TableNumber(7));
    let mut row = Row::new(Subject::Project(Project {
        id: ProjectId(7),
        unit: Some(unit.into()),
        code: Some(code("2080199")),
        code_name: "其他".into(),
        name: unit.into(),
    }));
    amounts(&mut row, &[(3, "49700")]);
    table.rows.push(row);
    let keys = [RowKey::Unit(unit.into()), RowKey::UnitCode(unit.into(), code("20801")), RowKey::Project(ProjectId(7))];
    for key in keys {
        table.stated.insert((key, ColumnNumber(1)), yuan("49700"));
    }

    let table = disclosure.table_mut(TableNumber(10));
    let mut row = Row::new(Subject::Fixed("abroad".into()));
    amounts(&mut row, &[(2, "1")]);
    table.rows.push(row);
    table.stated.insert((RowKey::Fixed("total".into()), ColumnNumber(2)), yuan("1"));

    let table = disclosure.table_mut(TableNumber(11));
    let project = Project { id: ProjectId(1), unit: None, code: None, code_name: String::new(), name: String::new() };
    table.rows.push(Row::new(Subject::Project(project)));

    let reason = TextKey::of_row("items.reason", RowKey::Code(code("2080101")));
    disclosure.last_reasons.insert(reason, "人员\n“增加”".into());

    disclosure.table_mut(TableNumber(9));
    disclosure.comments.push(Comment {
        id: CommentId(1),
        place: CommentPlace::Cell(CellKey::new(TableNumber(7), RowKey::Project(ProjectId(1)), ColumnNumber(3))),
        about: "表7 某项目".into(),
        author: "审核人".into(),
        written: "2025-01-31 16:05".into(),
        text: "请核对\n“依据”".into(),
        replies: vec![Reply {
            author: "填报人".into(), written: "2025-02-01 09:00".into(), text: "已核对".into()
        }],
        resolved: Some(Signature { author: "审核人".into(), written: "2025-02-02 09:00".into() }),
    });
    let places = [
        CommentPlace::Row(TableNumber(7), RowKey::Project(ProjectId(1))),
        CommentPlace::Table(TableNumber(9)),
        CommentPlace::Part(Part::Glossary),
        CommentPlace::Sentence(TextKey::of_row("items", RowKey::Project(ProjectId(1)))),
        CommentPlace::Paragraph(Part::Section(12), "原文".into()),
        CommentPlace::Performance(String::new()),
    ];
    for (id, place) in (2..).zip(places) {
        let (about, text) = (String::new(), "批".to_owned());
        let (author, written) = ("审核人".to_owned(), String::new());
        let (replies, resolved) = (Vec::new(), None);
        let comment = Comment { id: CommentId(id), place, about, author, written, text, replies, resolved };
        disclosure.comments.push(comment);
    }
    let evaluated_form = forms().get("xinjiang-2025").unwrap().clone();
    let catalog = crate::catalog::Catalog::builtin().unwrap();
    let evaluation = crate::evaluate::evaluate(&evaluated_form, &disclosure);
    let evaluated = crate::evaluate::Evaluated {
        form: &evaluated_form,
        catalog: &catalog,
        disclosure: &disclosure,
        evaluation: &evaluation,
    };
    let snapshot = crate::review::snapshot(evaluated);
    let signature = Signature { author: "审核人".into(), written: "2025-02-02 09:00".into() };
    let tables = snapshot.tables[..2].to_vec();
    let table = SignOff {
        scope: SignOffScope::Table(TableNumber(2)),
        signature: signature.clone(),
        snapshot: Snapshot { tables, ..Snapshot::default() },
    };
    disclosure.sign_offs = vec![table, SignOff { scope: SignOffScope::Whole, signature, snapshot }];
    disclosure
}

/// A file with `table` in it, whose first line starts table 2.
fn file(table: &str) -> String {
    format!(
        "Budget(\n    format: 1,\n    form: \"xinjiang-2025\",\n    kind: Unit,\n    body: \"某中心\",\n    \
         year: 2025,\n    tables: [\n{table}\n    ],\n)\n"
    )
}

fn message(text: &str) -> String {
    read(text, &forms()).expect_err("it was accepted").to_string()
}

#[track_caller]
fn refused(table: &str, begins: &str) {
    let message = message(&file(table));
    assert!(message.starts_with(begins), "{message}");
}

#[test]
fn what_is_written_is_read_again() {
    let text = write(&disclosure());
    assert_eq!(read(&text, &forms()).unwrap(), disclosure());
    assert_eq!(write(&read(&text, &forms()).unwrap()), text);
}

#[test]
fn a_text_that_says_something_else_is_not_saved() {
    let (text, meant) = (write(&disclosure()), disclosure());
    assert_eq!(save::checked(text.clone(), &meant).unwrap(), text);
    let other = text.replacen("36677900", "36677909", 1);
    for garbled in [other, text.replacen("36677900", "36677900x", 1), text[..text.len() - 3].to_owned(), String::new()]
    {
        assert!(matches!(save::checked(garbled, &meant), Err(FileError::Garbled)));
    }
}

/// A disk that gives back something else than was written.
struct Garbling(std::cell::Cell<usize>);

impl Disk for Garbling {
    fn metadata(&self, path: &Path) -> io::Result<std::fs::Metadata> {
        SystemDisk.metadata(path)
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<std::fs::Metadata> {
        SystemDisk.symlink_metadata(path)
    }

    fn read_link(&self, path: &Path) -> io::Result<std::path::PathBuf> {
        SystemDisk.read_link(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn io::Read>> {
        let mut bytes = Vec::new();
        SystemDisk.open(path)?.read_to_end(&mut bytes)?;
        // Only what is being written: the old file is as it was.
        if path.extension().is_some_and(|end| end == "tmp") {
            let place = self.0.replace(self.0.get() + 1);
            match place.checked_sub(bytes.len()) {
                None => bytes[place] ^= 0x20,
                Some(0) => bytes.push(b' '),
                Some(_) => drop(bytes.pop()),
            }
        }
        Ok(Box::new(io::Cursor::new(bytes)))
    }

    fn create_new(&self, path: &Path, is_public: bool) -> io::Result<Box<dyn NewFile>> {
        SystemDisk.create_new(path, is_public)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        SystemDisk.rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        SystemDisk.rename_new(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        SystemDisk.remove(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        SystemDisk.sync_folder(path)
    }
}

#[test]
fn what_is_read_back_must_be_what_was_meant_to_the_last_byte() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.budget");
    let meant = Disclosure::new("xinjiang-2025", Kind::Unit, "某中心", 2025);
    save(&path, &meant).unwrap();
    let before = std::fs::read(&path).unwrap();
    let changed = Disclosure { year: 2026, ..meant };
    let disk = Garbling(std::cell::Cell::new(0));
    for place in 0..write(&changed).len() + 2 {
        let told = save_over(&disk, &path, &changed, Replaced::Anything);
        assert!(matches!(told, Err(FileError::Garbled)), "byte {place}: {told:?}");
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left");
}

#[test]
fn of_many_who_save_a_new_file_one_does_and_the_others_are_told() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..20 {
        let path = folder.path().join(format!("{round}.budget"));
        let saved: Vec<_> = std::thread::scope(|scope| {
            let path = &path;
            let body = |number: usize| Disclosure::new("xinjiang-2025", Kind::Unit, format!("第 {number} 个"), 2025);
            let threads: Vec<_> =
                (0..4).map(|number| (body(number), scope.spawn(move || save_new(path, &body(number))))).collect();
            threads.into_iter().map(|(body, thread)| (body, thread.join().unwrap())).collect()
        });
        let mut winners = saved.iter().filter(|(_, saved)| saved.is_ok());
        assert_eq!(open(&path, &forms()).unwrap(), winners.next().unwrap().0);
        assert!(winners.next().is_none());
        assert!(saved.iter().all(|(_, saved)| matches!(saved, Ok(()) | Err(FileError::Exists))), "{saved:?}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 20, "nothing is left");
}

#[test]
fn each_row_is_a_line() {
    let text = write(&disclosure());
    for line in [
        "                Code(code: \"2080101\", name: \"行政运行\", amounts: {\"general\": \"36677900\", \"fiscal_carry_over\": \"-0.05\"}),",
        "                Code(code: \"2080102\", name: \"一般行政管理事务\", amounts: {}),",
        "                \"208\": \"社会保障和就业支出\",",
        "                (row: Total, amounts: {\"total\": \"36677900\", \"grants\": \"36677900\"}),",
        "                (row: Code(\"2080101\"), amounts: {\"total\": \"36677900\"}),",
        "                Fixed(id: \"abroad\", amounts: {\"general\": \"1\"}),",
        "                Project(id: 1, name: \"\", amounts: {}),",
    ] {
        assert!(text.lines().any(|written| written == line), "no line {line}\nin {text}");
    }
    assert!(text.starts_with("Budget(\n    format: 2,\n    program: \"0.2.0\",\n    form: \"xinjiang-2025\",\n    revision: 1,\n    region: \"650000\",\n") && text.ends_with(")\n") && !text.contains('\r'));
}

#[test]
fn a_byte_order_mark_windows_line_ends_and_comments_are_passed_over() {
    let text = format!("\u{feff}// 手工改过\n{}", write(&disclosure())).replace('\n', "\r\n");
    assert_eq!(read(&text, &forms()).unwrap(), disclosure());
}

#[test]
fn a_newer_format_is_refused_whatever_else_it_holds() {
    let text =
        "Budget(format: 4, sheets: {7: [Row(a: 1.5), Row(\"x\", -3), Some(None), ('c', (), r#\"\"\"#)]}, form: 4)";
    assert!(matches!(read(text, &forms()), Err(FileError::Newer { found: 4, .. })));
    assert!(message(text).contains("请升级程序后再打开"));
    let named = message("Budget(format: 7, program: \"2.5.0\", sheets: [])");
    assert!(named.contains("文件格式 7") && named.contains("请升级到程序 2.5.0 或更新的版本后再打开"), "{named}");
    // Also where this program would understand all that stands in it.
    let like_ours = file("").replace("format: 1", "format: 4");
    assert!(matches!(read(&like_ours, &forms()), Err(FileError::Newer { found: 4, .. })));
    assert!(message(&file("").replace("format: 1", "format: 0")).contains("文件格式 0 不存在"));
}

#[test]
fn an_unknown_form_is_refused_with_those_that_are_known() {
    let message = message(&file("").replace("xinjiang-2025", "xinjiang-2031"));
    assert!(message.contains("“xinjiang-2031”") && message.contains("本程序的表式是 shanghai-2025、"), "{message}");
}

#[test]
fn what_is_no_such_file_is_refused_with_its_place() {
    let at = |text: &str| match read(text, &forms()) {
        Err(FileError::Syntax { line, column, message }) => (line, column, message),
        other => panic!("{other:?}"),
    };
    let (line, column, text) = at(&file("(number: 2, rows: [], colour: 3)"));
    assert_eq!((line, column), (8, 23), "{text}");
    assert!(text.contains("不认识的字段“colour”"), "{text}");

    let (line, column, text) = at(&file("(number: 2, rows: [\nCode(code: \"2080\", name: \"\", amounts: {})])"));
    assert!(line == 9 && column > 1 && text.contains("“2080”不是科目编码"), "{line}:{column} {text}");
    let (line, _, text) = at(&file("(number: 2, rows: [\nCode(code: \"208\", name: \"\", amounts: {3: \"1,5\"})])"));
    assert!(line == 9 && text.contains("“1,5”不是金额"), "{text}");
    let (line, _, text) = at(&file("(number: 2, rows: [\nCode(code: \"208\", name: \"\", amounts: {3: 15})])"));
    assert!(line == 9 && text.contains("带引号"), "{text}");
    let (line, _, text) = at(&file("(number: 2, rows: [\nCode(code: \"208\", name: \"\")])"));
    assert!(line == 9 && text.contains("缺少字段“amounts”"), "{text}");
    let (line, _, text) =
        at(&file("(number: 2, rows: [\nCode(code: \"208\", name: \"\", amounts: {3: \"1\", 3: \"2\"})])"));
    assert!(line == 9 && text.contains("“3”在同一个 { } 里写了两次"), "{text}");
    let names = "(number: 2, rows: [],\nnames: {\"208\": \"a\", \"2 08\": \"b\"})";
    assert!(at(&file(names)).2.contains("“208”在同一个 { } 里写了两次"));

    let whole = write(&disclosure());
    let (line, ..) = at(&whole[..whole.len() - 3]);
    assert_eq!(line, whole.lines().count() - 1, "a file that breaks off");
    assert_eq!(at("早上好").0, 1);
    assert!(matches!(read("\u{feff} \n", &forms()), Err(FileError::Empty)));
    assert!(matches!(read(&"[".repeat(100_000), &forms()), Err(FileError::Syntax { .. })));
}

#[test]
fn a_table_or_column_that_the_form_does_not_have_is_refused() {
    refused("(number: 12, rows: [])", "表12：表式 xinjiang-2025 没有这个表，它的表是 1、2、3、");
    refused(
        "(number: 3, rows: [Code(code: \"2080101\", name: \"行政运行\", amounts: {4: \"1\"})])",
        "表3 支出，科目 208 01 01 行政运行：没有第 4 列，这里的列是 1、2、3；",
    );
    refused("(number: 3, rows: [], stated: [(row: Total, amounts: {9: \"1\"})])", "表3 支出，总计行：没有第 9 列");
    refused(
        "(number: 4, rows: [], stated: [(row: Fixed(\"grants\"), amounts: {2: \"1\"})])",
        "表4 财政拨款收支，行 grants“一、财政拨款（补助）”：没有第 2 列，这里的列是 1；",
    );
}

#[test]
fn an_amount_where_the_program_computes_is_refused_and_a_stated_one_where_it_does_not() {
    refused(
        "(number: 2, rows: [Code(code: \"2080101\", name: \"\", amounts: {1: \"1\"})])",
        "表2 收入，科目 208 01 01：第 1 列由程序计算，",
    );
    refused(
        "(number: 1, rows: [Fixed(id: \"income\", amounts: {1: \"1\"})])",
        "表1 收支总体，行 income“一、本年收入”：第 1 列由程序计算，",
    );
    refused(
        "(number: 5, rows: [Code(code: \"2080102\", name: \"\", amounts: {3: \"1\"})])",
        "表5 一般公共预算支出，科目 208 01 02：第 3 列由程序计算，",
    );
    refused(
        "(number: 2, rows: [Code(code: \"208\", name: \"\", amounts: {})], \
         stated: [(row: Code(\"208\"), amounts: {3: \"1\"})])",
        "表2 收入，科目 208：第 3 列是录入的，",
    );
    refused(
        "(number: 10, rows: [], stated: [(row: Fixed(\"abroad\"), amounts: {2: \"1\"})])",
        "表10 “三公”经费，行 abroad“因公出国（境）费”：第 2 列是录入的，",
    );
    refused(
        "(number: 11, rows: [Project(id: 1, name: \"甲\", amounts: {})], \
         stated: [(row: Project(1), amounts: {5: \"1\"})])",
        "表11 结转结余，项目 1“甲”：第 5 列是录入的，",
    );
}

#[test]
fn two_comments_of_one_number_are_refused() {
    let comment = "(id: 4, at: Cell(table: 6, row: Total, column: 1), author: \"甲\", written: \"\", text: \"乙\")";
    let head = "Budget(format: 1, form: \"xinjiang-2025\", kind: Unit, body: \"某\", year: 2025, tables: []";
    assert!(read(&format!("{head}, comments: [{comment}])"), &forms()).is_ok());
    let refused = read(&format!("{head}, comments: [{comment}, {comment}])"), &forms()).unwrap_err().to_string();
    assert!(refused.contains("批注 4"), "{refused}");
}

#[test]
fn what_is_there_twice_is_refused() {
    refused("(number: 2, rows: []), (number: 2, rows: [])", "表2：这个表写了两次");
    let row = "Code(code: \"2080101\", name: \"甲\", amounts: {})";
    refused(&format!("(number: 2, rows: [{row}, {row}])"), "表2 收入，科目 208 01 01 甲：这一行在表里写了两次");
    refused(
        "(number: 11, rows: [Project(id: 1, name: \"甲\", amounts: {}), Project(id: 1, name: \"乙\", amounts: {})])",
        "表11 结转结余，项目 1“乙”：这个编号在表里写了两次",
    );
    let stated = "(row: Total, amounts: {1: \"1\"})";
    refused(
        &format!("(number: 2, rows: [], stated: [{stated}, {stated}])"),
        "表2 收入，总计行：这一行的 stated 写了两次",
    );
}

#[test]
fn a_row_that_the_table_cannot_have_is_refused() {
    refused(
        "(number: 10, rows: [Fixed(id: \"abroed\", amounts: {})])",
        "表10 “三公”经费，行 abroed：表里没有这个固定行，最接近的是 abroad",
    );
    refused("(number: 2, rows: [Fixed(id: \"income\", amounts: {})])", "表2 收入，行 income：这种行不属于这个表");
    refused(
        "(number: 2, rows: [Project(id: 1, name: \"甲\", amounts: {})])",
        "表2 收入，项目 1“甲”：这种行不属于这个表，它的行按支出功能",
    );
    refused(
        "(number: 7, rows: [Code(code: \"208\", name: \"甲\", amounts: {})])",
        "表7 项目支出，科目 208 甲：这种行不属于这个表",
    );
    refused(
        "(number: 1, rows: [Code(code: \"208\", name: \"甲\", amounts: {})])",
        "表1 收支总体，科目 208 甲：这种行不属于这个表，它的行由表式固定",
    );
    refused(
        "(number: 6, rows: [Code(code: \"3010101\", name: \"甲\", amounts: {})])",
        "表6 基本支出，科目 301 01 01 甲：科目编码太长",
    );
    refused(
        "(number: 7, rows: [Project(id: 1, name: \"甲\", amounts: {})])",
        "表7 项目支出，项目 1“甲”：这个表的项目要有科目编码",
    );
    refused(
        "(number: 11, rows: [Project(id: 1, code: \"208\", name: \"甲\", amounts: {})])",
        "表11 结转结余，项目 1“甲”：这个表的项目没有科目编码",
    );
}

#[test]
fn a_sum_written_as_a_row_beside_its_details_is_refused() {
    let rows = |code: &str| {
        format!(
            "(number: 2, rows: [Code(code: \"2080101\", name: \"甲\", amounts: {{}}), \
             Code(code: \"{code}\", name: \"乙\", amounts: {{}})])"
        )
    };
    refused(&rows("20801"), "表2 收入，科目 208 01 01 甲：它的款 208 01 也写成了一行");
    refused(&rows("208"), "表2 收入，科目 208 01 01 甲：它的类 208 也写成了一行");
    assert!(read(&file(&rows("20805")), &forms()).is_ok());
}

#[test]
fn a_stated_amount_of_a_row_that_cannot_be_is_refused() {
    let stated =
        |table: u8, key: &str| format!("(number: {table}, rows: [], stated: [(row: {key}, amounts: {{1: \"1\"}})])");
    refused(&stated(2, "Code(\"2080101\")"), "表2 收入，科目 208 01 01：表的 rows 里没有这个科目");
    refused(&stated(6, "Code(\"30101\")"), "表6 基本支出，科目 301 01：表的 rows 里没有这个科目");
    refused(&stated(7, "Code(\"2080101\")"), "表7 项目支出，科目 208 01 01：这个表逐个列项目");
    refused(&stated(7, "Project(3)"), "表7 项目支出，项目 3：表的 rows 里没有这个编号的项目");
    refused(&stated(1, "Total"), "表1 收支总体，总计行：这个表的行是固定的");
    refused(&stated(2, "Unit(\"甲\")"), "表2 收入，单位“甲”：这种行不属于这个表");
    refused(&stated(11, "UnitCode(\"甲\", \"208\")"), "表11 结转结余，单位“甲”的科目 208：这种行不属于这个表");
    refused(&stated(11, "Code(\"208\")"), "表11 结转结余，科目 208：这种行不属于这个表");
    refused(&stated(10, "Fixed(\"x\")"), "表10 “三公”经费，行 x：表里没有这个固定行");
    // A source may print a sum without its details.
    for (table, key) in
        [(2, "Code(\"20801\")"), (7, "UnitCode(\"甲\", \"20801\")"), (7, "Unit(\"甲\")"), (11, "Unit(\"甲\")")]
    {
        assert!(read(&file(&stated(table, key)), &forms()).is_ok(), "{key}");
    }
}

#[test]
fn names_of_what_is_no_sum_are_refused() {
    refused("(number: 2, rows: [], names: {\"2080101\": \"甲\"})", "表2 收入，科目 208 01 01：names 里只能写");
    refused("(number: 11, rows: [], names: {\"208\": \"甲\"})", "表11 结转结余，科目 208：names 里只能写");
}

#[test]
fn a_name_or_text_that_is_too_long_is_refused_with_its_place() {
    use crate::disclosure::{LONGEST_NAME, LONGEST_TEXT};

    let refused = |change: &dyn Fn(&mut Disclosure)| {
        let mut disclosure = disclosure();
        change(&mut disclosure);
        read(&write(&disclosure), &forms()).map_err(|error| error.to_string())
    };
    let long = |count: usize| "长".repeat(count);
    assert!(refused(&|disclosure| disclosure.body = long(LONGEST_NAME)).is_ok());
    assert!(refused(&|disclosure| disclosure.table_mut(TableNumber(2)).note = Some(long(LONGEST_TEXT))).is_ok());
    for (change, place) in [
        (
            &(|disclosure: &mut Disclosure| disclosure.body = "长".repeat(501)) as &dyn Fn(&mut Disclosure),
            "body（单位名称）",
        ),
        (&|disclosure| disclosure.table_mut(TableNumber(2)).note = Some("长".repeat(20_001)), "表2 的 note"),
        (
            &|disclosure| match &mut disclosure.table_mut(TableNumber(7)).rows[0].subject {
                Subject::Project(project) => project.name = "长".repeat(501),
                other => panic!("{other:?}"),
            },
            "表7 项目 7",
        ),
        (&|disclosure| disclosure.comments[0].text = "长".repeat(20_001), "文件"),
    ] {
        let sentence = refused(change).unwrap_err();
        assert!(sentence.starts_with(&format!("{place}：“长长长长长长长长长长长长…”有 ")), "{sentence}");
        assert!(sentence.chars().count() < 150, "{sentence}");
    }
}

#[test]
fn amounts_and_numbers_are_plain() {
    let text = write(&disclosure());
    for (plain, other) in
        [("\"36677900\"", "\"36677900_\""), ("\"36677900\"", "\"36_677_900\""), ("\"-0.05\"", "\"-.05\"")]
    {
        assert!(text.contains(plain), "{text}");
        let error = read(&text.replacen(plain, other, 1), &forms()).unwrap_err().to_string();
        assert!(error.contains("不是金额"), "{error}");
    }
}

#[test]
fn what_has_no_place_is_kept_and_refused_where_it_stands_twice() {
    let sample = include_str!("../../../assets/samples/shayibak-2025.budget");
    let line = "(row: Fixed(\"general\"), amounts: {\"former\": \"100\"}),\n";
    let with = |count: usize| {
        let (before, after) = sample.split_once("id: \"grants\"").unwrap();
        let after = after.replacen("stated: [", &format!("stated: [{}", line.repeat(count)), 1);
        read(&format!("{before}id: \"grants\"{after}"), &forms())
    };
    let once = with(1).unwrap();
    assert_eq!(once.kept.len(), 1);
    assert_eq!(read(&write(&once), &forms()).unwrap(), once);
    let told = with(2).unwrap_err().to_string();
    assert!(told.contains("表“grants”，行 general的 stated") && told.contains("写了两次"), "{told}");
}

#[test]
fn what_has_no_place_keeps_its_order_however_often_it_is_read() {
    let sample = write(&read(include_str!("../../../assets/samples/shayibak-2025.budget"), &forms()).unwrap());
    let row = |row: &str, column: &str, amount: u8| format!("(row: {row}, amounts: {{\"{column}\": \"{amount}\"}})");
    let stated = |id: &str, rows: &[String]| format!("Table((id: \"{id}\", rows: [], stated: [{}]))", rows.join(", "));
    let prior = |id: &str, of: &str, column: &str, amount: u8| {
        format!("Prior((table: \"{id}\", row: {of}, amounts: {{\"{column}\": \"{amount}\"}}))")
    };
    let cases: Vec<(&str, Vec<String>)> = vec![
        (
            "two of one cell",
            vec![
                stated("grants", &[row("Total", "former", 1)]),
                stated("grants", &[row("Total", "former", 2), row("Total", "other", 5)]),
            ],
        ),
        (
            "three of one cell in a table that is gone, among others",
            vec![
                stated("gone", &[row("Total", "a", 3)]),
                stated("grants", &[row("Total", "former", 1)]),
                stated("gone", &[row("Total", "a", 2)]),
                stated("gone", &[row("Total", "a", 1)]),
            ],
        ),
        (
            "a cell that is entered",
            vec![
                stated("grants", &[row("Fixed(\"general\")", "former", 2), row("Code(\"208\")", "former", 9)]),
                stated("grants", &[row("Code(\"208\")", "former", 4), row("Fixed(\"general\")", "former", 2)]),
            ],
        ),
        (
            "last year's",
            vec![
                prior("grants", "Total", "former", 2),
                prior("gone", "Total", "a", 1),
                prior("grants", "Total", "former", 1),
                prior("gone", "Fixed(\"b\")", "a", 1),
                prior("gone", "Total", "a", 7),
            ],
        ),
    ];
    for (case, pieces) in cases {
        for turned in 0..pieces.len() {
            let mut pieces = pieces.clone();
            pieces.rotate_left(turned);
            let end = sample.rfind(')').unwrap();
            let text = format!("{}    kept: [{}],\n)\n", &sample[..end], pieces.join(", "));
            let mut last = read(&text, &forms()).unwrap_or_else(|error| panic!("{case}: {error}"));
            assert!(last.kept.len() >= 2, "{case}: {:?}", last.kept);
            let figures: usize = last.kept.iter().map(|kept| kept.figures.len()).sum();
            for _ in 0..3 {
                let again = read(&write(&last), &forms()).unwrap();
                assert_eq!(again.kept, last.kept, "{case}, {turned}");
                assert_eq!(again.kept.iter().map(|kept| kept.figures.len()).sum::<usize>(), figures, "{case}");
                last = again;
            }
        }
    }
}
