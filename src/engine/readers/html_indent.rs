//! How far the cells of a web page are set in, as its style sheet says and their own styles.
//!
//! Only what Excel, this program and finance systems write is understood: a left padding of a class or of a cell, in characters,
//! points or pixels. Whatever else a style sheet may say tells nothing of a table's rows.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

/// A rule of a style sheet.
static RULE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"([^{}]*)\{([^{}]*)\}").ok());

/// A character of the body text of such pages, in points and in pixels.
const POINTS: f64 = 10.5;
const PIXELS: f64 = 14.0;
/// Farther no label is set in, in characters.
const MOST: f64 = 100.0;

/// How far the classes of a page are set in.
#[derive(Debug, Default)]
pub(super) struct Indents {
    of_class: HashMap<String, u16>,
}

impl Indents {
    /// Those that the style sheets `styles` of a page say.
    pub fn of(styles: &str) -> Self {
        let Some(rule) = RULE.as_ref() else { return Self::default() };
        let mut of_class = HashMap::new();
        for rule in rule.captures_iter(styles) {
            let Some(padding) = padding(&rule[2]) else { continue };
            of_class.extend(rule[1].split(',').filter_map(class).map(|class| (class.to_owned(), padding)));
        }
        Self { of_class }
    }

    /// How far a cell of these classes and this style is set in, in tenths of a character.
    pub fn of_cell(&self, classes: Option<&str>, style: Option<&str>) -> u16 {
        let of_classes = || {
            let known = classes?.split_whitespace().filter_map(|class| self.of_class.get(class));
            known.copied().max()
        };
        style.and_then(padding).or_else(of_classes).unwrap_or(0)
    }
}

/// The class with which a selector ends; what must stand around it is not looked at.
fn class(selector: &str) -> Option<&str> {
    let (_, class) = selector.trim().rsplit_once('.')?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    (!class.is_empty() && class.chars().all(is_part)).then_some(class)
}

/// The left padding that these declarations set, in tenths of a character.
fn padding(declarations: &str) -> Option<u16> {
    let of = |declaration: &str| {
        let (name, value) = declaration.split_once(':')?;
        name.trim().eq_ignore_ascii_case("padding-left").then(|| value.trim().to_ascii_lowercase())
    };
    let value = declarations.split(';').filter_map(of).next_back()?;
    let value = value.trim_end_matches("!important").trim_end();
    let unit = value.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(value.len());
    let number: f64 = value[..unit].trim().parse().ok()?;
    let characters = match value[unit..].trim() {
        "em" | "rem" => number,
        "pt" => number / POINTS,
        "px" => number / PIXELS,
        "" if number == 0.0 => number,
        _ => return None,
    };
    // The bounds keep it a number of tenths.
    (0.0..=MOST).contains(&characters).then_some((characters * 10.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_set_in_as_its_style_or_else_its_class_says() {
        let styles = "<!-- .in1 { padding-left: 1.5em; color: red } td.xl65\n{mso-char-indent-count:2;\
                    padding-left:21.0pt} .p{padding-left:7px} .a .both , td.both {padding-left:2em} .none{padding:2em} .far{padding-left:9999em} -->";
        let indents = Indents::of(styles);
        for (classes, style, expected) in [
            (Some("name in1"), None, 15),
            (Some("xl65"), None, 20),
            (Some("p xl65"), None, 20),
            (Some("p"), Some("width:3em; PADDING-LEFT : 2em"), 20),
            (Some("in1"), Some("color:red"), 15),
            (Some("in1"), Some("padding-left:0"), 0),
            (Some("both"), None, 20),
            (None, Some("padding-left: 21pt !important"), 20),
            (Some("none"), None, 0),
            (Some("far"), None, 0),
            (None, Some("padding-left:3%"), 0),
            (None, Some("padding-left:"), 0),
            (None, None, 0),
        ] {
            assert_eq!(indents.of_cell(classes, style), expected, "{classes:?} {style:?}");
        }
    }
}
