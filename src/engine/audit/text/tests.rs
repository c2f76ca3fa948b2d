use crate::audit::{Grade, every_finding};
use crate::disclosure::{Indicator, Part, PerformanceField, PerformanceSubject, PerformanceTable};
use crate::evaluate::tests::Draft;

/// Rule, piece and what would mend it, of the findings about `text` as a paragraph of section 七.
fn found(text: &str) -> Vec<(String, String, Option<String>)> {
    let mut draft = Draft::new();
    draft.disclosure.texts.insert(Part::Section(7), vec![text.to_owned()]);
    of_texts(&draft)
}

fn of_texts(draft: &Draft) -> Vec<(String, String, Option<String>)> {
    draft.with(|evaluated| {
        let findings = every_finding(evaluated).findings.into_iter().filter(|finding| finding.grade == Grade::Warning);
        let of_text = findings.filter_map(|finding| {
            let spot = finding.text?;
            let text = evaluated.disclosure.text(&spot.place)?;
            let piece = text.chars().skip(spot.range.start).take(spot.range.len()).collect();
            let mended = finding.repairs.first().map(|repair| repair.mended(evaluated.disclosure).unwrap());
            Some((finding.rule, piece, mended))
        });
        of_text.collect()
    })
}

/// Asserts that `rule` finds exactly these pieces in `text`, and no other rule anything.
#[track_caller]
fn assert_found(rule: &str, text: &str, pieces: &[&str]) {
    let found: Vec<_> = found(text).into_iter().map(|(rule, piece, _)| (rule, piece)).collect();
    let expected: Vec<_> = pieces.iter().map(|piece| (rule.to_owned(), (*piece).to_owned())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn telephone_numbers_are_found_and_amounts_are_not() {
    for (text, pieces) in [
        ("请拨 13000000000。", vec!["13000000000"]),
        ("请拨 130 0000 0000。", vec!["130 0000 0000"]),
        ("请拨１３０００００００００。", vec!["１３０００００００００"]),
        ("+86-13000000000", vec!["+86-13000000000"]),
        ("座机 0991-2345678", vec!["0991-2345678"]),
        ("联系电话：2345678", vec!["2345678"]),
        ("联系张三13000000000，李四13900000000，或 0991-2345678。", vec!["13000000000", "13900000000", "0991-2345678"]),
        ("值班13000000000.", vec!["13000000000"]),
        ("预算 13000000000 元", vec![]),
        ("共 13000000000.50", vec![]),
        ("比率 0.13000000000", vec![]),
        ("预算 13,000,000.00 元，增加 0.00 万元", vec![]),
        ("编号 2130000000001", vec![]),
        ("2080109 社会保险经办机构", vec![]),
    ] {
        assert_found("F50", text, &pieces);
    }
}

#[test]
fn identity_numbers_have_a_date_and_a_check_digit() {
    // The example of the standard GB 11643.
    assert_found("F50-2", "身份证 11010519491231002X", &["11010519491231002X"]);
    assert_found("F50-2", "身份证 11010519491231002x。", &["11010519491231002x"]);
    assert_found("F50-2", "张三，11010519491231002X，住址", &["11010519491231002X"]);
    for text in ["流水号 110105194912310021", "编号 110105194913310021", "共 11010519491231002 笔"] {
        assert_found("F50-2", text, &[]);
    }
}

#[test]
fn addresses_of_mail_are_found() {
    assert_found("F50-3", "邮箱 a.b@example.com.cn。", &["a.b@example.com.cn"]);
    assert_found("F50-3", "@所有人", &[]);
}

#[test]
fn full_names_are_found_only_beside_words_for_who_answers() {
    for (text, names) in [
        ("联系人：张三", vec!["张三"]),
        ("项目负责人：欧阳三四。", vec!["欧阳三四"]),
        ("负责人：阿某某·某某某", vec!["阿某某·某某某"]),
        ("联系人：张先生", vec![]),
        ("联系人：张**", vec![]),
        ("负责人为本单位主任", vec![]),
        ("项目负责人员工资按月发放", vec![]),
        ("联系人：（略）", vec![]),
        ("高标准农田建设", vec![]),
    ] {
        assert_found("F53", text, &names);
    }
    assert_eq!(found("联系人：张三丰")[0].2.as_deref(), Some("联系人：张**"));
}

#[test]
fn the_contact_and_the_telephone_of_a_performance_table_are_not_published() {
    let mut draft = Draft::new();
    draft.disclosure.performance.push(PerformanceTable {
        subject: PerformanceSubject::Whole,
        contact: "张三".into(),
        telephone: "2345678".into(),
        goal: "做好服务".into(),
        indicators: vec![Indicator { level_three: "次数".into(), value: "12次".into(), ..Indicator::default() }],
        ..PerformanceTable::default()
    });
    let found: Vec<_> = of_texts(&draft).into_iter().map(|(rule, piece, _)| (rule, piece)).collect();
    assert_eq!(found, [("F53".into(), "张三".into()), ("F50".into(), "2345678".to_owned())]);
    let table = &mut draft.disclosure.performance[0];
    *table.text_mut(PerformanceField::Contact).unwrap() = "张先生".into();
    *table.text_mut(PerformanceField::Telephone).unwrap() = "（略）".into();
    assert_eq!(of_texts(&draft), []);
}

#[test]
fn what_templates_leave_is_found() {
    for piece in [
        "XX",
        "××",
        "____",
        "待填写",
        "#REF!",
        "NaN",
        "（上一年度，下同）",
        "(增加原因)",
        "{year}",
        "<单位名称>",
        "【请填写】",
    ] {
        assert_found("F35", &format!("比上年{piece}增加"), &[piece]);
    }
    for text in ["规格 XXL", "NaNa", "BaNaN", "IPXX3", "13,016 × 120 元", "A_B", "<5%", "满意度<90%，且合格率>95%"]
    {
        assert_found("F35", text, &[]);
    }
}

#[test]
fn doubled_words_and_marks_are_found_and_what_only_looks_so_is_not() {
    for (text, piece, mended) in [
        ("主要用于：主要用于办公。", "主要用于：主要用于", "主要用于办公。"),
        ("资格认证认证工作", "认证认证", "资格认证工作"),
        ("提高待遇遇标准", "遇遇", "提高待遇标准"),
        ("办公的的费用", "的的", "办公的费用"),
        ("支出增加。。", "。。", "支出增加。"),
        ("支出，。增加", "，。", "支出。增加"),
    ] {
        let found = found(text);
        let expected = [("F36".to_owned(), piece.to_owned(), Some(mended.to_owned()))];
        assert_eq!(found, expected, "{text}");
    }
    for text in [
        "项目目标",
        "资金金额",
        "职工工资",
        "为了了解",
        "以此为目的的工作",
        "人人享有",
        "二〇二二二",
        "……",
        "3.00，3.00",
    ] {
        assert_found("F36", text, &[]);
    }
}

#[test]
fn brackets_of_one_document_number_are_alike() {
    assert_found("F40", "某财社〔2024）5号", &["〔2024）"]);
    assert_found("F40", "某财社【2024】5号", &["【2024】"]);
    assert_found("F40", "某财社（2024）5号和某财社(2024)5号", &[]);
    assert_found("F40", "某财社〔2024〕5号和某财社（2024）5号", &["（2024）"]);
    assert_found("F40", "某财社〔2024〕5号和某财社（2024）6号", &[]);
    assert_eq!(found("某财社【2024】5号")[0].2.as_deref(), Some("某财社〔2024〕5号"));
}

#[test]
fn brackets_of_two_widths_are_no_pair() {
    for (text, piece, mended) in [
        ("（二)一般公共预算", "（二)", "（二）一般公共预算"),
        ("(三）一般公共预算", "(三）", "(三)一般公共预算"),
        ("补助（含（退休)人员）", "（退休)", "补助（含（退休）人员）"),
    ] {
        let expected = [("F40".to_owned(), piece.to_owned(), Some(mended.to_owned()))];
        assert_eq!(found(text), expected, "{text}");
    }
    let long = format!("（{})", "长期项目".repeat(9).replace("目长", "目、长"));
    assert_eq!(found(&long).into_iter().filter(|(rule, ..)| rule == "F40").count(), 1);
    for text in ["（二）收入", "(二)收入", "1)收入；2)支出", "（一", "二）", "（甲(乙)丙）"] {
        assert_found("F40", text, &[]);
    }
}

#[test]
fn a_sentence_on_money_without_its_stop_is_found() {
    for (text, piece) in [
        ("基本支出 5.00 万元，占 10.00%，比上年预算增加 1.00 万元，主要原因是人员增加", "加"),
        ("项目支出5.00万元，比上年预算减少1.00万元", "元"),
    ] {
        let expected = [("F36-3".to_owned(), piece.to_owned(), Some(format!("{text}。")))];
        assert_eq!(found(text), expected, "{text}");
    }
    let text = "项目支出5.00万元，比上年预算减少1.00万元";
    let expected = [("F36-3".to_owned(), "，".to_owned(), Some(format!("{text}。")))];
    assert_eq!(found(&format!("{text}，")), expected, "it goes on to nothing");
    for text in [
        "基本支出 5.00 万元，占 10.00%。",
        "项目总额：5.00万元",
        "预算安排规模：100.00 万元",
        "（一）一般公共预算当年拨款规模变化情况",
        "其中：",
        "主要用于：办公；",
    ] {
        assert_found("F36-3", text, &[]);
    }
}

#[test]
fn what_is_to_be_chosen_and_fields_of_word_are_residue() {
    for (text, pieces) in [
        ("比上年预算增加（减少）8.21 万元，增长（下降）0.15%。", vec!["增加（减少）", "增长（下降）"]),
        ("比上年预算减少/增加 8.21 万元，下降(增长)0.15%。", vec!["减少/增加", "下降(增长)"]),
        ("比上年预算（增加或减少）8.21 万元，（下降/增长）0.15%。", vec!["（增加或减少）", "（下降/增长）"]),
        ("逐项说明增加或减少的原因。", vec![]),
        ("详见错误！未定义书签。", vec!["错误！未定义书签。"]),
        ("收支总表 PAGEREF _Toc25831 \\h 3", vec!["PAGEREF _Toc25831 \\h 3"]),
        ("比上年预算增加 8.21 万元（减少的是办公费）。", vec![]),
        ("因人员增加，减少办公费。", vec![]),
    ] {
        assert_found("F35", text, &pieces);
    }
}

#[test]
fn another_body_and_another_year_are_found_where_the_sentences_of_the_form_speak() {
    assert_found("F37", "关于另一区社会保险中心2025年收支预算情况的总体说明", &["另一区社会保险中心"]);
    assert_found("F37", "根据自治区财政厅 2025 年文件", &[]);
    assert_found("F39", "2024年财政拨款收支总预算 5.00 万元", &["2024"]);
    assert_found("F39", "资金执行时间：2024年1月1日-2024年12月31日", &["2024年1月1日-2024年12月31日"]);
    assert_found("F39", "资金执行时间：2025年4月-2026年3月", &[]);
    assert_found("F39", "根据2024年文件，按2023年标准", &[]);
    assert_found("F39", "比2024年预算数增加10.00万元，与2024年预算数相比", &[]);
    assert_found("F39", "比2023年预算数增加10.00万元", &["2023"]);
}

#[test]
fn a_department_tells_of_its_units() {
    let mut draft = Draft::new().project(7, "某某市社会保险服务中心", "2080101", "甲", &[]);
    let says = |draft: &mut Draft, part: Part, text: &str| {
        draft.disclosure.texts = [(part, vec![text.to_owned()])].into();
        of_texts(draft).into_iter().filter(|(rule, ..)| rule == "F37").count()
    };
    let (own, other) = ("某某市社会保险服务中心2025年收支预算情况", "另一区社会保险中心2025年收支预算情况");
    assert_eq!(says(&mut draft, Part::Section(1), own), 1, "a unit is alone");
    draft.disclosure.kind = crate::disclosure::Kind::Department;
    assert_eq!(says(&mut draft, Part::Section(1), own), 0);
    assert_eq!(says(&mut draft, Part::Section(1), other), 1);
    assert_eq!(says(&mut draft, Part::Overview, "另一区社会保险中心2025年编制数10人。"), 0);
}

#[test]
fn a_name_that_is_masked_here_and_plain_there_is_found() {
    let draft = || Draft::new().project(7, "", "2080101", "***离休补贴资金", &[]);
    let found = |name: &str| {
        let found = of_texts(&draft().project(11, "", "", name, &[])).into_iter();
        found.map(|(rule, piece, _)| (rule, piece)).collect::<Vec<_>>()
    };
    assert_eq!(found("破产企业离休补贴资金"), [("F51".into(), "破产企业离休补贴资金".to_owned())]);
    assert_eq!(found("****离休补贴资金"), [("F51".into(), "****离休补贴资金".to_owned())]);
    assert_eq!(found("***离休补贴资金"), []);
    assert_eq!(found("退休补贴"), []);
}

#[test]
fn a_masked_name_is_found_with_brackets_of_any_width_and_without_trying_all_ways() {
    let found = |name: &str, text: &str| {
        let mut draft = Draft::new().project(7, "", "2080101", name, &[]);
        draft.disclosure.texts.insert(Part::Section(11), vec![text.to_owned()]);
        of_texts(&draft).into_iter().filter(|(rule, ..)| rule == "F51").map(|(_, piece, _)| piece).collect::<Vec<_>>()
    };
    let text = "张家口离休干部（老战士）补贴 5.00 万元。";
    assert_eq!(found("***离休干部（老战士）补贴", text), ["张家口离休干部（老战士）补贴"]);
    assert_eq!(found("***离休干部(老战士)补贴", text), ["张家口离休干部（老战士）补贴"]);
    // 12 to the power of 13 ways.
    let name = format!("一{}**二三四", "**一".repeat(12));
    assert_eq!(found(&name, &format!("二三四{}。", "一".repeat(400))), [""; 0]);
}

/// What the findings of a text take, in bytes, and how many there are.
fn weight(text: &str) -> (usize, usize) {
    let mut draft = Draft::new();
    draft.disclosure.texts.insert(Part::Section(7), vec![text.to_owned()]);
    draft.with(|evaluated| {
        let mut findings = Vec::new();
        for found in super::findings(evaluated, &|_| true) {
            let repairs: usize = found.repairs.iter().map(|repair| format!("{repair:?}").len()).sum();
            findings.push(found.message.len() + repairs);
        }
        (findings.iter().sum(), findings.len())
    })
}

#[test]
fn what_is_said_of_a_text_grows_with_it_and_no_faster() {
    let shapes = [
        "预算预算",
        "的的",
        "。。",
        "甲乙丙丁，甲乙丙丁；",
        "13000000000，",
        "0991-2345678 ",
        "联系人：王某某，",
        "a@b.cn ",
        "新财社[2024]15号，",
        "××××",
        "（待填）【请填】",
        "某某局2024年预算数",
        "执行时间：2020年；",
        "**补贴",
        "关于关于",
        "(((((",
        "一、二、",
    ];
    for shape in shapes {
        let of = |length: usize| weight(&shape.chars().cycle().take(length).collect::<String>());
        let ((small, few), (large, many)) = (of(4_000), of(16_000));
        assert!(large <= 5 * small + 2_000, "{shape}: {small} bytes become {large}");
        assert!(many <= 5 * few + 2, "{shape}: {few} findings become {many}");
        assert!(many <= 16_000 / 2, "{shape}: {many}");
    }
}

/// A text is searched only where a word stands that belongs to what is looked for: each way to write it has one.
#[test]
fn whatever_a_template_leaves_behind_is_looked_for() {
    for left in [
        "x×",
        "×X",
        "XX",
        "Xx",
        "___",
        "＿＿＿",
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#N/A",
        "#NUM!",
        "#NULL!",
        "###",
        "NaN",
        "待填写",
        "待填",
        "待补充",
        "待定稿",
        "待核实",
        "请填写",
        "此处填写",
        "填写说明",
        "示例文字",
        "模板",
        "样表",
        "（上一年度，下同）",
        "（上年度，下同）",
        "（增加内容）",
        "（减少原因）",
        "（变动原因）",
        "（单位名称）",
        "（部门名称）",
        "{a}",
        "<名称>",
        "【请填】",
        "增加（减少）",
        "增长（或下降）",
        "上升/降低",
        "提高/减少",
        "减少（增加）",
        "下降（或提高）",
        "降低/上升",
        "减少/增长",
        "下降/增加",
        "降低/提高",
        "（增加或减少）",
        "（增长或者下降）",
        "（上升、降低）",
        "（提高/减少）",
        "（减少或增加）",
        "（下降、增长）",
        "（降低、提高）",
    ] {
        let found = found(&format!("安排 {left} 元"));
        assert!(found.iter().any(|(rule, ..)| rule == crate::audit::rules::RESIDUE), "{left}: {found:?}");
    }
    for (rule, text) in [("F50", "传真：2345678"), ("F50", "联系方式 2345678"), ("F50", "手机号码 2345678")]
    {
        assert!(found(text).iter().any(|(found, ..)| found == rule), "{text}");
    }
    for role in ["联系人", "负责人", "责任人", "经办人", "填报人", "填表人", "审核人", "分管领导", "法定代表人", "姓名"]
    {
        assert_found(crate::audit::rules::PERSON, &format!("{role}：张三"), &["张三"]);
    }
    for place in ["家庭住址", "家庭地址", "现住址", "户籍地址", "户籍所在地", "居住地址", "居住地", "通讯住址", "住址"]
    {
        let found = found(&format!("{place}：某某路3号"));
        assert!(found.iter().any(|(rule, ..)| rule == crate::audit::rules::HOME_ADDRESS), "{place}: {found:?}");
    }
    for account in ["账号", "帐号", "账户", "帐户", "卡号", "开户行", "银行卡", "社保卡"] {
        let found = found(&format!("{account}：6222000000000000"));
        assert!(found.iter().any(|(rule, ..)| rule == crate::audit::rules::BANK_ACCOUNT), "{account}: {found:?}");
    }
}
