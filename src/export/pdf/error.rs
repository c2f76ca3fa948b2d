//! Why pages could not be made.

use crate::guard::Ended;

/// Why pages could not be made. Its text is a sentence in Chinese.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// A font of the program cannot be read: the program file is damaged.
    #[error("程序内置的字体“{0}”读不出，请重新安装程序")]
    Font(&'static str),
    /// The typesetter could not make pages of the document.
    #[error("排版没有成功：{0}")]
    Typesetting(String),
    /// The tables and sentences are more than pages can be set of in reasonable time and memory.
    #[error(
        "各表一共有 {rows} 行、{cells} 格，全文 {} 万字，太长，不排成 PDF 和 OFD（要七百页以上、1 GB 内存）；请导出 Excel、Word 或网页",
        characters / 10_000
    )]
    TooLong {
        /// How many rows the tables have together.
        rows: usize,
        cells: usize,
        /// How many characters stand in tables and sentences.
        characters: usize,
    },
    /// The typesetter failed over something in the document.
    #[error("排版程序出错，没有排成页面；请改为导出 Word 文档，并把这个文件发给开发者")]
    Crashed,
    /// The caller did not want the pages any more.
    #[error("已取消")]
    Cancelled,
}

impl From<Ended> for PdfError {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Cancelled => Self::Cancelled,
            Ended::Crashed => Self::Crashed,
        }
    }
}
