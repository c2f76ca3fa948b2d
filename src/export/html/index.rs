//! The page that leads to the documents of several bodies.

use std::collections::BTreeMap;

use super::markup::{Element, Markup};
use super::{CREATOR, STYLE};

/// The documents of one body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexEntry {
    /// The department under which it is listed; those of none come last.
    pub department: Option<String>,
    pub body: String,
    pub year: u16,
    /// 单位 or 部门.
    pub kind: &'static str,
    /// What each document is called on the page, and its path from there, with `/` between folders.
    pub files: Vec<(String, String)>,
}

/// A web page called `title` that lists `entries` by department and links to their documents.
pub fn index_page(title: &str, entries: &[IndexEntry]) -> Vec<u8> {
    let mut by_department: BTreeMap<(bool, Option<&str>), Vec<&IndexEntry>> = BTreeMap::new();
    for entry in entries {
        by_department.entry((entry.department.is_none(), entry.department.as_deref())).or_default().push(entry);
    }
    let mut markup = Markup::new(false);
    markup.raw("<!DOCTYPE html>\n");
    markup.element(Element::new("html", "").with("lang", "zh-CN"), |markup| {
        markup.element(Element::new("head", ""), |markup| {
            markup.void(Element::new("meta", "").with("charset", "utf-8"));
            for (name, content) in [("viewport", "width=device-width, initial-scale=1"), ("generator", CREATOR)] {
                markup.void(Element::new("meta", "").with("name", name).with("content", content));
            }
            markup.text_element(Element::new("title", ""), title);
            markup.element(Element::new("style", ""), |markup| markup.raw(STYLE));
        });
        markup.element(Element::new("body", ""), |markup| {
            markup.element(Element::new("header", ""), |markup| markup.text_element(Element::new("h1", ""), title));
            markup.element(Element::new("main", ""), |markup| {
                for ((_, department), entries) in &by_department {
                    section(markup, department.unwrap_or("其他"), by_department.len() > 1, entries);
                }
            });
        });
    });
    markup.into_bytes()
}

fn section(markup: &mut Markup, department: &str, is_named: bool, entries: &[&IndexEntry]) {
    markup.element(Element::new("section", ""), |markup| {
        if is_named {
            markup.text_element(Element::new("h2", ""), department);
        }
        markup.element(Element::new("ul", "contents"), |markup| {
            for entry in entries {
                markup.element(Element::new("li", ""), |markup| {
                    markup.text(&format!("{} {} 年{}预算公开：", entry.body, entry.year, entry.kind));
                    for (place, (label, path)) in entry.files.iter().enumerate() {
                        if place > 0 {
                            markup.text("，");
                        }
                        // Which of many it is, a reader that goes from link to link must hear.
                        let name = format!("{} {label}", entry.body);
                        let link = Element::new("a", "").with("href", address(path)).with("aria-label", name);
                        markup.text_element(link, label);
                    }
                });
            }
        });
    });
}

/// `path` as an address from the page: what means something in addresses is escaped.
fn address(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let escaped = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    // A name with a colon before the first slash would be a protocol.
    format!("./{}", path.bytes().map(escaped).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_listed_by_department_and_nothing_typed_becomes_markup() {
        let entry = |department: Option<&str>, body: &str| IndexEntry {
            department: department.map(str::to_owned),
            body: body.to_owned(),
            year: 2026,
            kind: "单位",
            files: vec![("PDF".to_owned(), format!("{body}#1.pdf"))],
        };
        let entries = [entry(None, "某<b>所"), entry(Some("教育局"), "一中"), entry(Some("教育局"), "二中")];
        let page = String::from_utf8(index_page("某县 & 公开", &entries)).unwrap();
        assert!(page.contains("某县 &amp; 公开") && page.contains("某&lt;b&gt;所") && !page.contains("<b>"), "{page}");
        assert_eq!((page.matches("<h2").count(), page.matches("<li").count()), (2, 3));
        assert!(page.contains("href=\"./%E4%B8%80%E4%B8%AD%231.pdf\""), "{page}");
        assert!(page.find("一中").unwrap() < page.find("某&lt;").unwrap(), "those of no department come last");
        assert!(!String::from_utf8(index_page("某县", &entries[1..])).unwrap().contains("<h2"));
    }
}
