//! The objects of a page, of a template, or of what pages share: read from XML, to be printed.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::printed::{Matrix, too_much};
use super::super::xml::{self, Handler, attribute};
use super::super::{Progress, ReadError};
use super::path::{self, Edge};
use super::text::Text;
use super::{OFD, array, said};

/// What the objects of a file may weigh, and those of all that is kept.
const MOST: usize = 1_000_000;
/// What holds paths and texts that are not printed where they stand: what an object is cut to or filled with.
const ASIDE: [&str; 5] = ["Clips", "FillColor", "StrokeColor", "Actions", "Annotations"];

/// What is printed.
#[derive(Debug)]
pub(super) enum Object {
    Text(Text),
    /// The edges of a path, and what brings them to where the page counts from.
    Path(Matrix, Vec<Edge>),
    /// What pages share, by its id.
    Unit(Matrix, String),
    Picture,
}

impl Object {
    /// How much work it is to print it: about as many steps.
    pub fn weight(&self) -> usize {
        1 + match self {
            Self::Text(text) => text.weight(),
            Self::Path(_, edges) => edges.len(),
            Self::Unit(..) | Self::Picture => 0,
        }
    }
}

/// What a file says.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Left, top, width and height of the page, in millimetres.
    pub size: Option<[f64; 4]>,
    /// The templates that it shows, by their ids.
    pub templates: Vec<String>,
    /// Its objects in order.
    pub objects: Vec<Object>,
    /// Composite objects by their ids.
    pub units: HashMap<String, Vec<Object>>,
    /// The files of resources that it names.
    pub resources: Vec<String>,
    /// What its objects weigh, those of its units with them.
    pub weight: usize,
}

impl Content {
    /// Reads `text`, beside objects of this weight that are kept.
    pub fn read(text: &str, kept: usize, progress: &Progress) -> Result<Self, ReadError> {
        let content = Self { weight: kept, ..Self::default() };
        let mut reading = Reading { content, ..Reading::default() };
        xml::read(text, OFD, progress, &mut reading)?;
        let mut content = reading.content;
        content.weight -= kept;
        Ok(content)
    }
}

#[derive(Default)]
struct Reading {
    content: Content,
    /// The unit that is open, with its objects so far.
    unit: Option<(String, Vec<Object>)>,
    text: Option<Text>,
    /// Where the path stands that is open.
    path: Option<Matrix>,
    /// The characters of the element that is open.
    characters: String,
    /// How many elements are open whose contents stand aside.
    aside: usize,
}

impl Handler for Reading {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.characters.clear();
        let name = element.local_name();
        let name = name.as_ref();
        if ASIDE.contains(&name) {
            self.aside += 1;
        }
        if self.aside > 0 {
            return Ok(());
        }
        let is = |name: &str, otherwise: bool| {
            attribute(element, name).map_or(otherwise, |value| matches!(value.trim(), "true" | "1"))
        };
        match name {
            "Template" => self.content.templates.extend(attribute(element, "TemplateID")),
            "CompositeGraphicUnit" => {
                self.unit = Some((attribute(element, "ID").unwrap_or_default(), Vec::new()));
            }
            "TextObject" => {
                self.text = is("Visible", true).then(|| Text::new(element, frame(element)?)).transpose()?;
            }
            "TextCode" => {
                if let Some(text) = &mut self.text {
                    text.begin(element)?;
                }
            }
            "PathObject" => {
                let is_painted = is("Visible", true) && (is("Stroke", true) || is("Fill", false));
                self.path = is_painted.then(|| frame(element)).transpose()?;
            }
            "CompositeObject" if is("Visible", true) => {
                self.push(Object::Unit(frame(element)?, attribute(element, "ResourceID").unwrap_or_default()))?;
            }
            "ImageObject" => self.push(Object::Picture)?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.aside == 0 {
            self.characters.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        if ASIDE.contains(&name) {
            self.aside = self.aside.saturating_sub(1);
            return Ok(());
        }
        if self.aside > 0 {
            return Ok(());
        }
        let characters = std::mem::take(&mut self.characters);
        match name {
            "PhysicalBox" => self.content.size = array(&characters).or(self.content.size),
            "PageRes" => self.content.resources.push(characters),
            "TextCode" => {
                if let Some(run) = self.text.as_mut().and_then(|text| text.end(characters)) {
                    self.push(Object::Text(run))?;
                }
            }
            "TextObject" => self.text = None,
            "AbbreviatedData" => {
                if let Some(frame) = self.path {
                    self.push(Object::Path(frame, path::edges(&characters)?))?;
                }
            }
            "PathObject" => self.path = None,
            "CompositeGraphicUnit" => self.content.units.extend(self.unit.take()),
            _ => {}
        }
        Ok(())
    }
}

impl Reading {
    fn push(&mut self, object: Object) -> Result<(), ReadError> {
        self.content.weight += object.weight();
        if self.content.weight > MOST {
            return Err(too_much());
        }
        let objects = self.unit.as_mut().map_or(&mut self.content.objects, |(_, objects)| objects);
        objects.push(object);
        Ok(())
    }
}

/// What brings an object to the place where it is bounded.
fn frame(element: &BytesStart<'_>) -> Result<Matrix, ReadError> {
    let [x, y] = said(element, "Boundary", array)?.unwrap_or_default();
    let own = said(element, "CTM", array)?.map_or(Matrix::IDENTITY, Matrix);
    Ok(Matrix::translation(x, y) * own)
}
