//! Why a user's catalogue could not be read.

use super::{LIST_SIZE_LIMIT, Taken};
use crate::isolation::Ending;
use crate::readers::{ReadError, Refusal};

/// Why a catalogue of a user's own could not be read. Its text is a sentence in Chinese: what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UserCatalogError {
    /// The process that reads lists did not come to an end with it.
    #[error(transparent)]
    Ended(Ending),
    /// Far larger than any list of codes.
    #[error("文件超过 {} MiB，不会是科目表；请检查是否选错了文件", LIST_SIZE_LIMIT / 1024 / 1024)]
    TooLarge,
    /// It says or unpacks to far more than any list of codes.
    #[error("文件里的内容太多，不会是科目表；请检查是否选错了文件")]
    TooMuch,
    /// It opens with a password only.
    #[error("文件设有打开密码；请在 Excel 或 WPS 里取消密码，另存后再载入")]
    Encrypted,
    /// It is of a kind that is known, but cannot be read.
    #[error("文件已损坏，或者不是能读的格式；请在 Excel 或 WPS 里打开，另存为 .xlsx 后再载入")]
    Unread,
    /// It is neither a spreadsheet nor text.
    #[error("这不是表格，文字也认不出来；请在 Excel 或 WPS 里打开，另存为 .xlsx 或 UTF-8 的 .csv 后再载入")]
    NotText,
    /// It holds no code that a disclosure could have.
    #[error(
        "没有读到功能分类（2 开头）或支出经济分类（3、5 开头）的科目；表里要有“科目编码”和“科目名称”两列{}",
        .0.not_understood.first().map(|line| format!("（{line}）")).unwrap_or_default()
    )]
    NoCodes(Box<Taken>),
}

impl From<ReadError> for UserCatalogError {
    fn from(error: ReadError) -> Self {
        match (error.refusal(), error) {
            (_, ReadError::Ended(ending)) => Self::Ended(ending),
            (Some(Refusal::TooMuch), _) => Self::TooMuch,
            (Some(Refusal::Encrypted), _) => Self::Encrypted,
            (Some(Refusal::Unknown), _) => Self::NotText,
            (Some(Refusal::Empty), _) => Self::NoCodes(Box::default()),
            // Nobody cancels it.
            (Some(Refusal::Broken | Refusal::Unsupported | Refusal::Scanned | Refusal::Unreadable) | None, _) => {
                Self::Unread
            }
        }
    }
}
