//! Why a document could not be made.

use super::guard::Ended;

/// Why a document could not be made. Its text is a sentence in Chinese.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// Something does not fit into a workbook, such as a table with more rows than a sheet has.
    #[error("这份预算公开放不进 Excel 工作簿（{0}）；请改为导出 PDF 或 Word 文档")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The parts of a document cannot be packed.
    #[error("文档没有生成（{0}）；请关闭一些程序再试")]
    Package(#[from] std::io::Error),
    /// A library failed over something in the document.
    #[error("导出时程序出错，没有生成文件；请换一种格式导出，并把这个文件发给开发者")]
    Crashed,
    /// The caller does not want the document any more.
    #[error("已取消")]
    Cancelled,
    #[error(transparent)]
    Pdf(#[from] super::pdf::PdfError),
}

impl From<Ended> for ExportError {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Cancelled => Self::Cancelled,
            Ended::Crashed => Self::Crashed,
        }
    }
}
