//! Why something cannot be done to a disclosure.

use crate::disclosure::{Code, TooLong};

/// A change that the disclosure cannot take, in the user's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The code has a row already.
    #[error("{} 已经在表里，一个科目只能有一行", .0.spaced())]
    CodeExists(Code),
    /// A stored row stands above or below the code, so that amounts would be counted at two levels.
    #[error("{} 与已有的 {} 是上下级，金额只能录在其中一级", .0.spaced(), .1.spaced())]
    CodeOverlaps(Code, Code),
    /// The code is deeper than the table's.
    #[error("{} 比这张表的科目细，这张表只列到{}", .0.spaced(), .1)]
    CodeTooDeep(Code, &'static str),
    #[error("这张表的行由表式规定，不能增减")]
    FixedRows,
    /// A name or a text is longer than any can be.
    #[error("{0}；请缩短，或者分成几段")]
    TooLong(TooLong),
    /// A row needs a code here.
    #[error("请先填科目编码")]
    CodeMissing,
    #[error("请填写项目名称")]
    NameMissing,
    /// Only stored rows can be removed.
    #[error("类、款、合计行由下级各行生成，删除下级各行后会自行消失")]
    DerivedRow,
    /// Something that only stored rows allow.
    #[error("类、款、合计行由下级各行生成，不能{0}")]
    DerivedRowStays(&'static str),
    /// The form gives the order of rows.
    #[error("这张表的行由表式规定，不能移动")]
    FixedOrder,
    /// The total of all rows is printed before them.
    #[error("总计行不能移动")]
    TotalStays,
    /// Nothing stands above the row under the same total.
    #[error("已经是同一合计下的第一行，不能再上移")]
    AlreadyFirst,
    /// Nothing stands below the row under the same total.
    #[error("已经是同一合计下的最后一行，不能再下移")]
    AlreadyLast,
    /// The selected rows do not stand side by side under one total.
    #[error("选中的行不在同一个合计下面，不能一起移动；请只选同一级的相邻几行")]
    NotBeside,
    #[error("已经是第一行指标，不能再上移")]
    FirstIndicator,
    #[error("已经是最后一行指标，不能再下移")]
    LastIndicator,
    #[error("这张表的行没有科目编码")]
    NoCodes,
    /// Texts and dates are of single rows.
    #[error("合计行是加出来的，没有文字和日期可填")]
    NoFieldInTotals,
    #[error("这张表按项目列，科目随项目一起增加，不能从别的表取")]
    CodesNeedProjects,
    /// Codes of one classification mean nothing in the other.
    #[error("两张表的科目分类不同，功能分类和支出经济分类不能互相取用")]
    OtherClassification,
    /// A code is changed by another row.
    #[error("科目编码用“表格 › 更改科目…”修改")]
    FixedCode,
    /// A name that the form gives.
    #[error("这个名称由表式规定，不能修改")]
    FixedName,
    #[error("请填写批注内容")]
    CommentEmpty,
    #[error("请填写批注人")]
    AuthorMissing,
    /// An answer to a comment says nothing.
    #[error("请填写答复内容")]
    ReplyEmpty,
    #[error("这条批注已经不在了")]
    CommentMissing,
    #[error("请填写签审人")]
    SignerMissing,
    /// What is compared has changed since.
    #[error("这一处已经不是比较时的样子，请重新比较")]
    ComparisonOutdated,
    /// A paragraph of a part that was written as a whole has none in the template that answers to it.
    #[error("这一段在句式里没有对应的段落；可以采用这一节的全部段落，这一节就整体照对照文件")]
    NoPlaceInTemplate,
    /// A finding is accepted only with a reason.
    #[error("请填写接受的理由")]
    ReasonMissing,
    #[error("请填写接受人")]
    AcceptorMissing,
    /// The text is not there any more.
    #[error("这段文字已经不在了")]
    TextMissing,
    /// The template has no paragraph for a part that was written as a whole.
    #[error("句式里没有这一部分的内容，按句式生成会成为空白；原文保留不动")]
    NothingGenerated,
    /// The form has no template of sentences.
    #[error("这个表式没有文字部分的句式")]
    NoSentences,
    /// A slot takes another kind of value.
    #[error("这里要填的不是这种内容")]
    OtherValue,
    /// What was typed is no amount.
    #[error("“{text}”不能作为金额：{why}。请改正，或按 Esc 放弃。")]
    NoAmount { text: String, why: String },
    /// What was typed is no weight.
    #[error("“{0}”不能作为权重：请填 0 到 100 的数，如 10 或 7.5")]
    NoWeight(String),
    /// More rows than a table of indicators has.
    #[error("要粘贴的有 {0} 行，绩效指标没有这么多；请检查复制的内容")]
    TooManyRows(usize),
    /// A block of cells that does not fit where it is to be pasted.
    #[error("要粘贴的内容与这里的栏目对不上；粘贴指标，请先选中指标行最左边的格")]
    OtherLayout,
    /// A paragraph that is written anew says nothing.
    #[error("段落不能是空的；不要改写时，可以让它按句式生成")]
    ParagraphEmpty,
    /// A disclosure is rolled forward only to the next year.
    #[error("这是 {0} 年的文件，新的年度应是 {next} 年：它的数要成为上年预算数", next = .0.saturating_add(1))]
    YearNotNext(u16),
    #[error("请填写单位名称")]
    BodyMissing,
    /// The year is not one of a budget.
    #[error("年度应在 2000 到 2100 之间")]
    YearOutOfRange,
}
