//! Why a document could not be imported.

use super::SIZE_LIMIT;
use crate::file::FileError;
use crate::isolation::Ending;

/// Why a document could not be imported. Its text is a sentence in Chinese: what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The system did not let it be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// Far larger than any disclosure.
    #[error("文件超过 {} MiB，不会是预算公开文件；请检查是否选错了文件", SIZE_LIMIT / 1024 / 1024)]
    TooLarge,
    /// It says or unpacks to more than any disclosure does.
    #[error("文件里的内容太多（{0}），不会是预算公开文件；请检查是否选错了文件")]
    TooMuch(&'static str),
    /// There is nothing in it.
    #[error("文件是空的；请检查是否选错了文件")]
    Empty,
    /// It opens with a password only.
    #[error("文件设有打开密码；请用原来的程序打开，取消密码，另存后再导入")]
    Encrypted,
    /// It is of a kind that is read, but not as it should be.
    #[error("{0}文件已损坏，读不出来；请用原来的程序打开，重新另存后再导入")]
    Broken(&'static str),
    /// It is of a kind that is not read.
    #[error("不能导入{found}；请用 Office 或 WPS 打开，另存为 {instead} 后再导入")]
    Unsupported {
        /// What it is.
        found: &'static str,
        /// What it can be saved as.
        instead: &'static str,
    },
    /// A PDF of pictures.
    #[error("这是扫描的 PDF，页面都是图片，没有文字可读；请改用生成它的 Word、Excel 文件，或者先作文字识别再核对")]
    Scanned,
    /// It is no text in a known encoding.
    #[error("认不出这是什么文件；可以导入 .xlsx、.xls、.et、.ods、.csv、.docx、.pdf、网页和以制表符分列的文本")]
    Unknown,
    /// None of the form's tables is in it.
    #[error("没有认出“{form}”的任何一张表；请检查是否选错了文件{}", first.as_deref().map(|line| format!("（文件开头是“{line}”）")).unwrap_or_default())]
    NoTables {
        /// Name of the form.
        form: String,
        /// How the document begins.
        first: Option<String>,
    },
    /// It has the tables' titles, but nothing tells their columns apart.
    #[error(
        "认出了表的标题，但是表里的数没有分列（不是表格，也没有制表符），不知道各是哪一列；请改用原来的 Word、Excel 或 PDF 文件"
    )]
    NoColumns,
    /// There is no such form.
    #[error("没有表式 {found}，可用的有 {}", known.join("、"))]
    UnknownForm {
        /// The form that was asked for.
        found: String,
        /// Ids of the forms that there are.
        known: Vec<String>,
    },
    /// The process that reads documents refused it, and said why.
    #[error("{0}")]
    Refused(String),
    /// The process that reads documents did not come to an end with it.
    #[error(transparent)]
    Ended(#[from] Ending),
    /// It was told to stop.
    #[error("导入已取消")]
    Cancelled,
}
