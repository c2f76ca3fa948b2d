//! Why a document could not be made.

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
    /// The pages cannot be made.
    #[error(transparent)]
    Pdf(#[from] super::pdf::PdfError),
}
