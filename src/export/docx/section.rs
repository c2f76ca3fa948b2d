//! Sections: pages of one size, orientation and numbering.

use std::io;

use super::frame::{BLANK_FOOTER, FOOTER, HEADER};
use crate::xml::Xml;

/// The kinds of pages, in twentieths of a point as everything here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// Cover and contents: without a number.
    Front,
    /// Text, with the margins of official documents.
    Text,
    /// A table upright.
    Portrait,
    /// A table across.
    Landscape,
}

/// The sides of an A4 page.
const SHORT: &str = "11906";
const LONG: &str = "16838";

/// How far above the lower edge of every page its number stands, as in the PDF.
const NUMBER: &str = "1111";

impl Page {
    /// How wide a table on it is.
    pub fn width(self) -> u32 {
        match self {
            Self::Front | Self::Text => 8844,
            Self::Portrait => 9978,
            Self::Landscape => 15250,
        }
    }

    /// Margins: top, right, bottom, left.
    fn margins(self) -> [&'static str; 4] {
        match self {
            Self::Front | Self::Text => ["2098", "1474", "1984", "1588"],
            Self::Portrait => ["851", "964", "1531", "964"],
            Self::Landscape => ["851", "794", "1531", "794"],
        }
    }

    /// The properties of a section of such pages; `is_first` begins to count its pages from 1.
    pub fn section(self, xml: &mut Xml, is_first: bool) -> io::Result<()> {
        let footer = if self == Self::Front { BLANK_FOOTER } else { FOOTER };
        let [top, right, bottom, left] = self.margins();
        xml.element("w:sectPr", &[], |xml| {
            xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", HEADER)])?;
            xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", footer)])?;
            xml.value("w:type", "nextPage")?;
            match self {
                Self::Landscape => xml.empty("w:pgSz", &[("w:w", LONG), ("w:h", SHORT), ("w:orient", "landscape")])?,
                _ => xml.empty("w:pgSz", &[("w:w", SHORT), ("w:h", LONG)])?,
            }
            let margins = [
                ("w:top", top),
                ("w:right", right),
                ("w:bottom", bottom),
                ("w:left", left),
                ("w:header", "567"),
                ("w:footer", NUMBER),
                ("w:gutter", "0"),
            ];
            xml.empty("w:pgMar", &margins)?;
            if is_first {
                xml.empty("w:pgNumType", &[("w:start", "1")])?;
            }
            Ok(())
        })
    }

    /// Ends a section of such pages: in a paragraph as small as can be, since a table cannot end one.
    pub fn end(self, xml: &mut Xml, is_first: bool) -> io::Result<()> {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                xml.value("w:pStyle", "TableText")?;
                xml.empty("w:spacing", &[("w:line", "20"), ("w:lineRule", "exact")])?;
                self.section(xml, is_first)
            })
        })
    }
}

/// A paragraph as small as can be: two tables need one between them, and a table cannot be the last on a page.
pub(super) fn separator(xml: &mut Xml) -> io::Result<()> {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", "TableText")?;
            xml.empty("w:spacing", &[("w:line", "20"), ("w:lineRule", "exact")])
        })
    })
}
