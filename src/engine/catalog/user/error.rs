//! Why a user's catalogue could not be read.

use super::{ROW_LIMIT, SIZE_LIMIT, Taken};
use crate::file::FileError;
use crate::isolation::Ending;

/// Why a catalogue of a user's own could not be read. Its text is a sentence in Chinese: what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UserCatalogError {
    /// The system did not let it be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The process that reads lists did not come to an end with it.
    #[error(transparent)]
    Ended(#[from] Ending),
    /// Far larger than any list of codes.
    #[error("文件超过 {} MiB，不会是科目表；请检查是否选错了文件", SIZE_LIMIT / 1024 / 1024)]
    TooLarge,
    /// Far more rows than any list of codes.
    #[error("文件超过 {} 万行，不会是科目表；请检查是否选错了文件", ROW_LIMIT / 10_000)]
    TooManyRows,
    /// It opens with a password only.
    #[error("文件设有打开密码；请在 Excel 或 WPS 里取消密码，另存后再载入")]
    Encrypted,
    /// It is a spreadsheet that cannot be read.
    #[error("表格文件已损坏，或者不是 XLSX、XLS 格式；请在 Excel 或 WPS 里打开，另存为 .xlsx 后再载入")]
    Workbook,
    /// It is an OpenDocument spreadsheet.
    #[error("不能直接载入 ODS 文件；请在 WPS 或 LibreOffice 里打开，另存为 .xlsx 后再载入")]
    Ods,
    /// It is neither a spreadsheet nor text.
    #[error("这不是表格，文字也认不出来；请在 Excel 或 WPS 里打开，另存为 .xlsx 或 UTF-8 的 .csv 后再载入")]
    NotText,
    /// It holds no code that a disclosure could have.
    #[error(
        "没有读到功能分类（2 开头）或支出经济分类（3 开头）的科目；表里要有“科目编码”和“科目名称”两列{}",
        .0.not_understood.first().map(|line| format!("（{line}）")).unwrap_or_default()
    )]
    NoCodes(Box<Taken>),
}
