//! What the archive and a document say of their parts: which documents, pages, templates and resources there are.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::ReadError;
use super::super::xml::{Handler, attribute};
use super::array;

/// The parts that `OFD.xml` or the root of a document names, by where they lie.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The roots of documents.
    pub documents: Vec<String>,
    /// The pages in order.
    pub pages: Vec<String>,
    /// The templates by their ids.
    pub templates: HashMap<String, String>,
    /// What pages show that is kept for all of them.
    pub resources: Vec<String>,
    /// Left, top, width and height of a page that says no other, in millimetres.
    pub size: Option<[f64; 4]>,
    text: String,
}

impl Handler for Index {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.text.clear();
        let location = || attribute(element, "BaseLoc");
        match element.local_name().as_ref() {
            "Page" => self.pages.extend(location()),
            "TemplatePage" => {
                if let (Some(id), Some(location)) = (attribute(element, "ID"), location()) {
                    self.templates.insert(id, location);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        let text = std::mem::take(&mut self.text);
        match name {
            "DocRoot" => self.documents.push(text),
            "PublicRes" | "DocumentRes" => self.resources.push(text),
            "PhysicalBox" => self.size = array(&text).or(self.size),
            _ => {}
        }
        Ok(())
    }
}
