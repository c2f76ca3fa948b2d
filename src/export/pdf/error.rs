//! Why pages could not be made.

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
    /// Characters that no font has; a PDF for archives must not have blanks in their place.
    #[error("内置的和本机的字体里都没有这些字：{0}。请改用别的字，或安装有这些字的字体")]
    MissingCharacters(String),
    /// The caller did not want the pages any more.
    #[error("已取消")]
    Cancelled,
}
