//! The names that are proposed for files.

use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::spelling::visible;

/// How much of a body's name stands in that of a file, in bytes: with the rest, and with what a lock adds to it, a name
/// has at most 255 on Linux.
const LONGEST: usize = 180;

/// A name for a file of `disclosure` that every system allows: `{body}{year}年{what}`, where `what` ends with the
/// extension.
pub fn proposed_name(disclosure: &Disclosure, what: &str) -> String {
    let body: String = disclosure.body.chars().filter(|c| is_allowed(*c)).collect();
    // A dot before it would hide the file on Linux.
    let body = body.trim_start_matches(|c: char| c == '.' || c.is_whitespace());
    let body = body[..body.floor_char_boundary(LONGEST)].trim_end();
    let name = format!("{body}{}年{what}", disclosure.year);
    if is_of_device(&name) { format!("_{name}") } else { name }
}

/// How the files of many disclosures are called: words with `{body}`, `{year}`, `{kind}` and `{department}` among them, and
/// `/` between a folder and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern(String);

/// Why something is no pattern of names.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PatternError {
    #[error(
        "文件名里的 {{{0}}} 不认识；可以用 {{body}}（单位）、{{year}}（年度）、{{kind}}（单位或部门）、{{department}}（主管部门）"
    )]
    Unknown(String),
    #[error("文件名里的大括号不成对")]
    Unpaired,
    #[error("文件名里要有 {{body}}（单位名称），不然所有单位的文件同名")]
    NoBody,
}

impl Default for NamePattern {
    fn default() -> Self {
        Self("{body}{year}年{kind}预算公开".to_owned())
    }
}

impl NamePattern {
    /// The pattern that `text` is.
    ///
    /// # Errors
    /// When something in braces is not known, or all files would have one name.
    pub fn new(text: &str) -> Result<Self, PatternError> {
        let mut rest = text;
        while let Some(begin) = rest.find(['{', '}']) {
            let inside = rest[begin..].strip_prefix('{').ok_or(PatternError::Unpaired)?;
            let (name, behind) = inside.split_once('}').ok_or(PatternError::Unpaired)?;
            if !["body", "year", "kind", "department"].contains(&name) {
                return Err(PatternError::Unknown(name.to_owned()));
            }
            rest = behind;
        }
        if text.contains("{body}") { Ok(Self(text.to_owned())) } else { Err(PatternError::NoBody) }
    }

    /// The name of the file of `disclosure`, without an extension, that every system allows.
    pub fn of(&self, disclosure: &Disclosure, department: Option<&str>) -> String {
        let year = disclosure.year.to_string();
        let parts = self.0.split('/').map(|part| {
            // What stands in a name is put in at once: braces in one mean nothing.
            let mut filled = String::new();
            let mut rest = part;
            while let Some((before, behind)) = rest.split_once('{') {
                let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
                filled.push_str(before);
                filled.push_str(match name {
                    "body" => &disclosure.body,
                    "year" => &year,
                    "kind" => disclosure.kind.name(),
                    _ => department.unwrap_or("其他"),
                });
                rest = after;
            }
            filled.push_str(rest);
            one_name(&filled)
        });
        parts.collect::<Vec<_>>().join("/")
    }
}

/// `text` as a name that every system allows.
fn one_name(text: &str) -> String {
    let name: String = text.chars().filter(|c| is_allowed(*c)).collect();
    let name = name.trim_start_matches(|c: char| c == '.' || c.is_whitespace());
    let name = name[..name.floor_char_boundary(LONGEST)].trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    if name.is_empty() || is_of_device(name) { format!("_{name}") } else { name.to_owned() }
}

/// Whether every system lets `c` stand in a name, and a reader sees it.
fn is_allowed(c: char) -> bool {
    let mut bytes = [0; 4];
    let text = c.encode_utf8(&mut bytes);
    !"/\\:*?\"<>|".contains(c) && visible(text) == *text
}

/// Whether Windows takes a file of this name for a device. What comes after the first dot makes no difference.
fn is_of_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let is_numbered = |kind: &str| {
        let number = stem.strip_prefix(kind).map(|number| number.chars().collect::<Vec<_>>());
        matches!(number.as_deref(), Some(['0'..='9' | '¹' | '²' | '³']))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || is_numbered("COM")
        || is_numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;
    use disclosure_engine::disclosure::Kind;

    fn proposed(body: &str) -> String {
        proposed_name(&Disclosure::new("xinjiang-2025", Kind::Unit, body, 2025), "预算公开.budget")
    }

    #[test]
    fn a_body_names_its_file() {
        assert_eq!(proposed("某某市“先进”中心（本级）"), "某某市“先进”中心（本级）2025年预算公开.budget");
        assert_eq!(proposed(""), "2025年预算公开.budget");
    }

    #[test]
    fn what_some_system_forbids_in_names_is_left_out() {
        assert_eq!(proposed("甲/乙\\丙:丁*戊?己\"庚<辛>壬|癸"), "甲乙丙丁戊己庚辛壬癸2025年预算公开.budget");
        assert_eq!(proposed("某\u{202e}中\n心\u{200b}\0"), "某中心2025年预算公开.budget");
        assert_eq!(proposed(" ../. 某中心 "), "某中心2025年预算公开.budget");
    }

    #[test]
    fn a_pattern_names_files_and_folders_and_nothing_leads_out_of_them() {
        let disclosure = Disclosure::new("xinjiang-2025", Kind::Unit, "../某{year}/中心", 2026);
        let named = |pattern: &str, department: Option<&str>| {
            NamePattern::new(pattern).map(|pattern| pattern.of(&disclosure, department))
        };
        assert_eq!(named("{department}/{body}{year}{kind}", Some("教育局")).unwrap(), "教育局/某{year}中心2026单位");
        assert_eq!(named("{department}/{body}", Some("..")).unwrap(), "_/某{year}中心");
        assert_eq!(named("../{body}", None).unwrap(), "_/某{year}中心");
        assert_eq!(NamePattern::default().of(&disclosure, None), "某{year}中心2026年单位预算公开");
        assert_eq!(named("{name}", None), Err(PatternError::Unknown("name".to_owned())));
        assert_eq!(named("{body", None), Err(PatternError::Unpaired));
        assert_eq!(named("{year}", None), Err(PatternError::NoBody));
    }

    #[test]
    fn windows_does_not_take_it_for_a_device() {
        for body in ["AUX.", "con .中心", "Com1.x", "LPT².", "nul.txt"] {
            assert!(proposed(body).starts_with('_'), "{}", proposed(body));
        }
        for body in ["CON", "COMMA.", "COM10.", "AUXILIARY.中心", "中心.AUX"] {
            assert!(!proposed(body).starts_with('_'), "{}", proposed(body));
        }
    }

    #[test]
    fn a_long_body_leaves_room_for_the_rest() {
        for body in ["某".repeat(300), "𠮷".repeat(300), "x".repeat(300)] {
            let name = proposed(&body);
            assert!(format!(".~lock.{name}#").len() <= 255 && name.ends_with("2025年预算公开.budget"), "{name}");
        }
    }
}
