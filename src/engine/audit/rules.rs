//! What the rules say. `assets/forms/README.md` has each with its source, and the faults that they find.

use super::Grade;
use crate::disclosure::Measure;
use crate::form::{Form, List, RuleSetting, Template};

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
    /// Whether it is not checked.
    pub is_off: bool,
}

const fn rule(id: &'static str, grade: Grade, title: &'static str, why: &'static str) -> RuleText<'static> {
    RuleText { id, grade, title, why, is_off: false }
}

/// Names of one code; fault F18.
pub(super) const ONE_NAME: &str = "C5";
/// Order of codes.
pub(super) const ORDER: &str = "C6";
/// The sentence of an empty table.
pub(super) const EMPTY_TABLE: &str = "C8";
/// Rows of projects.
pub(super) const PROJECT_ROWS: &str = "C9";
/// Rows of units.
pub(super) const UNIT_ROWS: &str = "C10";
/// The body on every table.
pub(super) const SAME_BODY: &str = "C11";
/// Sections of the third part.
pub(super) const SECTIONS: &str = "F3";
/// Overview and glossary.
pub(super) const OTHER_PARTS: &str = "F4";
/// Performance tables of projects.
pub(super) const PERFORMANCE: &str = "F5";
/// Projects in the text.
pub(super) const PROJECT_TEXT: &str = "F6";
/// Items in the text.
pub(super) const ITEM_TEXT: &str = "F7";
/// Stated totals without rows.
pub(super) const TOTAL_WITHOUT_ROWS: &str = "F11";
/// Yuan for 万元.
pub(super) const UNIT: &str = "F14";
/// Counts.
pub(super) const COUNT: &str = "F14-2";
/// Dates.
pub(super) const DATE: &str = "F14-3";
/// Texts and dates that must be filled in.
pub(super) const FIELD_EMPTY: &str = "F14-4";
/// Codes that the catalogue does not know.
pub(super) const UNKNOWN_CODE: &str = "F15";
/// Codes that were typed for others.
pub(super) const MISCODED: &str = "F15-2";
/// Names that are not those of the code.
pub(super) const OTHER_NAME: &str = "F16";
/// Former names.
pub(super) const FORMER_NAME: &str = "F17";
/// 未安排 beside money.
pub(super) const UNPLANNED: &str = "F28";
/// Template residue.
pub(super) const RESIDUE: &str = "F35";
/// Doubled words and marks.
pub(super) const DOUBLED: &str = "F36";
/// Another body's name.
pub(super) const OTHER_BODY: &str = "F37";
/// Wrong years.
pub(super) const YEAR: &str = "F39";
/// Brackets of document numbers.
pub(super) const BRACKETS: &str = "F40";
/// One project written in several ways.
pub(super) const PROJECT_NAMES: &str = "F40-2";
/// Telephone numbers.
pub(super) const TELEPHONE: &str = "F50";
/// Identity-card numbers.
pub(super) const IDENTITY_NUMBER: &str = "F50-2";
/// E-mail addresses.
pub(super) const EMAIL: &str = "F50-3";
/// Masked here, plain there.
pub(super) const MASKS: &str = "F51";
/// Full names of persons.
pub(super) const PERSON: &str = "F53";
/// Amounts in sentences.
pub(super) const AMOUNT_TEXT: &str = "F19";
/// Names that sentences list.
pub(super) const LISTED_NAMES: &str = "F19-2";
/// Figures that are cut and not rounded.
pub(super) const CUT_FIGURE: &str = "F20";
/// Shares.
pub(super) const SHARE_TEXT: &str = "F21";
/// Growth.
pub(super) const GROWTH_TEXT: &str = "F22";
/// Words of direction.
pub(super) const DIRECTION_TEXT: &str = "F23";
/// Growth of nothing.
pub(super) const FROM_NOTHING: &str = "F24";
/// Differences from last year.
pub(super) const PRIOR_TEXT: &str = "F25";
/// Last year's figures are there.
pub(super) const PRIOR_MISSING: &str = "F25-2";
/// Base of comparison.
pub(super) const MIXED_BASE: &str = "F26";
/// Reasons and purposes.
pub(super) const REASON_EMPTY: &str = "F29";
/// Copied reasons.
pub(super) const REASON_COPIED: &str = "F30";
/// Reasons that another body gives, too.
pub(super) const REASON_SHARED: &str = "F30-2";
/// Reasons for no change.
pub(super) const REASON_OF_NOTHING: &str = "F31";
/// Reasons that say only the number.
pub(super) const REASON_REPEATS: &str = "F32";
/// Improper reasons.
pub(super) const REASON_IMPROPER: &str = "F33";
/// Reasons against the direction.
pub(super) const REASON_AGAINST: &str = "F34";
/// Reasons that explain the opposite.
pub(super) const REASON_OF_OPPOSITE: &str = "F34-2";
/// Blind replacement.
pub(super) const REPLACED: &str = "F38";
/// Projects in sentences.
pub(super) const PROJECT_TEXT_NAME: &str = "F40-3";
/// Projects of performance tables.
pub(super) const PERFORMANCE_NAME: &str = "F40-4";
/// Paragraphs that stand twice.
pub(super) const TWICE: &str = "F41";
/// Performance tables of carried-over projects.
pub(super) const CARRIED_PERFORMANCE: &str = "F5-2";
/// Weights.
pub(super) const WEIGHTS: &str = "F48";
/// Totals of performance tables.
pub(super) const PERFORMANCE_TOTAL: &str = "F48-2";
/// Money of performance tables.
pub(super) const PERFORMANCE_MONEY: &str = "F48-3";
/// Carried-over grants as other money.
pub(super) const CARRIED_AS_OTHER: &str = "F48-4";
/// All performance tables.
pub(super) const PERFORMANCE_SUM: &str = "F48-5";
/// Values of indicators.
pub(super) const INDICATOR_VALUE: &str = "F49";
/// Indicators of another project.
pub(super) const COPIED_INDICATORS: &str = "F49-2";
/// Indicators that are last year's, results and all.
pub(super) const INDICATORS_OF_LAST_YEAR: &str = "F49-3";
/// Indicators that are not filled in.
pub(super) const INDICATORS_EMPTY: &str = "F49-4";
/// Characters that no font has.
pub(super) const UNPRINTABLE: &str = "F36-2";
/// Sentences without their last mark.
pub(super) const NO_STOP: &str = "F36-3";
/// What the form has no place for any more.
pub const WITHOUT_PLACE: &str = "F54";
/// Last year's disclosure.
pub(super) const LAST_YEAR: &str = "D7";
/// Shares that are the whole.
pub(super) const SHARES: &str = "D8";

/// The unit behind amounts.
pub(super) const AMOUNT_UNIT: &str = "F14-5";
/// Terms without an explanation.
pub(super) const TERM_EMPTY: &str = "F4-2";
/// Counts below zero.
pub(super) const BELOW_ZERO: &str = "F45-3";
/// Performance tables of what other funds pay.
pub(super) const FUND_PERFORMANCE: &str = "F5-3";
/// All the money that a goal names.
pub(super) const GOAL_AMOUNT: &str = "F48-6";
/// Values that cannot be measured.
pub(super) const VAGUE_VALUE: &str = "F49-5";
/// Parts that are more than the whole.
pub(super) const ABOVE_WHOLE: &str = "F49-6";
/// Indicators that stand twice.
pub(super) const INDICATOR_TWICE: &str = "F49-7";
/// First levels that must be.
pub(super) const INDICATOR_LEVELS: &str = "F49-8";
/// Bank accounts.
pub(super) const BANK_ACCOUNT: &str = "F50-4";
/// Number plates.
pub(super) const NUMBER_PLATE: &str = "F50-5";
/// Home addresses.
pub(super) const HOME_ADDRESS: &str = "F50-6";
/// Words of secrecy.
pub(super) const SECRECY: &str = "F52";
/// Commas between thousands.
pub(super) const THOUSANDS: &str = "F57";
/// How many offices there are.
pub(super) const OFFICES: &str = "F58";
/// Sentences that are left out.
pub(super) const SENTENCE_LEFT_OUT: &str = "F59";
/// Running costs of authorities.
pub(super) const RUNNING_COSTS: &str = "F60";

/// The contents against the document.
pub(super) const CONTENTS: &str = "F1";
/// Numbers of tables and sections.
pub(super) const NUMBERING: &str = "F1-2";
/// The body on the cover, in titles and above tables.
pub(super) const PRINTED_BODY: &str = "F37-2";
/// 单位 or 部门 on the cover and in titles.
pub(super) const PRINTED_KIND: &str = "F37-3";
/// The year on the cover, in titles and at the end.
pub(super) const PRINTED_YEAR: &str = "F39-2";
/// Publication in time.
pub(super) const LATE: &str = "F54-2";
/// The approved budget.
pub(super) const APPROVED: &str = "F56";

/// Policies that name no document.
pub(super) const BASIS: &str = "F6-2";

use Grade::{Error, Warning};

/// The rules that bind every form.
const GENERAL: [RuleText<'static>; 91] = [
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
    rule(TERM_EMPTY, Warning, "名词都有解释", "列出来又不解释的名词，看的人还是不懂。"),
    rule(PERFORMANCE, Error, "每个项目有绩效目标表", "项目的绩效目标与预算同时公开。"),
    rule(PROJECT_TEXT, Error, "每个项目在情况说明里有说明", "每个项目用多少钱、做什么，要逐个说明。"),
    rule(
        BASIS,
        Warning,
        "项目的政策依据写明文件",
        "写明文件的名称或者文号，看的人才查得到；有的项目只凭单位的职能，所以默认不查。",
    ),
    rule(ITEM_TEXT, Error, "该逐项说明的科目在情况说明里都有说明", "表里列出来的支出，要说明到最末一级科目。"),
    rule(TOTAL_WITHOUT_ROWS, Error, "合计要有下级各行", "类、款和合计行是下级各行的和，没有下级就无从核对。"),
    rule(UNIT, Warning, "金额按表上的单位填写", "把元当成表上的单位填，数会大许多倍。"),
    rule(AMOUNT_UNIT, Error, "金额后面的单位没有写错", "数与表里的一样，后面的单位却是元或者亿元，说的就是另一笔钱。"),
    rule(UNKNOWN_CODE, Warning, "科目编码应在科目表里", "公开表按当年的政府收支分类科目编列，编码有误时别人无法对照。"),
    rule(MISCODED, Error, "科目编码没有写错", "同一笔数在别的表列在另一个编码下，编码写错，各表和各级合计就都对不上。"),
    rule(OTHER_NAME, Warning, "科目名称与编码相符", "编码和名称说的不是同一个科目，其中必有一个错了。"),
    rule(FORMER_NAME, Warning, "科目用现在的名称", "旧名称多是从往年文件里抄来的。"),
    rule(UNPLANNED, Error, "有资金的来源不能说未安排", "文字与表说的要一致。"),
    rule(RESIDUE, Warning, "不留模板里的提示文字和占位符", "公开的文件里不应有待填写的内容。"),
    rule(DOUBLED, Warning, "没有重复的字词和标点", "重复多半是修改时留下的。"),
    rule(UNPRINTABLE, Warning, "每个字都有字体能印", "没有字体的字在 PDF 里印不出来，别人打开时也看不到。"),
    rule(NO_STOP, Warning, "句末有句号", "少了句号，两段会连在一起读，数字就说错了地方。"),
    rule(OTHER_BODY, Warning, "文字里是本单位的名称", "从别的单位的文件抄来时，容易留下它的名称。"),
    rule(PRINTED_BODY, Error, "封面、标题和表上方是本单位的名称", "封面和标题多是从别人的文件抄来的。"),
    rule(PRINTED_KIND, Error, "封面和标题写的单位或部门与全文一致", "单位预算和部门预算是两种公开。"),
    rule(YEAR, Warning, "年份是本年度", "从往年的文件改来时，容易留下往年的年份。"),
    rule(PRINTED_YEAR, Error, "封面、标题和落款的年度是本年度", "从去年的文件改来时，封面、标题和日期最容易漏改。"),
    rule(BRACKETS, Warning, "括号成对，同一文号的括号统一", "文号的年份用六角括号〔〕（GB/T 9704）。"),
    rule(PROJECT_NAMES, Warning, "同一项目各处名称一致", "名称不同，读者会以为是两个项目。"),
    rule(TELEPHONE, Warning, "不公开电话号码", "个人的联系方式不能随预算公开（政府信息公开条例第十五条）。"),
    rule(IDENTITY_NUMBER, Warning, "不公开身份证号码", "身份证号码是个人隐私（政府信息公开条例第十五条）。"),
    rule(EMAIL, Warning, "不公开电子邮箱", "个人的联系方式不能随预算公开（政府信息公开条例第十五条）。"),
    rule(BANK_ACCOUNT, Warning, "不公开银行账号", "账号能用来冒领和诈骗，不能随预算公开（政府信息公开条例第十五条）。"),
    rule(NUMBER_PLATE, Warning, "不公开车牌号", "车牌号说明的是某一辆车，公开车辆的数量就够了。"),
    rule(HOME_ADDRESS, Warning, "不公开个人住址", "住址是个人隐私（政府信息公开条例第十五条）。"),
    rule(
        MASKS,
        Warning,
        "一处隐去的名称别处也隐去",
        "隐去的内容在别处写全，就等于没有隐去；星号个数不同，也会被当成两个项目。",
    ),
    rule(SECRECY, Warning, "没有涉密的内容", "有密级的内容不能公开，能不能公开由保密部门核定。"),
    rule(PERSON, Warning, "不公开个人姓名", "联系人、负责人的姓名属于个人信息，可以写成“周先生”或“张**”。"),
    rule(THOUSANDS, Error, "千分位的逗号放对了地方", "1,8627.14 和 18,627.14 看起来是两个数。"),
    rule(OFFICES, Warning, "机构的个数与列出的名称一致", "个数和名单，有一样没有跟着改。"),
    rule(SENTENCE_LEFT_OUT, Error, "该说的句子没有漏", "表里有的每一笔来源和支出，同一节里别的都说了，它也要说。"),
    rule(
        RUNNING_COSTS,
        Error,
        "事业单位不写机关运行经费",
        "机关运行经费只有行政单位和参照公务员法管理的事业单位才有。",
    ),
    rule(
        WITHOUT_PLACE,
        Warning,
        "文件里的内容在表式里都有位置",
        "表式改过以后去掉的表、列、行，原来填的数没有地方印。",
    ),
    rule(AMOUNT_TEXT, Error, "文字里的数与表一致", "文字说的和表里列的是同一笔钱。"),
    rule(LISTED_NAMES, Error, "文字里列举的名称与表一致", "列举的来源、科目与表里有数的应当一样，不多也不少。"),
    rule(CUT_FIGURE, Error, "数字是四舍五入，不是截断", "截去尾数，文字就和表对不上。"),
    rule(SHARE_TEXT, Error, "占比等于该项除以总额", "占比由两个金额算出，只有一个数是对的。"),
    rule(GROWTH_TEXT, Error, "增减百分比等于差额除以上年数", "百分比的分母是上年预算数，不是本年数。"),
    rule(DIRECTION_TEXT, Error, "增减的方向与数字一致", "本年数比上年大，说的就是增，小就是减。"),
    rule(FROM_NOTHING, Error, "本年没有的不能说增加", "本年是 0，只可能不变或减少。"),
    rule(PRIOR_TEXT, Error, "与上年预算的差额正确", "差额是本年预算数减去上年预算数。"),
    rule(PRIOR_MISSING, Warning, "有上年预算数", "没有上年预算数，就写不出比上年预算的增减。"),
    rule(MIXED_BASE, Warning, "增减比的是上年预算数", "有的比预算数，有的比执行数，增减就不可比。"),
    rule(REASON_EMPTY, Warning, "原因和用途写明", "增减的原因、资金的用途要说明，不能空着。"),
    rule(REASON_COPIED, Warning, "各项有各自的原因", "两项的原因一字不差，多半有一处是抄来的。"),
    rule(
        REASON_SHARED,
        Warning,
        "各单位有各自的原因",
        "两个单位的原因一字不差，连单位自己的数也一样，有一份是抄来的；一起核对多个文件时才查。",
    ),
    rule(REASON_OF_NOTHING, Warning, "没有增减就不说增减的原因", "数没有变，说的原因必有一处不对。"),
    rule(REASON_REPEATS, Warning, "原因不能只重复数字", "读者要知道的是为什么增减。"),
    rule(REASON_IMPROPER, Warning, "原因与预算有关", "系统、录入之类不是预算增减的原因。"),
    rule(REASON_AGAINST, Warning, "原因与增减的方向一致", "预算增加了，原因却说支出减少，必有一处错了。"),
    rule(REASON_OF_OPPOSITE, Warning, "原因说得通增减的方向", "新增项目说明不了减少，压减支出说明不了增加。"),
    rule(REPLACED, Warning, "没有全文替换留下的错词", "把一个词全文换成另一个，会换坏含有它的别的词。"),
    rule(PROJECT_TEXT_NAME, Warning, "文字里的项目名称与表一致", "名称对不上，读者找不到是表里的哪个项目。"),
    rule(PERFORMANCE_NAME, Warning, "绩效目标表的项目名称与项目表一致", "名称对不上，读者找不到是表里的哪个项目。"),
    rule(TWICE, Warning, "一段文字只印一遍", "重复的段落多半是合并文件时留下的。"),
    rule(BELOW_ZERO, Error, "人数和个数不小于零", "人、车和设备数得出来，不会少于没有。"),
    rule(CARRIED_PERFORMANCE, Warning, "结转的项目也有绩效目标表", "结转资金也是本年的支出，同样要有绩效目标。"),
    rule(
        FUND_PERFORMANCE,
        Warning,
        "基金和国有资本经营预算的项目也有绩效目标表",
        "2026 年起，三本预算的项目都随预算公开绩效目标。",
    ),
    rule(WEIGHTS, Warning, "绩效指标的权重合计是规定的分数", "权重是各项指标占的分数，合计不对，年终就无法评分。"),
    rule(PERFORMANCE_TOTAL, Error, "绩效目标表的总额等于各部分之和", "总额就是各项资金之和。"),
    rule(PERFORMANCE_MONEY, Error, "绩效目标表的资金与表一致", "绩效目标表说的就是各表里这个项目的那笔钱。"),
    rule(CARRIED_AS_OTHER, Warning, "财政拨款结转仍列在财政拨款里", "上年结转的财政拨款仍是财政拨款。"),
    rule(PERFORMANCE_SUM, Warning, "各绩效目标表的总额等于项目支出", "每笔项目支出都应有绩效目标。"),
    rule(
        GOAL_AMOUNT,
        Warning,
        "目标里说的金额与项目资金一致",
        "目标说的是这个项目的钱，与它的总额对不上，多半是从别的项目抄来的。",
    ),
    rule(INDICATOR_VALUE, Warning, "指标值与上年的单位一致", "单位不同就不能比较，百分号也不能重复。"),
    rule(COPIED_INDICATORS, Warning, "各项目有各自的绩效指标", "指标要说明这个项目做什么，抄来的指标说的是别的项目。"),
    rule(
        INDICATORS_OF_LAST_YEAR,
        Warning,
        "绩效指标按本年更新",
        "上年完成多少，每年不同，和上年公开的一字不差，就是没有更新。",
    ),
    rule(INDICATORS_EMPTY, Warning, "绩效目标和指标填写完整", "没有指标名称或指标值，年终就无从评价。"),
    rule(VAGUE_VALUE, Warning, "指标值可以衡量", "“较多”“若干”没有说是多少，年终就无从评价。"),
    rule(ABOVE_WHOLE, Warning, "满意度、合格率一类的指标不超过 100%", "一部分不会比全部还多。"),
    rule(INDICATOR_TWICE, Warning, "一个指标只列一次", "同一个指标列两次，就算了两遍分。"),
    rule(INDICATOR_LEVELS, Warning, "各级指标齐全", "产出、效益和满意度各要有指标，才看得出钱花得怎样。"),
    rule(LAST_YEAR, Error, "上年预算数与上年公开的文件一致", "上年预算数就是上年文件里的本年数。"),
    rule(SHARES, Error, "占比合计为 100%", "各项合起来就是总额，占比合计只能差四舍五入的一点。"),
    rule(CONTENTS, Error, "目录与正文一致", "目录里有的，正文里要有；正文里有的，目录里要有。"),
    rule(NUMBERING, Error, "表和节的序号依次，不重复", "序号重复或者颠倒，多半是改的时候漏了一处。"),
    rule(LATE, Warning, "批复后二十日内公开", "部门预算在批复后二十日内公开（预算法第十四条）。"),
    rule(APPROVED, Error, "公开的数就是批复的数", "公开的是批复的预算，每个科目、每个项目都应是批复的数。"),
];

/// Rules that are only checked where somebody wants them: what they doubt is often well.
const ON_DEMAND: [&str; 1] = [BASIS];

/// The rules that bind the columns of a kind, in forms that have such columns.
const OF_COLUMNS: [RuleText<'static>; 3] = [
    rule(COUNT, Warning, "数量填到表式说的位数，不是负数", "数得出来的东西没有零头，也不会少于没有；多半是填错了列。"),
    rule(DATE, Warning, "日期是日历上有的一天", "写错的日期，别人不知道是哪一天。"),
    rule(FIELD_EMPTY, Warning, "表式要求的文字和日期都填了", "表里要求写明的内容，不能空着。"),
];

/// The rules that bind columns of a kind, whether a form has such columns or not.
pub fn column_rules() -> &'static [RuleText<'static>] {
    &OF_COLUMNS
}

