//! What Word's XML has everywhere.

use std::io;

use crate::xml::Xml;

/// The name space of what Word writes.
pub(super) const WORD: (&str, &str) = ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
/// That of references from one part to another.
pub(super) const REFERENCES: (&str, &str) =
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");

impl Xml {
    /// An element with nothing but the attribute `w:val`.
    pub(super) fn value(&mut self, name: &str, value: &str) -> io::Result<()> {
        self.empty(name, &[("w:val", value)])
    }
}
