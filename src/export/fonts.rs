//! The fonts that are built into the program; `assets/fonts/README.md` says where they come from.
//!
//! They are built in as they are: of such a file the memory holds only the pages that are read, nobody waits for it to be
//! decompressed, and a package compresses it all the same.

/// Noto Sans SC Regular: the window's font, and 黑体 in the exported document.
pub static SANS_REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-Regular.otf");

/// Noto Sans SC SemiBold for what GB 2312 has: heads and totals in the window.
pub static SANS_SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-SemiBold-GB2312.ttf");

/// Noto Serif SC Regular: 宋体 in the exported document.
pub static SERIF_REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSerifSC-Regular.ttf");

/// Noto Serif SC Bold for what stands in 通用规范汉字表: titles.
pub static SERIF_BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSerifSC-Bold-standard.ttf");

/// Disclosure Kai, which is LXGW WenKai for what stands in 通用规范汉字表: 楷体.
pub static KAI: &[u8] = include_bytes!("../../assets/fonts/DisclosureKai-standard.ttf");

/// Noto Naskh Arabic Regular: Uyghur, and whatever else is written in Arabic script, in the window and the document.
pub static NASKH_REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoNaskhArabic-Regular.ttf");

/// The same in bold: titles.
pub static NASKH_BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoNaskhArabic-Bold.ttf");