/// Whether `form` has columns that the rule `id` binds.
fn has_columns_of(form: &Form, id: &str) -> bool {
    let is_bound = |list: &List| match id {
        COUNT => list.amounts.iter().any(|column| column.measure() == Measure::Count),
        DATE => list.fields.iter().any(|field| field.date.is_some()),
        FIELD_EMPTY => list.fields.iter().any(|field| field.is_required),
        _ => false,
    };
    form.lists.iter().any(is_bound)
}

/// Rules that sentences may state and their form need not explain: forms were written when the program still explained these
/// by itself. What is said of them is true of whatever they state.
const STATED: [(&str, Grade); 14] = [
    ("F42", Error),
    ("F42-2", Error),
    ("F43", Error),
    ("F44", Warning),
    ("F45", Error),
    ("F45-2", Warning),
    ("F46", Warning),
    ("F47", Warning),
    ("D1", Error),
    ("D2", Error),
    ("D3", Error),
    ("D4", Warning),
    ("D5", Error),
    ("D6", Error),
];

/// What can be said of a rule that `template` states, by what it states.
fn stated<'a>(template: &'a Template, id: &'a str, grade: Grade) -> RuleText<'a> {
    let is_of = |own: &str| own == id;
    let (title, why) = if template.totals.iter().any(|total| is_of(&total.rule)) {
        ("合计等于各部分之和", "合计就是各部分相加。")
    } else if template.limits.iter().any(|limit| is_of(&limit.rule)) {
        ("一个数不大于另一个数", "前一个数是后一个的一部分，或者以它为限。")
    } else if template.prior.iter().any(|prior| is_of(&prior.rule)) {
        ("上年数两边相等", "两边说的是上年的同一笔钱。")
    } else {
        ("金额等于由填写的内容算出来的数", "人数乘标准、各部分之和就是这笔钱。")
    };
    RuleText { id, grade, title, why, is_off: false }
}

