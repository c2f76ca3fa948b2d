//! Mistakes that a form may have, each told where it stands, and all of them at once.

use super::super::{CODES_FILE, EXAMPLES_FILE, FORM_FILE, Form, FormFiles, FormLibrary, NARRATIVE_FILE};
use crate::audit::{example_mistakes, load_form};
use crate::catalog::Catalog;

const FORM: &str = r#"Form(
    id: "t-2030", name: "某省（2030 年）", year: 2030, region: (code: "990100", name: "某省"),
    amounts: (name: "元", yuan: 1, decimals: 0), preparer: (unit: "单位：", department: "部门："), unit_note: "元",
    tables: [
        (
            id: "summary", number: 1, title: (unit: "{year}年收入表", department: "{year}年收入表"), also: ["收入总表"],
            outline: "收入", numbered: false, head: [["项目", "金额"]], empty: "{body}{year}年没有收入。",
            lists: [(columns: [Label, Entered(1, "amount")], rows: Fixed([
                (id: "grants", label: "{numeral}、财政拨款"),
                (id: "own", label: "{numeral}、单位资金", only_filled: true),
                (id: "all", label: "合计", is: "[grants] + [own]", rule: "K1"),
            ]))],
        ),
        (
            id: "spending", number: 2, title: (unit: "支出表", department: "支出表"), also: ["支出总表"],
            outline: "支出", numbered: true, empty: "没有支出。",
            head: [["编码", "<", "<", "名称", "金额"], ["类", "款", "项", "^", "^"]],
            lists: [(columns: [Class, Section, Item, Name, Entered(1, "amount")], rows: Function((total: "合计", rule: "K2")))],
        ),
        (
            id: "projects", number: 3, title: (unit: "项目表", department: "项目表"),
            outline: "项目", numbered: true, empty: "没有项目。",
            head: [["编码", "<", "<", "名称", "项目", "数量", "金额"], ["类", "款", "项", "^", "^", "^", "^"]],
            lists: [(
                columns: [Class, Section, Item, Name, Project, Count(column: 1, id: "count", unit: "台"), Entered(2, "amount")],
                rows: FunctionProject((total: "合计", rule: "K3")),
            )],
        ),
    ],
    identities: [(rule: "K4", check: "T2[total](1) >= T3[total](2)")],
    rules: [
        (id: "K1", title: "合计等于两项之和", why: "没有别的。"), (id: "K2", title: "逐级汇总", why: "逐级相加。"),
        (id: "K3", title: "逐级汇总", why: "逐级相加。"), (id: "K4", title: "项目不大于支出", why: "是它的一部分。"),
        (id: "K5", title: "人数之和", why: "只有两种。"),
    ],
    texts: (
        sections: [(number: 1, title: "收支情况"), (number: 2, title: "绩效情况", heading: "{numeral}、{title}")],
        terms: ["单位资金"], performance_of: [3],
    ),
    document: (
        cover: (unit: "{year}年公开", department: "{year}年公开"), contents: "目录",
        parts: [
            (title: (unit: "{body}概况", department: "{body}概况"), holds: Overview),
            (title: (unit: "各表", department: "各表"), holds: Tables),
            (title: (unit: "说明", department: "说明"), holds: Sections([1, 2])),
        ],
        table_label: "表{number}", table_entry: "表{number} {title}", section: "{numeral}、{title}", draft: "草稿",
        performance: (after: "绩效", subtitle: "（{year}年）", project: (
            title: "项目绩效表", name: "项目名称", goal: "目标",
            columns: [(LevelOne, "一级", 20), (LevelThree, "内容", 40), (Value, "值", 20)],
        )),
    ),
)"#;

const NARRATIVE: &str = r#"Template(
    words: (up: ("增加", "增长"), down: ("减少", "下降"), kinds: ("单位", "部门"), missing: "（待填）", levels: ("", "", "")),
    slots: [
        (name: "active", label: "在职", kind: Count, need: Required), (name: "retired", label: "退休", kind: Count, need: Required),
    ],
    totals: [(id: "staff.all", rule: "K5", of: ["staff.active", "staff.retired"])],
    performance: (granted: [(3, 2)], weights: [100]),
    parts: [(part: Overview, groups: [(paragraphs: [(id: "staff", text: "共{=all}人，在职{?active}人，退休{?retired}人。")])])],
)"#;

const CODES: &str = "科目编码,科目名称,启用年度,停用年度,接替科目,文号\n2080198,某地服务,2030,,,某文\n\
                     2080114,资助留学回国人员,,2030,2080198,\n";

const EXAMPLES: &str =
    r#"[(rule: "K1", breaks: ["T1[grants](1) 5", "T1[all](1) 6"], keeps: ["T1[grants](1) 5", "T1[all](1) 5"])]"#;

/// The form with `to` in place of `from`, each in the first of its files that has it.
pub(in crate::form) fn files(changes: &[(&str, &str)]) -> FormFiles {
    let texts = [(FORM_FILE, FORM), (NARRATIVE_FILE, NARRATIVE), (CODES_FILE, CODES), (EXAMPLES_FILE, EXAMPLES)];
    changes.iter().fold(FormFiles::new("t-2030", texts), |files, (from, to)| {
        let file = texts.iter().map(|(file, _)| *file).find(|file| files.text(file).unwrap().contains(from));
        files.replaced(file.unwrap_or_else(|| panic!("nothing says {from}")), from, to)
    })
}

