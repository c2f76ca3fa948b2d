//! Why a document could not be imported.

use super::SIZE_LIMIT;
use crate::file::FileError;
use crate::readers::ReadError;

/// Why a document could not be imported. Its text is a sentence in Chinese: what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The system did not let it be read.
    #[error(transparent)]
    File(#[from] FileError),
    #[error("文件超过 {} MiB，不会是预算公开文件；请检查是否选错了文件", SIZE_LIMIT / 1024 / 1024)]
    TooLarge,
    /// No reader could read it, or the reading was ended.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// None of the form's tables is in it.
    #[error("没有认出“{form}”的任何一张表{seen}；请检查是否选错了文件{}", first.as_deref().map(|line| format!("（文件开头是“{line}”）")).unwrap_or_default())]
    NoTables {
        /// Name of the form.
        form: String,
        /// How the document begins.
        first: Option<String>,
        /// What was seen in it.
        seen: String,
    },
    /// It is like a form, and does not follow it.
    #[error("这份文件不是“{nearest}”的表式：{why}；文件里看到的表：{seen}{}{kind}。请加入它自己的表式再导入；确定要按现有的表式读，请指定表式", if kind.is_empty() { "" } else { "；" })]
    OtherForm {
        /// The form that is nearest.
        nearest: String,
        /// What does not fit.
        why: String,
        /// Titles of the tables that were seen in it.
        seen: String,
        /// What it is instead, where that is known.
        kind: &'static str,
    },
    /// It has the tables' titles, but nothing tells their columns apart.
    #[error(
        "认出了表的标题，但是表里的数没有分列（不是表格，也没有制表符），不知道各是哪一列；请改用原来的 Word、Excel 或 PDF 文件"
    )]
    NoColumns,
    /// Amounts stand in its tables, of which none could be taken.
    #[error("文件里有 {amounts} 个数，一个也没有读出来，所以没有取；用 import 可以看到各是什么原因")]
    NoAmounts { amounts: usize },
    #[error("没有表式 {found}，可用的有 {}", known.join("、"))]
    UnknownForm {
        /// The form that was asked for.
        found: String,
        /// Ids of the forms that there are.
        known: Vec<String>,
    },
}