/// The rules of [`STATED`] that the sentences of `form` state, as far as it does not explain them itself.
fn stated_rules(form: &Form) -> impl Iterator<Item = RuleText<'_>> {
    form.sentences.iter().flat_map(move |template| {
        let is_own = |id: &str| form.rules.iter().any(|rule| rule.id == id);
        let wanted = STATED.iter().filter(move |(id, _)| !is_own(id) && template.rules().any(|used| used == *id));
        wanted.map(|(id, grade)| stated(template, id, *grade))
    })
}

/// The rule with `id`: one of `form`, or one that binds every form.
pub fn rule_text<'a>(form: &'a Form, id: &str) -> Option<RuleText<'a>> {
    every_rule(form).find(|rule| rule.id == id).map(|rule| as_wanted(form, rule))
}

/// Every rule: those of `form` in its order, those that only its sentences name, then those that bind every form, then those of
/// kinds of columns that it has.
pub fn all_rules(form: &Form) -> impl Iterator<Item = RuleText<'_>> {
    every_rule(form).map(|rule| as_wanted(form, rule))
}

/// The same before anybody wants another grade.
fn every_rule(form: &Form) -> impl Iterator<Item = RuleText<'_>> {
    let of_form = form.rules.iter().map(|rule| RuleText {
        id: &rule.id,
        grade: if rule.doubtful { Warning } else { Error },
        title: &rule.title,
        why: &rule.why,
        is_off: false,
    });
    let of_columns = OF_COLUMNS.iter().copied().filter(|rule| has_columns_of(form, rule.id));
    of_form.chain(stated_rules(form)).chain(GENERAL.iter().copied()).chain(of_columns)
}

