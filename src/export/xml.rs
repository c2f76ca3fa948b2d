//! Writing the XML of which documents consist.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// Attributes of an element.
type Attributes<'a> = [(&'a str, &'a str)];

/// An XML part that is being written.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    pub fn new() -> io::Result<Self> {
        let mut writer = Writer::new(Vec::new());
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        Ok(Self { writer })
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner()
    }

    /// An element with what `inside` writes.
    pub fn element(
        &mut self,
        name: &str,
        attributes: &Attributes<'_>,
        inside: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.writer.write_event(Event::Start(start(name, attributes)))?;
        inside(self)?;
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: &Attributes<'_>) -> io::Result<()> {
        self.writer.write_event(Event::Empty(start(name, attributes)))
    }

    /// An element with nothing but a text.
    pub fn text(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) -> io::Result<()> {
        let text: String = text.chars().filter(|&c| is_writable(c)).collect();
        self.element(name, attributes, |xml| xml.writer.write_event(Event::Text(BytesText::new(&text))))
    }
}

/// Whether XML has a way to write `c`: control characters and the two that are none (XML 1.0, 2.2) it cannot hold.
fn is_writable(c: char) -> bool {
    (!c.is_control() || c == '\t') && !matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn start<'a>(name: &'a str, attributes: &Attributes<'a>) -> BytesStart<'a> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}
