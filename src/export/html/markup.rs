//! Writing the markup of a web page.

use crate::direction;

/// How what has a class looks where no style sheet says it.
const INLINE: [(&str, &str); 15] = [
    ("draft", "border:2px solid #9c1c1c;color:#9c1c1c;font-weight:bold;text-align:center;padding:4px"),
    ("scroll", "overflow-x:auto"),
    ("table", "border-collapse:collapse;width:100%"),
    ("caption", "text-align:left"),
    ("title", "text-align:center;margin:16px 0 4px"),
    ("subtitle", "display:block;text-align:center"),
    ("corners", "display:flex;justify-content:space-between"),
    ("head", "border:1px solid #333;padding:4px 6px;text-align:center"),
    ("name", "border:1px solid #333;padding:4px 6px;text-align:left;font-weight:normal"),
    ("number", "border:1px solid #333;padding:4px 6px;text-align:right;white-space:nowrap"),
    ("middle", "border:1px solid #333;padding:4px 6px;text-align:center;font-weight:normal"),
    ("sum", "font-weight:bold"),
    ("note", "margin:4px 0"),
    ("paragraph", "text-indent:2em"),
    ("signature", "width:fit-content;margin:3em 2em 1em auto;text-align:center"),
];

/// The deepest step of indent that the style sheet knows.
const DEEPEST: u8 = 6;

/// A piece of a web page that is being written.
pub(super) struct Markup {
    text: String,
    /// Whether each element says itself how it looks: what is pasted into another page has no style sheet.
    is_inline: bool,
}

/// An element with its attributes.
#[derive(Debug, Clone, Default)]
pub(super) struct Element<'a> {
    name: &'a str,
    class: &'a str,
    attributes: Vec<(&'a str, String)>,
    /// By how many characters its text is set in, beside the usual room.
    indent: u8,
}

impl<'a> Element<'a> {
    pub fn new(name: &'a str, class: &'a str) -> Self {
        Self { name, class, ..Self::default() }
    }

    pub fn with(mut self, name: &'a str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// With an attribute that says nothing where the value is 1.
    pub fn spanning(self, name: &'a str, value: usize) -> Self {
        if value > 1 { self.with(name, value.to_string()) } else { self }
    }

    /// Set in by so many characters beside the usual room.
    pub fn indented(mut self, characters: u8) -> Self {
        self.indent = characters;
        self
    }

    /// As the direction of `text` wants it.
    pub fn directed(self, text: &str) -> Self {
        if direction::is_all_right_to_left(text) { self.with("dir", "rtl") } else { self }
    }
}

impl Markup {
    pub fn new(is_inline: bool) -> Self {
        Self { text: String::new(), is_inline }
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    /// Markup as it is.
    pub fn raw(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// An element with what `inside` writes, on a line of its own where it is not part of a line.
    pub fn element(&mut self, element: Element<'_>, inside: impl FnOnce(&mut Self)) {
        let name = element.name;
        self.start(element);
        inside(self);
        self.raw(&format!("</{name}>"));
        if !matches!(name, "a" | "span" | "strong" | "code" | "th" | "td" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            self.raw("\n");
        }
    }

    /// An element with nothing but a text.
    pub fn text_element(&mut self, element: Element<'_>, text: &str) {
        self.element(element.directed(text), |markup| markup.text(text));
    }

    /// An element that can have nothing in it.
    pub fn void(&mut self, element: Element<'_>) {
        self.start(element);
        self.raw("\n");
    }

    fn start(&mut self, element: Element<'_>) {
        let Element { name, class, attributes, indent } = element;
        self.raw(&format!("<{name}"));
        for (name, value) in attributes {
            self.raw(&format!(" {name}=\""));
            self.escaped(&value);
            self.raw("\"");
        }
        let look = if self.is_inline { inline_style(class, indent) } else { classes(class, indent) };
        if !look.is_empty() {
            self.raw(&format!(" {}=\"{look}\"", if self.is_inline { "style" } else { "class" }));
        }
        self.raw(">");
    }

    /// A text, with its lines.
    pub fn text(&mut self, text: &str) {
        for (place, line) in direction::with_marks(text).split('\n').enumerate() {
            if place > 0 {
                self.raw("<br>");
            }
            self.escaped(line);
        }
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                // What a page cannot hold.
                '\u{fffe}' | '\u{ffff}' => {}
                c if c.is_control() && c != '\t' => {}
                c => self.text.push(c),
            }
        }
    }
}

fn inline_style(class: &str, indent: u8) -> String {
    let first = class.split(' ').next().unwrap_or_default();
    let style = INLINE.iter().find(|(own, _)| *own == first).map_or("", |(_, style)| style);
    if indent > 0 { format!("{style};padding-left:{indent}.5em") } else { style.to_owned() }
}

/// The sheet has a class for each step of indent that a form uses.
fn classes(class: &str, indent: u8) -> String {
    if indent > 0 { format!("{class} in{}", indent.min(DEEPEST)) } else { class.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(is_inline: bool, write: impl FnOnce(&mut Markup)) -> String {
        let mut markup = Markup::new(is_inline);
        write(&mut markup);
        String::from_utf8(markup.into_bytes()).unwrap()
    }

    #[test]
    fn nothing_that_is_typed_becomes_markup() {
        let text = "<script>&\"甲\"\u{0}\u{ffff}\n乙";
        let page = written(false, |markup| markup.text_element(Element::new("td", "").with("title", text), text));
        assert_eq!(
            page,
            "<td title=\"&lt;script&gt;&amp;&quot;甲&quot;乙\">&lt;script&gt;&amp;&quot;甲&quot;<br>乙</td>"
        );
    }

    #[test]
    fn a_class_is_a_style_where_there_is_no_sheet() {
        let cell = || Element::new("td", "number").indented(1).spanning("colspan", 1).spanning("rowspan", 2);
        let page = written(false, |markup| markup.text_element(cell(), "1.00"));
        assert_eq!(page, r#"<td rowspan="2" class="number in1">1.00</td>"#);
        let piece = written(true, |markup| markup.text_element(cell(), "1.00"));
        assert!(piece.contains("text-align:right") && !piece.contains("class"), "{piece}");
    }

    #[test]
    fn words_from_right_to_left_are_told() {
        let page = written(false, |markup| markup.text_element(Element::new("p", ""), "ئانا تىل"));
        assert!(page.starts_with("<p dir=\"rtl\">"), "{page}");
    }
}
