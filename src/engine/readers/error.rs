//! Why a document could not be read.

use serde::{Deserialize, Serialize};

use crate::isolation::Ending;

/// Why a document could not be read. Its text is a sentence in Chinese: what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It says or unpacks to more than any disclosure does.
    #[error("文件里的内容太多（{0}），不会是预算公开文件；请检查是否选错了文件")]
    TooMuch(&'static str),
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
        found: &'static str,
        /// What it can be saved as.
        instead: &'static str,
    },
    /// Pages of pictures.
    #[error("这是扫描的 {kind}，页面都是图片，没有文字可读；请改用生成它的 Word、Excel 文件，或者先作文字识别再核对", kind = .0.trim())]
    Scanned(&'static str),
    /// Pages of characters of which it does not say what they are.
    #[error("这个 {kind} 看得见字，却没有说明各个字符是什么字（字体没有对照表，复制出来也是乱码），读不出来；请改用生成它的 Word、Excel 文件，或者用原来的程序重新导出 {kind} 再导入", kind = .0.trim())]
    Unreadable(&'static str),
    /// It is no text in a known encoding.
    #[error(
        "认不出这是什么文件；可以导入 .xlsx、.xls、.et、.ods、.csv、.docx、.odt、.pdf、.ofd、网页和以制表符分列的文本"
    )]
    Unknown,
    /// The process that reads documents refused it, and said why.
    #[error("{1}")]
    Refused(Refusal, String),
    /// The process that reads documents did not come to an end with it.
    #[error(transparent)]
    Ended(#[from] Ending),
    #[error("导入已取消")]
    Cancelled,
}

/// Of which kind it is that a document is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    TooMuch,
    /// Nothing.
    Empty,
    /// Behind a password.
    Encrypted,
    /// Damaged.
    Broken,
    /// Of a kind that is known and not read.
    Unsupported,
    /// Pictures.
    Scanned,
    /// Characters that nothing tells.
    Unreadable,
    /// Of no kind that is known.
    Unknown,
}

impl ReadError {
    /// Of which kind it is, where a reader refused the document.
    pub fn refusal(&self) -> Option<Refusal> {
        Some(match self {
            Self::TooMuch(_) => Refusal::TooMuch,
            Self::Empty => Refusal::Empty,
            Self::Encrypted => Refusal::Encrypted,
            Self::Broken(_) => Refusal::Broken,
            Self::Unsupported { .. } => Refusal::Unsupported,
            Self::Scanned(_) => Refusal::Scanned,
            Self::Unreadable(_) => Refusal::Unreadable,
            Self::Unknown => Refusal::Unknown,
            Self::Refused(refusal, _) => *refusal,
            Self::Ended(_) | Self::Cancelled => return None,
        })
    }
}
