//! What the rules say.

use super::Grade;
use crate::form::Form;

/// A rule in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleText<'a> {
    /// Its id, e.g. B16.
    pub id: &'a str,
    /// The gravest grade of its findings.
    pub grade: Grade,
    /// What it says, in a few words.
    pub title: &'a str,
    /// Why it holds, in a sentence.
    pub why: &'a str,
}

const fn rule(id: &'static str, grade: Grade, title: &'static str, why: &'static str) -> RuleText<'static> {
    RuleText { id, grade, title, why }
}

/// Names of one code, C5; fault 18 of the catalogue of faults.
pub(super) const ONE_NAME: &str = "C5";
/// Order of codes.
pub(super) const ORDER: &str = "C6";
/// The sentence of an empty table; fault 2.
pub(super) const EMPTY_TABLE: &str = "C8";
/// Rows of projects.
pub(super) const PROJECT_ROWS: &str = "C9";
/// Rows of units.
pub(super) const UNIT_ROWS: &str = "C10";
/// The body on every table.
pub(super) const SAME_BODY: &str = "C11";
/// Sections of the third part; fault 3.
pub(super) const SECTIONS: &str = "F3";
/// Overview and glossary; fault 4.
pub(super) const OTHER_PARTS: &str = "F4";
/// Performance tables of projects; fault 5.
pub(super) const PERFORMANCE: &str = "F5";
/// Projects in the text; fault 6.
pub(super) const PROJECT_TEXT: &str = "F6";
/// Items in the text; fault 7.
pub(super) const ITEM_TEXT: &str = "F7";
/// Stated totals without rows; fault 11.
pub(super) const TOTAL_WITHOUT_ROWS: &str = "F11";
/// Yuan for 万元; fault 14.
pub(super) const UNIT: &str = "F14";
/// Codes that the catalogue does not know; fault 15.
pub(super) const UNKNOWN_CODE: &str = "F15";
/// Names that are not those of the code; fault 16.
pub(super) const OTHER_NAME: &str = "F16";
/// Former names; fault 17.
pub(super) const FORMER_NAME: &str = "F17";
/// 未安排 beside money; fault 28.
pub(super) const UNPLANNED: &str = "F28";
/// Template residue; fault 35.
pub(super) const RESIDUE: &str = "F35";
/// Doubled words and marks; fault 36.
pub(super) const DOUBLED: &str = "F36";
/// Another body's name; fault 37.
pub(super) const OTHER_BODY: &str = "F37";
/// Wrong years; fault 39.
pub(super) const YEAR: &str = "F39";
/// Brackets of document numbers; fault 40.
pub(super) const BRACKETS: &str = "F40";
/// One project written in several ways; fault 40.
pub(super) const PROJECT_NAMES: &str = "F40-2";
/// Telephone numbers; fault 50.
pub(super) const TELEPHONE: &str = "F50";
/// Identity-card numbers; fault 50.
pub(super) const IDENTITY_NUMBER: &str = "F50-2";
/// E-mail addresses; fault 50.
pub(super) const EMAIL: &str = "F50-3";
/// Masked here, plain there; fault 51.
pub(super) const MASKS: &str = "F51";
/// Full names of persons; fault 53.
pub(super) const PERSON: &str = "F53";

use Grade::{Error, Warning};

/// The rules that bind every form.
const GENERAL: [RuleText<'static>; 28] = [
    rule(ONE_NAME, Warning, "同一科目名称一致", "同一个科目在各表是同一个名称，读者才能对上。"),
    rule(ORDER, Warning, "科目按编码从小到大排列", "各表顺序一致，才能逐行对照。"),
    rule(
        EMPTY_TABLE,
        Error,
        "空表要有说明，有数的表不能说是空表",
        "没有数据的表要列出空表并说明（财预〔2016〕143号）。",
    ),
    rule(
        PROJECT_ROWS,
        Warning,
        "项目表每行是一个有名称的项目",
        "项目表逐个列项目，项一级没有小计行；把小计当成项目会重复计算。",
    ),
    rule(UNIT_ROWS, Warning, "项目行要么都列单位，要么都不列", "只有部分项目归到单位名下，单位小计就不是全部。"),
    rule(SAME_BODY, Warning, "各表的单位是同一个单位", "单位预算公开只列本单位的数。"),
    rule(
        SECTIONS,
        Error,
        "情况说明各节齐全",
        "运行经费、政府采购、国有资产、绩效等事项必须说明（财预〔2016〕143号）。",
    ),
    rule(OTHER_PARTS, Error, "单位概况和名词解释齐全", "公开的内容包括职能、机构和专业名词的解释。"),
    rule(PERFORMANCE, Error, "每个项目有绩效目标表", "项目的绩效目标与预算同时公开。"),
    rule(PROJECT_TEXT, Error, "每个项目在情况说明里有说明", "项目的依据、规模、分配和执行时间要逐个说明。"),
    rule(ITEM_TEXT, Error, "一般公共预算支出的每个项在情况说明里有说明", "一般公共预算支出要说明到项。"),
    rule(TOTAL_WITHOUT_ROWS, Error, "合计要有下级各行", "类、款和合计行是下级各行的和，没有下级就无从核对。"),
    rule(UNIT, Warning, "金额以万元为单位", "把元当成万元填，数会大一万倍。"),
    rule(UNKNOWN_CODE, Warning, "科目编码应在科目表里", "公开表按当年的政府收支分类科目编列，编码有误时别人无法对照。"),
    rule(OTHER_NAME, Warning, "科目名称与编码相符", "编码和名称说的不是同一个科目，其中必有一个错了。"),
    rule(FORMER_NAME, Warning, "科目用现在的名称", "旧名称多是从往年文件里抄来的。"),
    rule(UNPLANNED, Error, "有资金的来源不能说未安排", "文字与表说的要一致。"),
    rule(RESIDUE, Warning, "不留模板里的提示文字和占位符", "公开的文件里不应有待填写的内容。"),
    rule(DOUBLED, Warning, "没有重复的字词和标点", "重复多半是修改时留下的。"),
    rule(OTHER_BODY, Warning, "文字里是本单位的名称", "从别的单位的文件抄来时，容易留下它的名称。"),
    rule(YEAR, Warning, "年份是本年度", "从往年的文件改来时，容易留下往年的年份。"),
    rule(BRACKETS, Warning, "文号的括号成对并且统一", "文号的年份用六角括号〔〕（GB/T 9704）。"),
    rule(PROJECT_NAMES, Warning, "同一项目各处名称一致", "名称不同，读者会以为是两个项目。"),
    rule(TELEPHONE, Warning, "不公开电话号码", "个人的联系方式不能随预算公开（政府信息公开条例第十五条）。"),
    rule(IDENTITY_NUMBER, Warning, "不公开身份证号码", "身份证号码是个人隐私（政府信息公开条例第十五条）。"),
    rule(EMAIL, Warning, "不公开电子邮箱", "个人的联系方式不能随预算公开（政府信息公开条例第十五条）。"),
    rule(
        MASKS,
        Warning,
        "一处隐去的名称别处也隐去",
        "隐去的内容在别处写全，就等于没有隐去；星号个数不同，也会被当成两个项目。",
    ),
    rule(PERSON, Warning, "不公开个人姓名", "联系人、负责人的姓名属于个人信息，可以写成“周先生”或“张**”。"),
];

/// The rule with `id`: one of `form`, or one that binds every form.
pub fn rule_text<'a>(form: &'a Form, id: &str) -> Option<RuleText<'a>> {
    all_rules(form).find(|rule| rule.id == id)
}

/// Every rule: those of `form` in its order, then those that bind every form.
pub fn all_rules(form: &Form) -> impl Iterator<Item = RuleText<'_>> {
    let of_form = form.rules.iter().map(|rule| RuleText {
        id: &rule.id,
        grade: if rule.doubtful { Warning } else { Error },
        title: &rule.title,
        why: &rule.why,
    });
    of_form.chain(GENERAL.iter().copied())
}

/// How grave a breach of a rule that binds every form is.
pub(super) fn grade_of(id: &str) -> Grade {
    GENERAL.iter().find(|rule| rule.id == id).map_or(Warning, |rule| rule.grade)
}
