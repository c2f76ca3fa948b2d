//! What a form consists of, in words.

use disclosure_engine::audit::part_label;
use disclosure_engine::disclosure::{Kind, Measure, Part};
use disclosure_engine::form::{Column, Form, PartContents, RowKind};

/// What a form consists of: its tables and columns, sections, how many rules.
pub(super) fn description(form: &Form) -> String {
    let mut lines = vec![format!("{}：{}", form.id, form.name)];
    if let Some(base) = form.files().base() {
        lines.push(format!("  在 {} 上改", base.name()));
    }
    if let Some(follows) = &form.follows {
        lines.push(format!("  接着 {}，另有 {} 处拆、并或改 id", follows.form, follows.moved.len()));
    }
    lines.push(format!("  第 {} 版，{}，金额单位 {}", form.revision, form.short_name(), units(form)));
    for table in &form.tables {
        lines.push(format!(
            "  表{} {}（{}）",
            table.number,
            table.plain_title(form.kind.unwrap_or(Kind::Unit)),
            table.id.text
        ));
        for list in table.list_indices().map(|index| form.list(index)) {
            let rows = match &list.rows {
                RowKind::Fixed(rows) => format!("固定 {} 行", rows.len()),
                RowKind::Function(_) => "按功能分类科目".to_owned(),
                RowKind::Economic(_) => "按部门预算经济分类科目".to_owned(),
                RowKind::GovernmentEconomic(_) => "按政府预算经济分类科目".to_owned(),
                RowKind::FunctionProject(_) => "按科目下的项目".to_owned(),
                RowKind::UnitProject(_) => "按单位的项目".to_owned(),
            };
            let texts =
                list.columns.iter().filter(|column| !matches!(column, Column::Amount(_) | Column::Field(_))).count();
            let amounts = list.amounts.iter().map(|column| {
                let kind = if column.is_computed() { "算出" } else { "录入" };
                let id = if column.id.is_given { format!(" {}", column.id.text) } else { String::new() };
                let unit = column.unit.as_ref().map_or_else(String::new, |unit| match unit.measure {
                    Measure::Percent => "，百分比".to_owned(),
                    _ => format!("，数量（{}）", unit.name),
                });
                format!("({}{id}) {}［{kind}{unit}］", column.number, column.title)
            });
            let fields = list.fields.iter().map(|field| {
                let id = if field.id.is_given { format!(" {}", field.id.text) } else { String::new() };
                let kind = if field.date.is_some() { "日期" } else { "文字" };
                let must = if field.is_required { "，必填" } else { "" };
                format!("({}{id}) {}［录入，{kind}{must}］", field.number, field.title)
            });
            let columns = amounts.chain(fields).collect::<Vec<_>>().join("、");
            lines.push(format!("    {rows}，{texts} 列文字，{columns}"));
        }
    }
    if form.codes_count() > 0 {
        lines.push(format!("  {} 个科目与全国的不同（codes.csv）", form.codes_count()));
    }
    let sections = form.texts.sections.iter().map(|section| section.title.as_str()).collect::<Vec<_>>();
    lines.push(format!("  情况说明 {} 节：{}", sections.len(), sections.join("、")));
    lines.push(format!("  句子：{}", if form.sentences.is_some() { "有" } else { "没有，情况说明要自己写" }));
    lines.push(format!("  {} 条规则，{} 条恒等式", form.rules.len(), form.identities.len()));
    lines.join("\n")
}

/// The parts of its document and its rules, one a line.
pub(super) fn parts_and_rules(form: &Form) -> String {
    let mut lines = parts(form);
    lines.push("  规则：".to_owned());
    lines.extend(form.rules.iter().map(|rule| {
        let grade = if rule.doubtful { "（存疑）" } else { "" };
        format!("    {} {}{grade}", rule.id, rule.title)
    }));
    lines.join("\n")
}

/// The units of its amounts, each with how many decimals are printed.
fn units(form: &Form) -> String {
    let tables = form.tables.iter().map(|table| (format!("表{}", table.number), &table.unit));
    let all = tables.chain([("句子".to_owned(), &form.text_unit)]);
    let mut units: Vec<(String, Vec<String>)> = Vec::new();
    for (place, unit) in all {
        let unit = format!("{}（{} 位小数）", unit.name, unit.decimals);
        match units.iter_mut().find(|(own, _)| *own == unit) {
            Some((_, places)) => places.push(place),
            None => units.push((unit, vec![place])),
        }
    }
    match units.as_slice() {
        [(only, _)] => only.clone(),
        several => {
            several.iter().map(|(unit, places)| format!("{unit}：{}", places.join("、"))).collect::<Vec<_>>().join("；")
        }
    }
}

/// The parts of the document, in the order in which they are printed.
fn parts(form: &Form) -> Vec<String> {
    let Some(document) = &form.document else {
        return vec!["  没有写 document：封面只有单位名称、年度和表式名称，各部分没有标题".to_owned()];
    };
    let parts = document.parts.iter().map(|part| {
        let title = part.title.get(form.kind.unwrap_or(Kind::Unit));
        let title = if title.is_empty() { "（不印标题）" } else { title };
        let holds = match &part.holds {
            PartContents::Overview => part_label(Part::Overview),
            PartContents::Tables => "各表".to_owned(),
            PartContents::Glossary => part_label(Part::Glossary),
            PartContents::Sections(numbers) => {
                let numbers: Vec<String> = numbers.iter().map(u8::to_string).collect();
                format!("第 {} 节", numbers.join("、"))
            }
        };
        format!("    {title}：{holds}")
    });
    std::iter::once(format!("  {} 个部分：", document.parts.len())).chain(parts).collect()
}
