//! The OFD of both published disclosures: the pages of the PDF, with everything that a reader needs to search, to copy and to
//! find its way.
//!
//! What compares it with the PDF needs poppler-utils; where it is missing the test says so and does nothing, except under
//! CI, where it must run.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Cursor, Read};
use std::process::Command;

use crate::not_run::missing;
use crate::samples::{document, sample};
use disclosure_engine::disclosure::Part;
use disclosure_export::document::Document;
use disclosure_export::pdf::{FontSource, Pages};
use disclosure_export::{ExportError, Watch, ofd};
use regex::Regex;

const SAMPLES: [&str; 2] = ["urumqi-2025", "shayibak-2025"];

/// What is written of a document, and its pages.
struct Written {
    pages: Pages,
    /// The files of the archive by their names.
    files: BTreeMap<String, Vec<u8>>,
}

impl Written {
    fn of(document: &Document) -> Self {
        let pages = Pages::new(document, FontSource::BuiltIn, || false).unwrap();
        let bytes = ofd::write(&pages, &Watch::default()).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let files = (0..archive.len()).map(|place| {
            let mut entry = archive.by_index(place).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (entry.name().unwrap().into_owned(), content)
        });
        let files = files.collect();
        Self { pages, files }
    }

    fn text(&self, name: &str) -> &str {
        std::str::from_utf8(self.files.get(name).unwrap_or_else(|| panic!("no {name}"))).unwrap()
    }

    fn page(&self, place: usize) -> &str {
        self.text(&format!("Doc_0/Pages/Page_{place}/Content.xml"))
    }

    /// The pages, counted from 0, by their ids.
    fn by_id(&self) -> HashMap<String, usize> {
        let page = Regex::new(r#"<ofd:Page ID="(\d+)" BaseLoc="Pages/Page_(\d+)/Content.xml"/>"#).unwrap();
        let pages = page.captures_iter(self.text("Doc_0/Document.xml"));
        pages.map(|found| (found[1].to_owned(), found[2].parse().unwrap())).collect()
    }
}

/// What a piece of XML says.
fn unescaped(text: &str) -> String {
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (written, sign)| text.replace(written, sign))
}

/// The value of `name` in the tag `element`.
fn attribute(element: &str, name: &str) -> Option<String> {
    let start = element.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(unescaped(&element[start..start + element[start..].find('"')?]))
}

