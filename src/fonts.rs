//! The fonts that are built into the program. `assets/fonts/README.md` says where they come from.

/// Noto Sans SC Regular: the window's font, and 黑体 in the exported document.
pub static SANS_REGULAR: &[u8] = include_bytes!("../assets/fonts/NotoSansSC-Regular.otf");

/// Noto Serif SC Regular, with Zstandard: 宋体 in the exported document.
pub static SERIF_REGULAR: &[u8] = include_bytes!("../assets/fonts/NotoSerifSC-Regular.ttf.zst");

/// Noto Serif SC Bold for what stands in 通用规范汉字表, with Zstandard: titles.
pub static SERIF_BOLD: &[u8] = include_bytes!("../assets/fonts/NotoSerifSC-Bold-standard.ttf.zst");

/// Disclosure Kai, which is LXGW WenKai for what stands in 通用规范汉字表, with Zstandard: 楷体.
pub static KAI: &[u8] = include_bytes!("../assets/fonts/DisclosureKai-standard.ttf.zst");
