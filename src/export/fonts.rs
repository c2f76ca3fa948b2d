//! The fonts that are built into the program; `assets/fonts/README.md` says where they come from.
//!
//! The two large ones of the window are built in as they are: of such a file the memory holds only the pages that are read, and a package
//! compresses it all the same. The others are compressed with Zstandard.

use std::io::Read;
use std::sync::LazyLock;

/// A font of the program.
pub enum BuiltInFont {
    /// As it is.
    Plain(&'static [u8]),
    /// Compressed: not decompressed before somebody asks for it, and then once.
    Compressed(LazyLock<Option<Vec<u8>>>),
}

/// Noto Sans SC Regular: the window's font, and 黑体 in the exported document.
pub static SANS_REGULAR: BuiltInFont = BuiltInFont::Plain(include_bytes!("../../assets/fonts/NotoSansSC-Regular.otf"));

/// Noto Sans SC SemiBold for what GB 2312 has: heads and totals in the window.
pub static SANS_SEMIBOLD: BuiltInFont =
    BuiltInFont::Plain(include_bytes!("../../assets/fonts/NotoSansSC-SemiBold-GB2312.ttf"));

/// Noto Serif SC Regular: 宋体 in the exported document.
pub static SERIF_REGULAR: BuiltInFont = BuiltInFont::Compressed(LazyLock::new(|| {
    decompress(include_bytes!("../../assets/fonts/NotoSerifSC-Regular.ttf.zst"))
}));

/// Noto Serif SC Bold for what stands in 通用规范汉字表: titles.
pub static SERIF_BOLD: BuiltInFont = BuiltInFont::Compressed(LazyLock::new(|| {
    decompress(include_bytes!("../../assets/fonts/NotoSerifSC-Bold-standard.ttf.zst"))
}));

/// Disclosure Kai, which is LXGW WenKai for what stands in 通用规范汉字表: 楷体.
pub static KAI: BuiltInFont = BuiltInFont::Compressed(LazyLock::new(|| {
    decompress(include_bytes!("../../assets/fonts/DisclosureKai-standard.ttf.zst"))
}));

/// Noto Naskh Arabic Regular: Uyghur, and whatever else is written in Arabic script, in the window and the document.
pub static NASKH_REGULAR: BuiltInFont = BuiltInFont::Compressed(LazyLock::new(|| {
    decompress(include_bytes!("../../assets/fonts/NotoNaskhArabic-Regular.ttf.zst"))
}));

/// The same in bold: titles.
pub static NASKH_BOLD: BuiltInFont = BuiltInFont::Compressed(LazyLock::new(|| {
    decompress(include_bytes!("../../assets/fonts/NotoNaskhArabic-Bold.ttf.zst"))
}));

impl BuiltInFont {
    /// The font file; `None` where the program itself is damaged.
    pub fn file(&'static self) -> Option<&'static [u8]> {
        match self {
            Self::Plain(file) => Some(file),
            Self::Compressed(file) => file.as_deref(),
        }
    }
}

/// What was compressed with Zstandard to be built in; `None` where the program itself is damaged.
pub fn decompress(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    ruzstd::decoding::StreamingDecoder::new(bytes).ok()?.read_to_end(&mut file).ok()?;
    Some(file)
}
