//! A booklet as a web page that stands alone.

use super::CREATOR;
use super::markup::{Element, Markup};
use crate::booklet::{Block, Booklet, Chapter, Look, Picture, Span, Written, written};
use crate::picture::picture;

const STYLE: &str = include_str!("../../../assets/document/booklet.css");

/// The headings of a chapter, of whatever level, that the list of contents names.
const NAMED: usize = 2;

pub(crate) fn booklet_page(booklet: &Booklet) -> Vec<u8> {
    let mut markup = Markup::new(false);
    markup.raw("<!DOCTYPE html>\n");
    markup.element(Element::new("html", "").with("lang", "zh-CN"), |markup| {
        markup.element(Element::new("head", ""), |markup| head(markup, booklet));
        markup.element(Element::new("body", ""), |markup| {
            markup.element(Element::new("header", ""), |markup| {
                markup.text_element(Element::new("h1", ""), &booklet.title);
                markup.text_element(Element::new("p", ""), &booklet.about);
            });
            contents(markup, booklet);
            markup.element(Element::new("main", ""), |markup| {
                let chapters = booklet.chapters.iter().enumerate();
                chapters.for_each(|(place, chapter)| chapter_section(markup, place, chapter));
            });
        });
    });
    markup.into_bytes()
}

fn head(markup: &mut Markup, booklet: &Booklet) {
    markup.void(Element::new("meta", "").with("charset", "utf-8"));
    for (name, content) in [("viewport", "width=device-width, initial-scale=1"), ("generator", CREATOR)] {
        markup.void(Element::new("meta", "").with("name", name).with("content", content));
    }
    markup.text_element(Element::new("title", ""), &booklet.title);
    markup.element(Element::new("style", ""), |markup| markup.raw(STYLE));
}

/// The id of a chapter, or of one of its blocks.
fn id(chapter: usize, block: Option<usize>) -> String {
    let chapter = chapter + 1;
    block.map_or_else(|| format!("chapter-{chapter}"), |block| format!("chapter-{chapter}-{}", block + 1))
}

fn contents(markup: &mut Markup, booklet: &Booklet) {
    let link = |markup: &mut Markup, id: &str, text: &str| {
        markup.text_element(Element::new("a", "").with("href", format!("#{id}")), text);
    };
    markup.element(Element::new("nav", "").with("aria-labelledby", "contents"), |markup| {
        markup.text_element(Element::new("h2", "").with("id", "contents"), &booklet.contents_title);
        markup.element(Element::new("ol", ""), |markup| {
            for (place, chapter) in booklet.chapters.iter().enumerate() {
                markup.element(Element::new("li", ""), |markup| {
                    link(markup, &id(place, None), &chapter.title);
                    let headings = headings(chapter);
                    if headings.is_empty() {
                        return;
                    }
                    markup.element(Element::new("ul", ""), |markup| {
                        for (block, text) in headings {
                            markup
                                .element(Element::new("li", ""), |markup| link(markup, &id(place, Some(block)), text));
                        }
                    });
                });
            }
        });
    });
}

/// The headings of `chapter` that the list of contents names, with their places.
fn headings(chapter: &Chapter) -> Vec<(usize, &str)> {
    let blocks = written(&chapter.blocks).into_iter().enumerate();
    let named = blocks.filter_map(|(place, block)| match block {
        Written::Single(Block::Heading { level, text }) if *level == NAMED => Some((place, text.as_str())),
        _ => None,
    });
    named.collect()
}

fn chapter_section(markup: &mut Markup, place: usize, chapter: &Chapter) {
    let own = id(place, None);
    markup.element(Element::new("section", "").with("aria-labelledby", own.as_str()), |markup| {
        markup.text_element(Element::new("h2", "").with("id", own.as_str()), &chapter.title);
        markup.raw("\n");
        let mut heading = chapter.title.as_str();
        for (number, block) in written(&chapter.blocks).into_iter().enumerate() {
            match block {
                Written::List { is_counted, items } => list(markup, is_counted, &items),
                Written::Single(Block::Heading { level, text }) => {
                    heading = text;
                    let name = if *level == NAMED { "h3" } else { "h4" };
                    markup.text_element(Element::new(name, "").with("id", id(place, Some(number))), text);
                    markup.raw("\n");
                }
                Written::Single(Block::Text(spans) | Block::Item(_, spans)) => {
                    markup.element(Element::new("p", ""), |markup| words(markup, spans));
                }
                Written::Single(Block::Table(rows)) => table(markup, heading, rows),
                Written::Single(Block::Picture(shown)) => figure(markup, shown),
            }
        }
    });
}

fn list(markup: &mut Markup, is_counted: bool, items: &[&[Span]]) {
    markup.element(Element::new(if is_counted { "ol" } else { "ul" }, ""), |markup| {
        items.iter().for_each(|item| markup.element(Element::new("li", ""), |markup| words(markup, item)));
    });
}

