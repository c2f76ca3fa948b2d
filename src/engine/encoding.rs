//! Text in the encodings that Chinese systems write.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};

/// UTF-8 or UTF-16 by its byte order mark, else UTF-8 where it is valid, else GB18030, the encoding of Chinese Windows.
/// `None` where it is no text.
pub(crate) fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, 0),
        None => (GB18030, 0),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
    // No text has zeros in it; nearly everything that is none does.
    text.filter(|text| !text.contains('\0'))
}