fn as_wanted<'a>(form: &Form, rule: RuleText<'a>) -> RuleText<'a> {
    match setting(form, rule.id) {
        Some(RuleSetting::Off) => RuleText { is_off: true, ..rule },
        Some(RuleSetting::Warning) => RuleText { grade: Warning, ..rule },
        Some(RuleSetting::Error) => RuleText { grade: Error, ..rule },
        None => rule,
    }
}

/// What a bureau wants of the rule `id`, or the rule itself where it is only checked when somebody wants it.
pub(super) fn setting(form: &Form, id: &str) -> Option<RuleSetting> {
    let wanted = form.policy.as_ref().and_then(|policy| policy.grades.get(id).copied());
    let is_own = || form.rules.iter().any(|rule| rule.id == id && rule.on_demand);
    wanted.or_else(|| (ON_DEMAND.contains(&id) || is_own()).then_some(RuleSetting::Off))
}

/// The grade of the rule `id` where nobody wants another.
pub(super) fn own_grade(form: &Form, id: &str) -> Option<Grade> {
    let general = GENERAL.iter().chain(&OF_COLUMNS).find(|rule| rule.id == id).map(|rule| rule.grade);
    let of_form = || form.rules.iter().find(|rule| rule.id == id);
    let own = || of_form().map(|rule| if rule.doubtful { Warning } else { Error });
    general.or_else(own).or_else(|| STATED.iter().find(|(own, _)| *own == id).map(|(_, grade)| *grade))
}

/// Whether `id` is that of a rule that binds every form.
pub(super) fn is_general(id: &str) -> bool {
    GENERAL.iter().chain(&OF_COLUMNS).any(|rule| rule.id == id)
}

/// How grave a breach of the rule `id` is, whether `form` brings it or it binds every form.
pub(super) fn grade_in(form: &Form, id: &str) -> Grade {
    rule_text(form, id).map_or(Warning, |rule| rule.grade)
}

/// How grave a breach of a rule that binds every form is.
pub(super) fn grade_of(id: &str) -> Grade {
    GENERAL.iter().chain(&OF_COLUMNS).find(|rule| rule.id == id).map_or(Warning, |rule| rule.grade)
}