fn words(markup: &mut Markup, spans: &[Span]) {
    for span in spans {
        match span.look {
            Look::Plain => markup.text(&span.text),
            Look::Bold => markup.text_element(Element::new("strong", ""), &span.text),
            Look::Code => markup.text_element(Element::new("code", ""), &span.text),
        }
    }
}

/// A table that scrolls by itself where the page is narrow, called as the `heading` above it.
fn table(markup: &mut Markup, heading: &str, rows: &[Vec<Vec<Span>>]) {
    let Some((head, body)) = rows.split_first() else { return };
    let row = |markup: &mut Markup, name: &str, cells: &[Vec<Span>]| {
        markup.element(Element::new("tr", ""), |markup| {
            for cell in cells {
                let element = Element::new(name, "");
                let element = if name == "th" { element.with("scope", "col") } else { element };
                markup.element(element, |markup| words(markup, cell));
            }
        });
    };
    let scroll = Element::new("div", "scroll").with("role", "group").with("aria-label", heading).with("tabindex", "0");
    markup.element(scroll, |markup| {
        markup.element(Element::new("table", ""), |markup| {
            markup.element(Element::new("thead", ""), |markup| row(markup, "th", head));
            markup.element(Element::new("tbody", ""), |markup| body.iter().for_each(|cells| row(markup, "td", cells)));
        });
    });
}

/// A picture and, for those who see it, what it shows.
fn figure(markup: &mut Markup, shown: &Picture) {
    markup.element(Element::new("figure", ""), |markup| {
        let image = Element::new("img", "").with("alt", shown.alternative.as_str());
        let image = match picture(shown.png) {
            Some(size) => image.with("width", size.width.to_string()).with("height", size.height.to_string()),
            None => image,
        };
        markup.void(image.with("src", format!("data:image/png;base64,{}", base64(shown.png))));
        markup.text_element(Element::new("figcaption", "").with("aria-hidden", "true"), &shown.alternative);
    });
}

/// Bytes in the letters of Base64 (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for piece in bytes.chunks(3) {
        let byte = |place: usize| u32::from(piece.get(place).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place > piece.len() { '=' } else { char::from(letter) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::booklet::BULLET;

    fn span(text: &str, look: Look) -> Span {
        Span { text: text.to_owned(), look }
    }

    fn page(blocks: Vec<Block>) -> String {
        let booklet = Booklet {
            title: "手册".to_owned(),
            about: "版本 1".to_owned(),
            contents_title: "目录".to_owned(),
            day: (2026, 1, 2),
            chapters: vec![Chapter { title: "第一章".to_owned(), blocks }],
        };
        String::from_utf8(booklet_page(&booklet)).unwrap()
    }

    #[test]
    fn every_heading_is_led_to_and_items_are_gathered_in_lists() {
        let item = |mark: &str, text: &str| Block::Item(mark.to_owned(), vec![span(text, Look::Plain)]);
        let heading = |level, text: &str| Block::Heading { level, text: text.to_owned() };
        let page = page(vec![
            item(BULLET, "甲"),
            item(BULLET, "乙"),
            heading(2, "第一节"),
            item("1.", "丙"),
            heading(3, "其一"),
            item("1.", "丁"),
        ]);
        assert_eq!((page.matches("<ol>").count(), page.matches("<ul>").count()), (3, 2), "{page}");
        for (name, id, text) in [("h2", "chapter-1", "第一章"), ("h3", "chapter-1-2", "第一节")] {
            assert!(page.contains(&format!("<{name} id=\"{id}\">{text}</{name}>")), "{page}");
            assert!(page.contains(&format!("<a href=\"#{id}\">{text}</a>")), "{page}");
        }
        assert!(page.contains(">其一</h4>") && !page.contains(">其一</a>"), "{page}");
    }

    #[test]
    fn words_have_their_look_and_nothing_becomes_markup() {
        let words = vec![span("按 ", Look::Plain), span("F6", Look::Bold), span("a<b> -o c", Look::Code)];
        let page = page(vec![
            Block::Text(words.clone()),
            Block::Table(vec![vec![vec![span("头", Look::Plain)]], vec![words]]),
            Block::Picture(Picture { alternative: "“图”\"".to_owned(), png: b"no picture" }),
        ]);
        let words = "按 <strong>F6</strong><code>a&lt;b&gt; -o c</code>";
        assert!(page.contains(&format!("<p>{words}</p>")), "{page}");
        assert!(page.contains("<th scope=\"col\">头</th>") && page.contains(&format!("<td>{words}</td>")), "{page}");
        assert!(page.contains("<img alt=\"“图”&quot;\" src=\"data:image/png;base64,bm8gcGljdHVyZQ==\">"), "{page}");
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        // The examples of RFC 4648, section 10.
        let examples =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")];
        for (bytes, text) in examples {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xff, 0xfe, 0xfd]), "//79");
    }
}