/// All that is said of the form that is changed so.
fn told(changes: &[(&str, &str)]) -> Vec<String> {
    match load_form(&files(changes)) {
        Ok(form) => example_mistakes(&form, &Catalog::builtin().unwrap()).iter().map(ToString::to_string).collect(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn the_form_as_it_is_has_no_mistake() {
    assert_eq!(told(&[]), [""; 0]);
}

#[test]
fn each_mistake_is_told_alone_and_where_it_stands() {
    let mut others = Vec::new();
    for (from, to, expected) in [
        // What is in braces and stays there.
        (
            "{year}年公开\", department",
            "{numeral}公开\", department",
            "form.ron 第 41 行第 24 列：cover里只能用 {body}、{year}、{district}，{numeral} 会照原样印出来",
        ),
        (
            "{numeral}、财政拨款",
            "{year}年财政拨款",
            "第 9 行第 40 列：行的 label（开头的 {numeral}、以外）里不能用花括号，{year} 会",
        ),
        ("草稿", "{year}草稿", "draft里不能用花括号"),
        ("单位：\", department", "{body}单位：\", department", "第 3 行第 67 列：preparer里不能用花括号"),
        ("[[\"项目\", \"金额\"]]", "[[\"项目\", \"{year}年\"]]", "表头里不能用花括号"),
        ("没有项目。", "{district}没有项目。", "空表的说明里只能用 {body}、{year}"),
        ("（{year}年）", "（{yaer}年）", "不认识 {yaer}，是否指 year？"),
        // Names that several things have.
        ("{numeral}、单位资金\"", "{numeral}、财政拨款\"", "第 10 行第 37 列：行 [grants] 和 [own] 都叫"),
        ("also: [\"支出总表\"]", "also: [\"收入总表\"]", "第 15 行第 89 列：also 里的“收入总表”表 T1 也叫这个"),
        ("also: [\"支出总表\"]", "also: [\"收入表\"]", "also 里的“收入表”表 T1 也叫这个"),
        ("(unit: \"说明\", department: \"说明\")", "(unit: \"各表\", department: \"各表\")", "有两个部分叫“各表”"),
        // Parts and sections.
        ("holds: Tables", "holds: Glossary", "第 42 行第 9 列：document.parts：没有一个部分是 Tables"),
        ("holds: Overview", "holds: Tables", "第 44 行第 29 列：document.parts：Tables 放了两次"),
        ("Sections([1, 2])", "Sections([1])", "第 37 行第 68 列：document.parts：第 2 节没有放在哪个部分里"),
        ("Sections([1, 2])", "Sections([1, 2, 2])", "第 45 行第 29 列：document.parts：第 2 节放了两次"),
        ("Sections([1, 2])", "Sections([1, 2, 3])", "第 45 行第 29 列：document.parts：texts 里没有第 3 节"),
        ("(number: 2, title", "(number: 1, title", "第 37 行第 68 列：第 1 节出现了两次"),
        ("heading: \"{numeral}、{title}\"", "names_rows_of: 9", "没有表 T9"),
        // What nothing stands for.
        ("performance_of: [3]", "performance_of: [2]", "第 38 行第 26 列：performance_of：表 T2 的行不是项目"),
        ("after: \"绩效\"", "after: \"评价\"", "没有一个标题里有“评价”"),
        (
            "granted: [(3, 2)]",
            "granted: [(3, 1)]",
            "narrative.ron 第 7 行第 5 列：performance：表 T3 的列 (1) 不是金额",
        ),
        (
            "retired\", label",
            "gone\", label: \"离退\", kind: Count, need: Required), (name: \"retired\", label",
            "slots 里的 gone 没有一句话用到",
        ),
        ("990100", "99", "第 2 行第 67 列：行政区划代码应是 6 位数字"),
        ("T2[total](1)", "T2[total](amuont)", "表 T2 没有列 (amuont)，是否指 amount？，此处有 amount"),
        ("K5\", title", "K6\", title: \"某\", why: \"某。\"), (id: \"K5\", title", "规则 K6 没有用到"),
        ("K1\", breaks", "K9\", breaks", "examples.ron 第 1 行第 9 列：没有规则 K9"),
        // Codes.
        ("停用年度", "失效年", "codes.csv 第 1 行第 16 列：不认识的列名“失效年”，可以写 编码、名称、启用年度"),
        ("2030,2080198", "2030,2080197", "codes.csv 第 3 行第 1 列：2080114 的接替科目 2080197 没有"),
        // Units.
        ("unit_note: \"元\"", "unit_note: \"单位：万元\"", "表上写的单位应是 amounts 的“元”，写的是“单位：万元”"),
        ("also: [\"支出总表\"],", "unit_note: \"千元\",", "表 T2 上写的单位应是 amounts 的“元”，写的是“千元”"),
        (
            "(name: \"元\", yuan: 1,",
            "(name: \"元\", yuan: 10000,",
            "第 3 行第 22 列：一元是 1 元，yuan 应写 1，写的是 10000",
        ),
        (
            "also: [\"支出总表\"],",
            "amounts: (name: \"百万元\", yuan: 1000, decimals: 2), unit_note: \"百万元\",",
            "一百万元是 1000000 元，yuan 应写 1000000",
        ),
        // Columns of text that rows need, and others.
        (
            "rows: Function((",
            "rows: GovernmentEconomic((",
            "表 T2 的行是 GovernmentEconomic，列里的 Item（项）什么也不印",
        ),
        ("[Label, Entered(1", "[Name, Entered(1", "表 T1 的行是 Fixed，列里的 Name（科目、单位的名称）什么也不印"),
        // Rows that are printed in any case, where rows are looked for that are entered.
        (
            "identities: [",
            "row_rules: [Within(rule: \"K2\", table: 1, of: 2)], identities: [",
            "表 T1 的行没有科目编码",
        ),
        (
            "heading: \"{numeral}、{title}\"",
            "names_rows_of: 1",
            "第 37 行第 68 列：names_rows_of：表 T1 的行没有科目编码",
        ),
        (
            "identities: [",
            "row_rules: [Same(rule: \"K2\", tables: (2, 2))], identities: [",
            "Same 的两张表都是 T2，自己与自己比",
        ),
        (
            "identities: [",
            "row_rules: [Needs(rule: \"K2\", table: 2, columns: [], row_in: 3)], identities: [",
            "columns 里没有列，这一条什么也查不到",
        ),
        ("identities: [", "row_rules: [Depth(rule: \"K2\", tables: [])], identities: [", "Depth 的 tables 里没有表"),
        (
            "identities: [",
            "row_rules: [Classes(rule: \"K2\", table: 2, classes: [\"20801\"])], identities: [",
            "Classes 里只能写类，例如 208；20801 比类深",
        ),
        (
            "identities: [",
            "row_rules: [Classes(rule: \"K2\", table: 2, classes: [])], identities: [",
            "Classes 的 classes 里没有类",
        ),
        // Numbers that nothing shows.
        (
            "(id: \"staff\", text",
            "(id: \"staff\", heading: 4, text",
            "narrative.ron 第 8 行第 59 列：staff 的 heading 只能是 2（一、）或 3（（一）），写的是 4",
        ),
        (
            "(id: \"staff\", text",
            "(id: \"staff\", heading: 1, text",
            "heading 只能是 2（一、）或 3（（一）），写的是 1",
        ),
        (
            "number: 1, title: (unit: \"{year}年收入表\"",
            "number: 0, title: (unit: \"{year}年收入表\"",
            "表的 number 从 1 数起",
        ),
        ("单位资金\", only_filled: true", "单位资金\", indent: 40", "行 [own] 的 indent 最多 6，写的是 40"),
        ("label: \"合计\", is", "label: \"\", is", "行 [all] 的 label 是空的"),
        // Names that are none, or another's.
        ("outline: \"收入\"", "outline: \"\"", "表 T1 的 outline 是空的"),
        ("outline: \"收入\"", "outline: \"支出\"", "表 T1 和 T2 的 outline 都是“支出”"),
        ("also: [\"支出总表\"]", "also: [\"支出总表\", \"\"]", "表 T2 的 also 里有一个是空的"),
        ("单位资金\", only_filled", "单位资金\", also: [\"\"], only_filled", "行 [own] 的 also 里有一个是空的"),
        (
            "单位资金\", only_filled",
            "单位资金\", also: [\"合计\"], only_filled",
            "行 [own] 的 also 里的“合计”是行 [all] 的 label",
        ),
        (
            "(number: 1, title: \"收支情况\")",
            "(number: 1, title: \"收支情况\", former: [\"绩效情况\"])",
            "第 1 节的 former 里的“绩效情况”是另一节的 title",
        ),
        ("why: \"没有别的。\"", "why: \"\"", "规则 K1 没有写 why"),
        ("code: \"990100\", name: \"某省\"", "code: \"990100\", name: \"\"", "region 的 name 没有写"),
        // Levels of performance tables that the form has no place for.
        ("weights: [100]", "weights: [0, 100]", "narrative.ron 第 7 行第 38 列：performance 的 weights 里写了 0"),
        ("weights: [100]", "weights: [100], bounded: [\"\"]", "performance 的 bounded 里有一个是空的"),
        ("weights: [100]", "weights: [100], bounded: [\"合格率\", \"合格率\"]", "bounded 里“合格率”写了两遍"),
        ("weights: [100]", "weights: [100], subjects: [[]]", "subjects 里有一组是空的"),
        ("weights: [100]", "weights: [100], funds_from: Some(2031)", "granted 只有一张，什么也查不到"),
        ("granted: [(3, 2)]", "granted: [(3, 2)], carried: (3, 2)", "granted、carried 里 (3, 2) 写了两遍"),
        ("granted: [(3, 2)]", "granted: []", "granted 是空的"),
        (
            "granted: [(3, 2)]",
            "granted: [(2, 1)]",
            "granted 的第一张是 T2，表式 texts 的 performance_of 要有绩效目标表的却是 T3",
        ),
        (
            "(LevelOne, \"一级\", 20), (LevelThree, \"内容\", 40), (Value, \"值\", 20)]",
            "(LevelThree, \"内容\", 40), (Value, \"值\", 20), (Basis, \"依据\", 20)], levels: [(\"产出\", \"\")]",
            "levels 的第一级写了“产出”，columns 里没有 LevelOne",
        ),
        ("(Value, \"值\", 20)]", "(Value, \"值\", 20)], levels: [(\"\", \"\")]", "levels 里有一行一级、二级都没有写"),
        // What always holds, is written twice, or is never printed.
        ("T2[total](1) >= T3[total](2)", "T2[total](1) >= T2[total](1)", "第 30 行第 39 列：两边是同样的格，总是成立"),
        (
            "identities: [",
            "identities: [(rule: \"K4\", check: \"T2[total](1)>=T3[total](2)\"), ",
            "这一条写了两遍，会报两次",
        ),
        (
            "    rules: [",
            "    likely: [(check: \"T1[all](1) = T2[total](1)\", why: \"某\")],\n    rules: [",
            "likely 左边的格是算出来的",
        ),
        ("    rules: [", "    charts: [(title: \"\", bars: \"T1[all](1)\")],\n    rules: [", "charts 的 title 没有写"),
        (
            "    rules: [",
            "    charts: [(title: \"某\", bars: \"T1[all](1) + T1[all](1)\")],\n    rules: [",
            "bars 里有一格写了两遍",
        ),
        (
            "    parts: [(part",
            "    phrases: [(\"idle\", \"{amount}万元\")],\n    parts: [(part",
            "narrative.ron 第 8 行第 17 列：phrases 里的 idle 没有一句话用到",
        ),
        (
            "    parts: [(part",
            "    repeats: [(id: \"idle\", each: Merged, text: \"某\", separator: \"\", none: \"\")],\n    parts: [(part",
            "repeats 里的 idle 没有一句话用到",
        ),
        ("共{=all}人，在职", "共有在职", "totals 里的 staff.all 没有一句话用到"),
        (
            "\"staff.active\", \"staff.retired\"]",
            "\"staff.active\", \"staff.retired\", \"staff.active\"]",
            "totals 里的 staff.all 把 staff.active 加了两遍",
        ),
        ("\"退休\", kind: Count", "\"退休\", kind: Area", "totals 里的 staff.all 把不同的东西加在一起"),
        ("label: \"在职\"", "label: \"\"", "slots 里的 active 没有写 label"),
        (
            "label: \"在职\", kind: Count, need: Required",
            "label: \"在职\", kind: Count, need: Required, default: \"若干\"",
            "default 写的“若干”不是数",
        ),
        ("down: (\"减少\", \"下降\")", "down: (\"减少\", \"增长\")", "words 里增加和减少都说“增长”"),
        ("missing: \"（待填）\"", "missing: \"\"", "words 的 missing 是空的"),
        ("missing: \"（待填）\"", "missing: \"（待填）\", unchanged: \"增加\"", "unchanged 和增减的说法都是“增加”"),
        (
            "    parts: [(part",
            "    limits: [(rule: \"K5\", least: \"staff.active\", most: \"staff.active\", message: \"某\")],\n    parts: [(part",
            "staff.active 与自己比，什么也查不到",
        ),
        (
            "    parts: [(part",
            "    limits: [(rule: \"K5\", least: \"staff.active\", most: \"staff.retired\", message: \"\")],\n    parts: [(part",
            "message 没有写",
        ),
        (
            "    parts: [(part",
            "    causes: (more: [(\"\", \"\")], fewer: [], spared: []),\n    parts: [(part",
            "causes 里有一个词是空的",
        ),
        ("    parts: [(part", "    replaced: [(\"某\", \"某\")],\n    parts: [(part", "replaced 里“某”的前后一样"),
        ("terms: [\"单位资金\"]", "terms: [\"单位资金\", \"\"]", "terms 里有一个是空的"),
        (
            "(number: 1, title: \"收支情况\")",
            "(number: 1, title: \"收支情况\", topics: [\" \"])",
            "topics 里有一个是空的",
        ),
        (
            "(number: 1, title: \"收支情况\")",
            "(number: 1, title: \"收支情况\", unplanned: [(name: \"\", amount: \"T1[own](1)\")])",
            "unplanned 的 name 没有写",
        ),
        (
            "(number: 1, title: \"收支情况\")",
            "(number: 1, title: \"收支情况\", unplanned: [(name: \"某\", amount: \"T3[total](1)\")])",
            "句子里的金额不能取数量列",
        ),
        (
            "holds: Tables)",
            "holds: Tables), (title: (unit: \"附\", department: \"附\"), holds: Sections([]))",
            "Sections 里一节也没有",
        ),
        (
            "department: \"说明\"), holds",
            "department: \"说明\"), also: [\"各表\"], holds",
            "also 里的“各表”也是另一个部分的标题",
        ),
        // What is accepted by whoever does not count.
        ("year: 2030", "year: 20300", "year 应是 2000 至 2100 的一年，写的是 20300"),
        ("year: 2030", "revision: 0, year: 2030", "revision 从 1 数起"),
        ("title: \"合计等于两项之和\"", "title: \"\"", "规则 K1 没有题目"),
        ("weights: [100]", "weights: []", "performance 的 weights 没有写"),
        ("{?active}人", "{?active|size}人{?house|size}", "slots 里没有 house"),
        (
            "(Value, \"值\", 20)]",
            "(Value, \"值\", 20)], levels: [(\"产出\", \"数量\")]",
            "levels 的第二级写了“数量”，columns 里没有 LevelTwo",
        ),
        ("单位资金\", only_filled: true", "单位资金\", code: \"296\"", "行 [own] 的 code 296 不是类的编码"),
        (
            "identities: [",
            "row_rules: [Classes(rule: \"K2\", table: 2, classes: [\"208\", \"999\"])], identities: [",
            "Classes 里的 999 不是类的编码",
        ),
        ("identities: [", "row_rules: [Depth(rule: \"K2\", tables: [1])], identities: [", "表 T1 的行没有科目编码"),
        ("[total](1) >= T3[total](2)", "[total](1) >= T3[total](2)*2", "“*”处应为 + 或 -：算式里只有加减"),
        ("[total](1) >= T3", "[total](1) <= T3", "算式里只有 = 和 >=；要说不大于，把两边换过来写 >="),
        ("[total](1) >= T3", "[total]（1） >= T3", "这里是中文的括号“（”，应是英文的“(”"),
        ("在职{?active}人", "在职{?active人", "narrative.ron 第 8 行第 85 列：这个 { 后面缺少 }"),
        ("part: Overview", "part: Section(7)", "narrative.ron 第 8 行第 20 列：写了第 7 节的句子"),
        // What follows from a mistake is not told beside it.
        ("(rule: \"K4\", check", "(rule: \"K44\", check", "rules 里没有规则 K44，是否指 K4？"),
        ("\"staff.retired\"]", "\"staff.retird\"]", "slots 里没有 staff.retird，是否指 staff.retired？"),
        ("Count(column: 1, id", "Count(column: 2, id", "表 T3 的列 (2) 出现了两次"),
        ("id: \"spending\"", "id: \"summary\"", "表 T1 和表 T2 的 id 都是“summary”"),
        // Chinese marks.
        ("id: \"t-2030\", name", "id: \"t-2030\"， name", "第 2 行第 17 列：这里是中文的逗号“，”，应是英文的“,”"),
        ("id: \"t-2030\", name", "id: “t-2030”, name", "第 2 行第 9 列：这里是中文的引号 “ ，应是英文的引号"),
        ("numbered: false", "numbered：false", "这里是中文的冒号“：”，应是英文的“:”"),
        ("levels: (\"\", \"\", \"\")", "levels: (\"\", \"\")", "项数不对：应为 3 项，写了 2 项"),
        // As the file is read.
        ("numbered: false", "numbered: no", "这里应为 true 或 false（读到这里为止"),
    ] {
        let found = told(&[(from, to)]);
        if !matches!(found.as_slice(), [only] if only.contains(expected)) || found[0].contains("Expected") {
            others.push(format!("{to}\n  {expected}\n  {found:#?}"));
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[test]
fn what_did_not_change_is_not_told_with_nothing_behind_it() {
    let words = ("missing: \"（待填）\"", "missing: \"（待填）\", unchanged: \"持平\"");
    let change = "{moves T1[grants](1)}{difference T1[grants](1)}万元";
    let changed = format!(
        "    repeats: [(id: \"change\", each: Changed(\"T1[grants](1)\"), separator: \"\", none: \"{{moves T1[grants](1)}}\", text: \"{change}\")],\n    parts: [(part"
    );
    let sentence = |tail: &str| format!("退休{{?retired}}人。比上年{tail}。");
    let always = [words, ("退休{?retired}人。", &sentence(change))];
    let with_particle = [words, ("退休{?retired}人。", &sentence(&change.replace("}{", "}了{")))];
    let said = "staff：{difference summary[grants](amount)} 不在 Changed 的重复里，没有增减时会印成“持平0.00”";
    for changes in [always, with_particle] {
        let found = told(&changes);
        assert!(matches!(found.as_slice(), [only] if only.contains(said)), "{found:#?}");
    }
    assert_eq!(told(&always[1..]), [""; 0]);
    let repeated = [words, ("    parts: [(part", &changed), ("退休{?retired}人。", &sentence("{*change}"))];
    assert_eq!(told(&repeated), [""; 0]);
}

#[test]
fn a_form_without_a_word_for_no_change_says_none_where_nothing_changed() {
    let repeat = |none: &str| {
        format!(
            "    repeats: [(id: \"change\", each: Changed(\"T1[grants](1)\"), separator: \"\", none: \"{none}\", text: \"{{moves T1[grants](1)}}\")],\n    parts: [(part"
        )
    };
    let sentence = ("退休{?retired}人。", "退休{?retired}人。比上年{*change}。");
    let words = ("missing: \"（待填）\"", "missing: \"（待填）\", unchanged: \"持平\"");
    let moves = repeat("{moves T1[grants](1)}");
    let found = told(&[("    parts: [(part", &moves), sentence]);
    let said = "重复 change 的 none 里写了 {moves} 或 {grows}，而 words 里没有写 unchanged：没有增减时会印成“增加”";
    assert!(matches!(found.as_slice(), [only] if only.contains(said)), "{found:#?}");
    assert_eq!(told(&[("    parts: [(part", &moves), sentence, words]), [""; 0]);
    assert_eq!(told(&[("    parts: [(part", &repeat("没有变化")), sentence]), [""; 0]);
    // With the word it must not go on with a figure either.
    let figure = repeat("{moves T1[grants](1)}{difference T1[grants](1)}");
    let found = told(&[("    parts: [(part", &figure), sentence, words]);
    assert!(matches!(found.as_slice(), [only] if only.contains("没有增减时会印成“持平0.00”")), "{found:#?}");
}

#[test]
fn rows_that_nothing_would_show_are_refused() {
    for (from, to, expected) in [
        (", Name, Project, Count", ", Name, Count", "表 T3 的行是 FunctionProject，列里缺 Project（项目的名称）"),
        (", Name, Project, Count", ", Project, Count", "表 T3 的行是 FunctionProject，列里缺 Name（科目、单位的名称）"),
        (", Name, Project, Count", ", Label, Project, Count", "列里的 Label（行的名称）什么也不印"),
        ("Item, Name, Entered(1", "Item, Entered(1", "表 T2 的行是 Function，列里缺 Name（科目、单位的名称）"),
        ("Class, Section, Item, Name, Entered(1", "Name, Entered(1", "表 T2 的行是 Function，列里缺 Class（类）"),
        ("Item, Name, Entered(1", "Item, Name, Name, Entered(1", "表 T2 的行是 Function，Name 写了两次"),
        ("Item, Name, Entered(1", "Item, Entered(1", "这种行的文字列是 Class、Section、Item、Name"),
    ] {
        let found = told(&[(from, to)]);
        assert!(found.iter().any(|error| error.contains(expected)), "{to}\n{found:#?}");
    }
    // Rows below units have their unit and their project, or one name for both.
    let units = |columns: &str| {
        let rows = ("rows: FunctionProject((", "rows: UnitProject((");
        told(&[rows, ("Class, Section, Item, Name, Project, Count", &format!("{columns}, Count"))])
    };
    let is_shown = |found: &[String]| !found.iter().any(|error| error.contains("的行是 UnitProject"));
    assert!(is_shown(&units("Name, Project")) && is_shown(&units("Label")));
    for columns in ["Project", "Name", "Label, Project", "Class, Name, Project"] {
        assert!(!is_shown(&units(columns)), "{columns}");
    }
}

#[test]
fn rows_of_one_code_and_words_that_have_no_size_are_refused() {
    let twice = [
        ("财政拨款\")", "财政拨款\", code: \"201\")"),
        ("单位资金\", only_filled: true", "单位资金\", only_filled: true, code: \"201\""),
    ];
    let found = told(&twice);
    assert!(matches!(found.as_slice(), [only] if only.contains("行 [grants] 和 [own] 的 code 都是 201")), "{found:#?}");
    let text = [
        ("    slots: [", "    slots: [\n        (name: \"why\", label: \"原因\", kind: Text, need: Reason),"),
        ("退休{?retired}人。", "退休{?retired}人{?why|size}。"),
    ];
    let found = told(&text);
    assert!(
        matches!(found.as_slice(), [only] if only.contains("why 填写的是文字（kind: Text），没有大小")),
        "{found:#?}"
    );
}

#[test]
fn levels_that_every_performance_table_must_have_are_levels_of_the_form() {
    let wanted = ("weights: [100]", "weights: [100], levels: [\"产出\", \"效益\"]");
    let begun = |levels: &str| ("(Value, \"值\", 20)]".to_owned(), format!("(Value, \"值\", 20)], levels: [{levels}]"));
    let with = |(from, to): (String, String)| told(&[wanted, (from.as_str(), to.as_str())]);
    // A form that begins its tables with none leaves them to whoever fills in.
    assert_eq!(told(&[wanted]), [""; 0]);
    assert_eq!(with(begun("(\"产出\", \"\"), (\"效益\", \"\")")), [""; 0]);
    let found = with(begun("(\"产出\", \"\"), (\"满意度\", \"\")"));
    let said = "narrative.ron 第 7 行第 70 列：performance 的 levels 要每张表都有“效益”，表式 document 里新表的 levels 没有它（有 产出、满意度）";
    assert!(matches!(found.as_slice(), [only] if only.contains(said)), "{found:#?}");
    let columns = ("(LevelOne, \"一级\", 20), ", "(Basis, \"依据\", 20), ");
    let found = told(&[wanted, columns]);
    assert!(matches!(found.as_slice(), [only] if only.contains("没有 LevelOne、LevelTwo 两列")), "{found:#?}");
}

#[test]
fn wordings_that_are_never_printed_are_refused() {
    let text = "text: \"共{=all}人，在职{?active}人，退休{?retired}人。\"";
    let variants = |written: &str| told(&[(text, &format!("variants: [{written}]"))]);
    let (all, short) = ("共{=all}人，在职{?active}人，退休{?retired}人。", "没有人。");
    let sound = format!("(when: [Unit], text: \"{short}\"), (text: \"{all}\")");
    assert_eq!(variants(&sound), [""; 0]);
    for (written, expected) in [
        (format!("(text: \"{all}\"), (when: [Unit], text: \"{short}\")"), "这一种永远用不到；请把 when 多的写在前面"),
        (format!("(when: [Unit], text: \"{all}\"), (when: [Whole, Unit], text: \"{short}\")"), "这一种永远用不到"),
        (format!("(when: [Unit, Department], text: \"{short}\"), (text: \"{all}\")"), "又是 Unit 又是 Department"),
    ] {
        let found = variants(&written);
        assert!(matches!(found.as_slice(), [only] if only.contains(expected)), "{written}\n{found:#?}");
    }
}

#[test]
fn rows_that_are_printed_in_any_case_are_looked_at_by_no_rule() {
    // With a code of its own each prescribed row stands for a 类.
    let coded = ("{numeral}、财政拨款\")", "{numeral}、财政拨款\", code: \"201\")");
    let rule = |written: &str| {
        let row_rules = format!("row_rules: [{written}], identities: [");
        told(&[coded, ("identities: [", &row_rules)])
    };
    for written in [
        "Within(rule: \"K2\", table: 1, of: 2)",
        "Same(rule: \"K2\", tables: (1, 2))",
        "Same(rule: \"K2\", tables: (2, 1))",
        "Needs(rule: \"K2\", table: 1, columns: [1], row_in: 2)",
        "Fund(rule: \"K2\", table: 1, columns: [1], fund: General)",
        "Classes(rule: \"K2\", table: 1, classes: [\"201\"])",
    ] {
        let found = rule(written);
        let said = "表 T1 的行是印好的，没有一个一个填的科目，这一条什么也查不到";
        assert!(matches!(found.as_slice(), [only] if only.contains(said)), "{written}\n{found:#?}");
    }
    for sound in ["Within(rule: \"K2\", table: 2, of: 1)", "Needs(rule: \"K2\", table: 2, columns: [1], row_in: 1)"] {
        assert_eq!(rule(sound), [""; 0], "{sound}");
    }
    let found = told(&[coded, ("heading: \"{numeral}、{title}\"", "names_rows_of: 1")]);
    let said = "form.ron 第 37 行第 68 列：names_rows_of：表 T1 的行是印好的";
    assert!(matches!(found.as_slice(), [only] if only.contains(said)), "{found:#?}");
    // Codes of two classifications have nothing in common.
    let economic = [
        ("Class, Section, Item, Name, Entered(1", "Class, Section, Name, Entered(1"),
        ("rows: Function((", "rows: Economic(("),
        (
            "[[\"编码\", \"<\", \"<\", \"名称\", \"金额\"], [\"类\", \"款\", \"项\", \"^\", \"^\"]]",
            "[[\"编码\", \"<\", \"名称\", \"金额\"], [\"类\", \"款\", \"^\", \"^\"]]",
        ),
    ];
    for (written, said) in [
        (
            "Within(rule: \"K2\", table: 3, of: 2)",
            "Within：表 T3 的行是支出功能分类的科目，表 T2 的是部门预算支出经济分类的科目",
        ),
        ("Fund(rule: \"K2\", table: 2, columns: [1], fund: General)", "Fund：表 T2 的行不是支出功能分类的科目"),
        ("Needs(rule: \"K2\", table: 2, columns: [1], row_in: 1)", "Needs：表 T2 的科目没有一个类在印好的行里"),
    ] {
        let row_rules = format!("row_rules: [{written}], identities: [");
        let changes: Vec<_> = economic.iter().copied().chain([coded, ("identities: [", row_rules.as_str())]).collect();
        let found = told(&changes);
        assert!(matches!(found.as_slice(), [only] if only.contains(said)), "{written}\n{found:#?}");
    }
}

#[test]
fn a_form_that_a_disclosure_brings_may_say_something_in_vain_and_nothing_unsound() {
    let forms = FormLibrary::builtin().unwrap();
    let coded = ("{numeral}、财政拨款\")", "{numeral}、财政拨款\", code: \"201\")");
    for (from, to) in [
        ("identities: [", "row_rules: [Within(rule: \"K2\", table: 1, of: 2)], identities: ["),
        ("identities: [", "row_rules: [Same(rule: \"K2\", tables: (2, 2))], identities: ["),
        ("why: \"没有别的。\"", "why: \"\""),
        ("outline: \"收入\"", "outline: \"支出\""),
        ("also: [\"支出总表\"]", "also: [\"支出总表\", \"\"]"),
        ("(id: \"staff\", text", "(id: \"staff\", heading: 4, text"),
        ("单位资金\", only_filled", "单位资金\", indent: 40, only_filled"),
    ] {
        let files = files(&[coded, (from, to)]);
        assert!(Form::load(&files).is_err(), "{to}");
        forms.carry(&files).unwrap_or_else(|errors| panic!("{to}: {errors}"));
    }
    let title = "title: (unit: \"支出表\", department: \"支出表\")";
    let twice = files(&[(title, &title.replace("支出表", "项目表"))]);
    assert!(forms.carry(&twice).unwrap_err().to_string().contains("有两张表叫“项目表”"));
}

/// What was not looked at in the form that is changed so.
fn unseen(changes: &[(&str, &str)]) -> String {
    Form::load(&files(changes)).unwrap_err().unseen().unwrap_or_default()
}

#[test]
fn all_mistakes_are_told_at_once_and_what_was_not_looked_at() {
    let changes = [
        ("990100", "99"),
        ("id: \"own\", label: \"{numeral}、单位资金", "id: \"own\", label: \"{numeral}、财政拨款"),
        ("[grants] + [own]", "[grants] + [owm]"),
        (
            "\"名称\", \"金额\"], [\"类\", \"款\", \"项\", \"^\", \"^\"]]",
            "\"名称\"], [\"类\", \"款\", \"项\", \"^\", \"^\"]]",
        ),
        (
            "rule: \"K4\", check: \"T2[total](1) >= T3[total](2)",
            "rule: \"K99\", check: \"T2[nothing](1) >= T3[total](9)",
        ),
        ("{year}年公开\", department", "{yaer}年公开\", department"),
        ("Sections([1, 2])", "Sections([1, 3])"),
        ("共{=all}人，在职{?active}人", "{yaer}共{=al}人，在职{?activ}人，{T1[grantz](1)}"),
        (
            "    parts: [(part",
            "    limits: [(rule: \"K5\", least: \"staff.actve * -1\", most: \"staff.retird\", message: \"某\")],\n    parts: [(part",
        ),
        ("科目名称,启用年度,停用年度", "科目名,启用年度,失效年"),
        ("(rule: \"K1\", breaks", "(rule: \"K9\", breaks"),
    ];
    let found = told(&changes);
    for expected in [
        "行政区划代码应是 6 位数字",
        "行 [grants] 和 [own] 都叫",
        "表 T1 没有行 [owm]",
        "表头这一行有 4 格，而表有 5 列",
        "rules 里没有规则 K99",
        "表 T3 没有列 (9)",
        "不认识 {yaer}，是否指 year？",
        "texts 里没有第 3 节",
        "第 2 节没有放在哪个部分里",
        "narrative.ron 第 9 行第 75 列：不认识 {yaer}",
        "totals 里没有 staff.al，是否指 staff.all？",
        "slots 里没有 activ，是否指 active？",
        "表 T1 没有行 [grantz]",
        "“-1”不是倍数",
        "没有 staff.retird，是否指 staff.retired？",
        "不认识的列名“科目名”",
        "不认识的列名“失效年”",
        "examples.ron 第 1 行第 9 列：没有规则 K9",
    ] {
        assert!(found.iter().any(|error| error.contains(expected)), "{expected}\n{found:#?}");
    }
    // Nothing that follows from the table that has a mistake, and no rule as unused while another is unknown.
    assert!(found.len() == 18 && !found.iter().any(|error| error.contains("nothing")), "{found:#?}");
    let left = unseen(&changes);
    for expected in ["改好这些以后再查一遍", "用到表 T2 的算式和句子", "算式有没有绕圈", "examples.ron 的例子"]
    {
        assert!(left.contains(expected), "{expected}: {left}");
    }
    let unread = unseen(&[("numbered: false", "numbered: no")]);
    assert!(
        unread.contains("form.ron 里读不出来的各项的其余部分") && unread.contains("narrative.ron 里用到的表"),
        "{unread}"
    );
}

#[test]
fn mistakes_of_one_file_hide_none_of_another() {
    // What cannot be read at all, what does not fit together, codes, sentences, examples, a rule that nothing states.
    let found = told(&[
        ("2080198,某地服务", "20801,,"),
        ("id: \"own\", label", "id: \"grants\", label"),
        ("(name: \"active\", label: \"在职\"", "(nome: \"active\", label: \"在职\""),
        ("keeps: [\"T1[grants](1) 5\"", "keeps [\"T1[grants](1) 5\""),
        ("(id: \"K5\"", "(id: \"K6\", title: \"某\", why: \"某。\"), (id: \"K5\""),
    ]);
    for expected in
        ["codes.csv 第 2 行", "行 [grants] 在这个表里出现了两次", "narrative.ron", "examples.ron", "规则 K6 没有用到"]
    {
        assert!(found.iter().any(|error| error.contains(expected)), "{expected}\n{found:#?}");
    }
    let unread = told(&[
        ("numbered: false", "numbered: no"),
        ("2080198,某地服务", "20801,,"),
        ("(name: \"active\", label: \"在职\"", "(nome: \"active\", label: \"在职\""),
        ("keeps: [\"T1[grants](1) 5\"", "keeps [\"T1[grants](1) 5\""),
    ]);
    for expected in ["form.ron 第 7 行", "codes.csv 第 2 行", "narrative.ron", "examples.ron"] {
        assert!(unread.iter().any(|error| error.contains(expected)), "{expected}\n{unread:#?}");
    }
}

#[test]
fn a_form_that_is_based_on_another_adds_its_codes_to_those_of_that() {
    let own = "Form(id: \"t-2031\", based_on: \"t-2030\", year: 2031)";
    let codes = "科目编码,科目名称\n2080190,某地另一服务\n2080198,某地服务（改名）\n";
    let on_it = FormFiles::new("t-2031", [(FORM_FILE, own), (CODES_FILE, codes)]).with_base(&files(&[]));
    let form = Form::load(&on_it).unwrap_or_else(|errors| panic!("{errors}"));
    let builtin = Catalog::builtin().unwrap();
    let catalog = form.catalog(&builtin);
    let of_year = catalog.in_year(2031);
    let name = |code: &str| {
        let entry = of_year.valid(crate::disclosure::Classification::Function, code.parse().unwrap());
        entry.map(|entry| entry.name.clone())
    };
    assert_eq!(name("2080190").as_deref(), Some("某地另一服务"));
    assert_eq!(name("2080198").as_deref(), Some("某地服务（改名）"));
    // What only the one below says.
    assert_eq!(name("2080114"), None);
    assert_eq!(form.codes_count(), 3);
}