#[test]
fn the_archive_says_what_it_is_and_names_every_file_in_it() {
    let named = Regex::new(r#"(?:BaseLoc="|<ofd:(?:FontFile|FileLoc)>)([^"<]*\.[a-z]+)"#).unwrap();
    let id = Regex::new(r#" ID="(\d+)""#).unwrap();
    let bounds = Regex::new(r#" Boundary="([^"]*)""#).unwrap();
    for name in SAMPLES {
        let disclosure = sample(name);
        let written = Written::of(&document(&disclosure, false));
        let root = written.text("OFD.xml");
        let year = format!("<ofd:Keyword>{}年</ofd:Keyword>", disclosure.year);
        let body = format!("<ofd:Author>{}</ofd:Author>", disclosure.body);
        let date = if name == "urumqi-2025" { "2025-02-21" } else { "2025-02-20" };
        let date = format!("<ofd:CreationDate>{date}</ofd:CreationDate>");
        let root_of_document = "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>";
        for expected in [body.as_str(), &year, &date, root_of_document, "<ofd:Creator>预算公开编辑器<"] {
            assert!(root.contains(expected), "{expected}: {root}");
        }
        let mut known: BTreeSet<String> =
            ["OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", "Doc_0/Annots/Annotations.xml"]
                .map(str::to_owned)
                .into();
        for (holder, folder) in [("Document", ""), ("PublicRes", "Res/"), ("Annots/Annotations", "Annots/")] {
            let text = written.text(&format!("Doc_0/{holder}.xml"));
            known.extend(named.captures_iter(text).map(|found| format!("Doc_0/{folder}{}", &found[1])));
        }
        assert_eq!(written.files.keys().cloned().collect::<BTreeSet<_>>(), known);
        let mut ids = BTreeSet::new();
        for (name, content) in written.files.iter().filter(|(name, _)| name.ends_with(".xml")) {
            for found in id.captures_iter(std::str::from_utf8(content).unwrap()) {
                assert!(ids.insert(found[1].parse::<u32>().unwrap()), "{name}: {} twice", &found[1]);
            }
        }
        for page in 0..written.pages.count() {
            for found in bounds.captures_iter(written.page(page)) {
                let numbers: Vec<f64> = found[1].split(' ').map(|number| number.parse().unwrap()).collect();
                assert!(numbers.len() == 4 && numbers[2] > 0.0 && numbers[3] > 0.0, "page {page}: {}", &found[1]);
            }
        }
        let largest = format!("<ofd:MaxUnitID>{}</ofd:MaxUnitID>", ids.last().unwrap());
        assert!(written.text("Doc_0/Document.xml").contains(&largest), "{largest}");
    }
}

#[test]
fn each_page_has_the_size_and_the_characters_of_the_page_of_the_pdf() {
    let run = Regex::new("<ofd:TextCode[^>]*>([^<]*)<").unwrap();
    for name in SAMPLES {
        let written = Written::of(&document(&sample(name), false));
        for page in 0..written.pages.count() {
            let (width, height) = written.pages.size(page).unwrap();
            let size = [width, height].map(|points| (f64::from(points) * 25.4 / 72.0 * 1000.0).round() / 1000.0);
            let size = format!("<ofd:PhysicalBox>0 0 {} {}</ofd:PhysicalBox>", size[0], size[1]);
            assert!(written.page(page).contains(&size), "{size}: {}", &written.page(page)[..300]);
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, written.pages.pdf().unwrap()).unwrap();
        let Ok(read) = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(&path).arg("-").output() else {
            return missing("poppler-utils");
        };
        let text = String::from_utf8(read.stdout).unwrap();
        let of_pdf: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        assert_eq!(of_pdf.len(), written.pages.count());
        for (page, of_pdf) in of_pdf.iter().enumerate() {
            let sorted = |text: &str| {
                let mut all: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
                all.sort_unstable();
                all
            };
            let own: String = run.captures_iter(written.page(page)).map(|found| unescaped(&found[1])).collect();
            assert_eq!(sorted(&own), sorted(of_pdf), "{name}, page {page}");
        }
    }
}

#[test]
fn bookmarks_and_the_lines_of_the_contents_lead_to_their_pages() {
    let mut disclosure = sample("urumqi-2025");
    for section in 1..=12 {
        disclosure.texts.insert(Part::Section(section), vec!["这一节的内容。".repeat(90)]);
    }
    let document = document(&disclosure, false);
    let written = Written::of(&document);
    let by_id = written.by_id();
    let entries = document.contents();
    let wanted: Vec<_> = entries.iter().map(|entry| written.pages.page_of(entry.part, entry.block).unwrap()).collect();

    let outlines = written.text("Doc_0/Document.xml").split("<ofd:Outlines>").nth(1).unwrap();
    let outlines = outlines.split("</ofd:Outlines>").next().unwrap();
    let (mut level, mut found) = (0, Vec::new());
    for tag in outlines.split('<').filter(|tag| !tag.is_empty()) {
        match tag.split([' ', '>', '/']).find(|part| !part.is_empty()).unwrap() {
            "ofd:OutlineElem" if tag.starts_with('/') => level -= 1,
            "ofd:OutlineElem" => {
                level += 1;
                found.push((level, attribute(tag, "Title").unwrap(), None));
            }
            "ofd:Dest" => found.last_mut().unwrap().2 = by_id.get(&attribute(tag, "PageID").unwrap()).copied(),
            _ => {}
        }
    }
    let expected = entries.iter().zip(&wanted).map(|(entry, page)| (entry.level, entry.text.to_owned(), Some(*page)));
    let top: Vec<_> = found.into_iter().filter(|(level, ..)| *level <= 2).collect();
    assert_eq!(top, expected.collect::<Vec<_>>());

    let mut links = Vec::new();
    for page in 1..written.pages.page_of(0, None).unwrap() {
        let annotations = written.text(&format!("Doc_0/Annots/Page_{page}/Annotation.xml"));
        let dest = annotations.split('<').filter(|tag| tag.starts_with("ofd:Dest "));
        links.extend(dest.map(|tag| by_id[&attribute(tag, "PageID").unwrap()]));
    }
    // A line of the contents that is broken leads there from each of its pieces.
    links.dedup();
    let mut wanted = wanted;
    wanted.dedup();
    assert_eq!(links, wanted);
}

#[test]
fn each_embedded_font_has_the_glyphs_that_its_texts_are_drawn_with() {
    for name in SAMPLES {
        let written = Written::of(&document(&sample(name), true));
        let listed = written.text("Doc_0/PublicRes.xml").split("<ofd:Font ").skip(1);
        let fonts: HashMap<String, &[u8]> = listed
            .map(|font| {
                let font = format!(" {font}");
                let file = font.split("<ofd:FontFile>").nth(1).unwrap().split('<').next().unwrap();
                (attribute(&font, "ID").unwrap(), written.files[&format!("Doc_0/Res/{file}")].as_slice())
            })
            .collect();
        assert!(fonts.len() >= 3);
        let mut characters = 0;
        for page in 0..written.pages.count() {
            for object in written.page(page).split("<ofd:TextObject").skip(1) {
                let font = fonts[&attribute(object, "Font").unwrap()];
                let face = ttf_parser::Face::parse(font, 0).unwrap();
                let text = unescaped(object.split("<ofd:TextCode").nth(1).unwrap().split(['>', '<']).nth(1).unwrap());
                let glyphs = object.split("<ofd:Glyphs>").nth(1).map(|glyphs| glyphs.split('<').next().unwrap());
                match glyphs {
                    Some(glyphs) => {
                        let has = |glyph: &str| glyph.parse::<u16>().unwrap() < face.number_of_glyphs();
                        assert!(glyphs.split(' ').all(has), "{text}: {glyphs}");
                    }
                    None => {
                        assert!(text.chars().all(|c| face.glyph_index(c).is_some_and(|glyph| glyph.0 > 0)), "{text}")
                    }
                }
                let steps = attribute(object, "DeltaX").map_or(0, |steps| steps.split(' ').count());
                assert_eq!(steps + 1, text.chars().count(), "{text}: a step between each two characters");
                characters += steps + 1;
            }
        }
        assert!(characters > 9_000, "{characters}");
    }
}

#[test]
fn a_draft_says_so_across_every_page_and_a_finished_document_on_none() {
    let disclosure = sample("shayibak-2025");
    for is_draft in [true, false] {
        let written = Written::of(&document(&disclosure, is_draft));
        let marked = (0..written.pages.count()).filter(|page| {
            let mut objects = written.page(*page).split("<ofd:TextObject").skip(1);
            objects.any(|object| object.contains(" CTM=\"") && object.contains('稿'))
        });
        assert_eq!(marked.count(), if is_draft { written.pages.count() } else { 0 });
    }
}

#[test]
fn writing_ends_when_it_is_cancelled() {
    let pages = Pages::new(&document(&sample("shayibak-2025"), false), FontSource::BuiltIn, || false).unwrap();
    let watch = Watch::default();
    watch.cancel();
    assert!(matches!(ofd::write(&pages, &watch), Err(ExportError::Cancelled)));
}

#[test]
fn blanks_in_names_are_not_stretched_to_fill_a_line() {
    let written = Written::of(&document(&sample("urumqi-2025"), false));
    let run = Regex::new(r#"<ofd:TextCode X="[^"]*" Y="[^"]*" DeltaX="([^"]*)">([^<]*)<"#).unwrap();
    let mut widths = Vec::new();
    for page in 0..written.pages.count() {
        for object in written.page(page).split("<ofd:TextObject").filter(|object| object.contains(" Size=\"5.644\"")) {
            let Some(found) = run.captures(object) else { continue };
            let text = unescaped(&found[2]);
            let steps = found[1].split(' ').map(|step| step.parse::<f64>().unwrap());
            widths.extend(text.chars().zip(steps).filter(|(c, _)| *c == ' ').map(|(_, step)| step));
        }
    }
    assert!(widths.len() > 20);
    // A blank has 1.27 mm; what a line is short of it shares with every hanzi. It had 2.24 mm when it alone took that.
    assert!(widths.iter().all(|width| *width < 1.8), "{widths:?}");
}
