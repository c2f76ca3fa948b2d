//! Fonts, styles, and the runs and paragraphs that use them.

use std::io;

use super::part;
use super::xml::WORD;
use crate::direction;
use crate::xml::Xml;

/// Fonts of official documents, by the names under which they are installed.
pub(super) const FANG_SONG: &str = "仿宋_GB2312";
pub(super) const HEI: &str = "黑体";
pub(super) const KAI: &str = "楷体_GB2312";
pub(super) const BIAO_SONG: &str = "方正小标宋_GBK";
pub(super) const SONG: &str = "宋体";
/// Letters and digits.
const LATIN: &str = "Times New Roman";
/// Uyghur and whatever else is written in Arabic script.
const UYGHUR: &str = "Microsoft Uighur";

/// Each font with what may stand in for it, best first, and whether its strokes have ends (roman) or not (swiss).
const FONTS: [(&str, &str, &str); 6] = [
    (FANG_SONG, "仿宋,FangSong,FangSong_GB2312,华文仿宋,方正仿宋_GBK", "modern"),
    (HEI, "SimHei,华文黑体,方正黑体_GBK,Noto Sans CJK SC", "swiss"),
    (KAI, "楷体,KaiTi,KaiTi_GB2312,华文楷体,方正楷体_GBK", "modern"),
    (BIAO_SONG, "方正小标宋简体,FZXiaoBiaoSong-B05S,FZXiaoBiaoSong-B05,华文中宋,宋体", "roman"),
    (SONG, "SimSun,新宋体,华文宋体,Noto Serif CJK SC", "roman"),
    (UYGHUR, "UKIJ Tuz,ALKATIP Tor,Noto Naskh Arabic,Arial", "auto"),
];

/// How a run looks where it is not as its style says.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// Font of Chinese characters.
    pub font: &'static str,
    /// Size in half points.
    pub size: Option<u32>,
    pub is_bold: bool,
}

/// A style of paragraphs.
struct Style {
    id: &'static str,
    name: &'static str,
    font: &'static str,
    /// Size in half points.
    size: u32,
    align: &'static str,
    /// Level in the outline, from 0.
    outline: Option<&'static str>,
    /// Exact height of a line in twentieths of a point; 0 is as high as needed.
    line: u32,
    /// Room above and below, in twentieths of a point.
    room: (u32, u32),
    /// First line set in by two characters.
    is_indented: bool,
    /// Stays on the page of what follows.
    keeps_next: bool,
}

const fn style(id: &'static str, name: &'static str, font: &'static str, size: u32, align: &'static str) -> Style {
    let (outline, room) = (None, (0, 0));
    Style { id, name, font, size, align, outline, line: 0, room, is_indented: false, keeps_next: false }
}

const STYLES: [Style; 17] = [
    Style { line: 560, is_indented: true, ..style("BodyText", "Body Text", FANG_SONG, 32, "both") },
    Style { line: 560, ..style("Signature", "Signature", FANG_SONG, 32, "center") },
    Style { room: (0, 440), ..style("Cover", "封面", BIAO_SONG, 60, "center") },
    Style { room: (0, 300), ..style("ContentsTitle", "目录标题", BIAO_SONG, 44, "center") },
    style("TOC1", "toc 1", HEI, 28, "left"),
    style("TOC2", "toc 2", FANG_SONG, 28, "left"),
    Style {
        outline: Some("0"),
        room: (0, 560),
        keeps_next: true,
        ..style("Heading1", "heading 1", BIAO_SONG, 44, "center")
    },
    Style {
        outline: Some("1"),
        line: 560,
        is_indented: true,
        keeps_next: true,
        ..style("Heading2", "heading 2", HEI, 32, "left")
    },
    Style {
        outline: Some("2"),
        line: 560,
        is_indented: true,
        keeps_next: true,
        ..style("Heading3", "heading 3", KAI, 32, "left")
    },
    Style { keeps_next: true, ..style("TableLabel", "表号", HEI, 24, "left") },
    Style {
        outline: Some("1"),
        room: (40, 80),
        keeps_next: true,
        ..style("TableTitle", TABLE_TITLE, BIAO_SONG, 36, "center")
    },
    Style {
        outline: Some("3"),
        room: (240, 0),
        keeps_next: true,
        ..style("PerformanceTitle", "绩效目标表标题", HEI, 30, "center")
    },
    Style { room: (0, 80), keeps_next: true, ..style("TableSubtitle", "表副标题", SONG, 24, "center") },
    style("TableText", "表格文字", SONG, 18, "left"),
    Style { room: (120, 0), ..style("TableNote", "表注", SONG, 21, "both") },
    style("Header", "header", HEI, 18, "center"),
    style("Footer", "footer", SONG, 28, "center"),
];

/// Name of the style of table titles, by which the contents field finds them.
pub(super) const TABLE_TITLE: &str = "表标题";
/// Where the page numbers of the contents stand: at the right edge of the text.
const CONTENTS_TAB: &str = "8844";

pub(super) fn styles() -> io::Result<Vec<u8>> {
    part("w:styles", &[WORD], |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                run_properties(xml, Run { font: FANG_SONG, size: Some(32), is_bold: false })
            })
        })?;
        xml.element("w:style", &[("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")], |xml| {
            xml.value("w:name", "Normal")?;
            xml.empty("w:qFormat", &[])
        })?;
        STYLES.iter().try_for_each(|style| style.write(xml))
    })
}

impl Style {
    fn write(&self, xml: &mut Xml) -> io::Result<()> {
        xml.element("w:style", &[("w:type", "paragraph"), ("w:styleId", self.id)], |xml| {
            xml.value("w:name", self.name)?;
            xml.value("w:basedOn", "Normal")?;
            if self.outline.is_some() {
                xml.value("w:next", "BodyText")?;
            }
            xml.empty("w:qFormat", &[])?;
            xml.element("w:pPr", &[], |xml| self.paragraph_properties(xml))?;
            run_properties(xml, Run { font: self.font, size: Some(self.size), is_bold: false })
        })
    }

    /// In the order that the format prescribes.
    fn paragraph_properties(&self, xml: &mut Xml) -> io::Result<()> {
        if self.keeps_next {
            xml.empty("w:keepNext", &[])?;
        }
        let indent = match self.id {
            "TOC1" | "TOC2" => {
                xml.element("w:tabs", &[], |xml| {
                    xml.empty("w:tab", &[("w:val", "right"), ("w:leader", "dot"), ("w:pos", CONTENTS_TAB)])
                })?;
                // A long entry hangs under its own beginning.
                Some(if self.id == "TOC1" { ("560", "560") } else { ("840", "560") })
            }
            _ => None,
        };
        let (before, after, line) = (self.room.0.to_string(), self.room.1.to_string(), self.line.to_string());
        let mut spacing = vec![("w:before", before.as_str()), ("w:after", after.as_str())];
        if self.line > 0 {
            spacing.extend([("w:line", line.as_str()), ("w:lineRule", "exact")]);
        }
        xml.empty("w:spacing", &spacing)?;
        if let Some((left, hanging)) = indent {
            xml.empty("w:ind", &[("w:left", left), ("w:hanging", hanging)])?;
        }
        if self.is_indented {
            // Two characters of its own size; programs that do not count characters take the length.
            let length = (self.size * 20).to_string();
            xml.empty("w:ind", &[("w:firstLineChars", "200"), ("w:firstLine", &length)])?;
        }
        xml.value("w:jc", self.align)?;
        self.outline.map_or(Ok(()), |level| xml.value("w:outlineLvl", level))
    }
}

pub(super) fn font_table() -> io::Result<Vec<u8>> {
    part("w:fonts", &[WORD], |xml| {
        FONTS.iter().try_for_each(|(name, alternates, family)| {
            xml.element("w:font", &[("w:name", name)], |xml| {
                xml.value("w:altName", alternates)?;
                // Chinese, and Arabic.
                xml.value("w:charset", if *name == UYGHUR { "B2" } else { "86" })?;
                xml.value("w:family", family)?;
                xml.value("w:pitch", "default")
            })
        })
    })
}

/// A paragraph: `properties` are elements with their attribute `w:val`, beside the style.
pub(super) fn paragraph(
    xml: &mut Xml,
    style: &str,
    properties: &[(&str, &str)],
    inside: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", style)?;
            properties.iter().try_for_each(|(name, value)| xml.value(name, value))
        })?;
        inside(xml)
    })
}

/// A text that looks as its style says.
pub(super) fn plain_run(xml: &mut Xml, text: &str) -> io::Result<()> {
    runs(xml, text, None, |xml| {
        // Quotation marks and dashes are Chinese.
        xml.element("w:rPr", &[], |xml| xml.empty("w:rFonts", &[("w:hint", "eastAsia")]))
    })
}

/// A text that looks as `run` says.
pub(super) fn run(xml: &mut Xml, run: Run, text: &str) -> io::Result<()> {
    runs(xml, text, run.size, |xml| run_properties(xml, run))
}

/// `text` in runs that look as `properties` say, and others where it is written from right to left: Word asks for that.
fn runs(
    xml: &mut Xml,
    text: &str,
    size: Option<u32>,
    properties: impl Fn(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    let plain = |xml: &mut Xml, piece: &str| {
        xml.element("w:r", &[], |xml| {
            properties(xml)?;
            lines(xml, piece)
        })
    };
    let turned = |xml: &mut Xml, piece: &str| {
        xml.element("w:r", &[], |xml| {
            turned_properties(xml, piece, size)?;
            lines(xml, piece)
        })
    };
    let text = &*direction::with_marks(text);
    let mut written = 0;
    for piece in direction::pieces(text) {
        if piece.start > written {
            plain(xml, &text[written..piece.start])?;
        }
        turned(xml, &text[piece.clone()])?;
        written = piece.end;
    }
    if written < text.len() || text.is_empty() { plain(xml, &text[written..]) } else { Ok(()) }
}

/// How words from right to left look: of `size` in half points, or that of the style.
fn turned_properties(xml: &mut Xml, text: &str, size: Option<u32>) -> io::Result<()> {
    let is_hebrew = text.contains(|c| matches!(c, '\u{590}'..='\u{5FF}' | '\u{FB1D}'..='\u{FB4F}'));
    let (font, language) = if is_hebrew { (LATIN, "he-IL") } else { (UYGHUR, "ug-CN") };
    xml.element("w:rPr", &[], |xml| {
        xml.empty("w:rFonts", &[("w:hint", "cs"), ("w:ascii", font), ("w:hAnsi", font), ("w:cs", font)])?;
        if let Some(size) = size.map(|size| size.to_string()) {
            xml.value("w:sz", &size)?;
            xml.value("w:szCs", &size)?;
        }
        xml.empty("w:rtl", &[])?;
        xml.empty("w:lang", &[("w:bidi", language)])
    })
}

/// The lines of a piece of a text: also where it begins or ends with a break.
fn lines(xml: &mut Xml, text: &str) -> io::Result<()> {
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            xml.empty("w:br", &[])?;
        }
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.is_empty() {
            xml.text("w:t", &[("xml:space", "preserve")], line)?;
        }
    }
    Ok(())
}

/// A field with the result `shown`.
pub(super) fn field(xml: &mut Xml, run: Run, code: &str, shown: &str) -> io::Result<()> {
    field_mark(xml, Some(run), "begin")?;
    instruction(xml, Some(run), code)?;
    field_mark(xml, Some(run), "separate")?;
    self::run(xml, run, shown)?;
    field_mark(xml, Some(run), "end")
}

/// One of the marks around a field.
pub(super) fn field_mark(xml: &mut Xml, run: Option<Run>, kind: &str) -> io::Result<()> {
    xml.element("w:r", &[], |xml| {
        run.map_or(Ok(()), |run| run_properties(xml, run))?;
        xml.empty("w:fldChar", &[("w:fldCharType", kind)])
    })
}

/// The mark that begins a field of which the result is to be made anew when the document is opened.
pub(super) fn begin_outdated_field(xml: &mut Xml) -> io::Result<()> {
    xml.element("w:r", &[], |xml| xml.empty("w:fldChar", &[("w:fldCharType", "begin"), ("w:dirty", "true")]))
}

/// What a field does.
pub(super) fn instruction(xml: &mut Xml, run: Option<Run>, code: &str) -> io::Result<()> {
    xml.element("w:r", &[], |xml| {
        run.map_or(Ok(()), |run| run_properties(xml, run))?;
        xml.text("w:instrText", &[("xml:space", "preserve")], &format!(" {code} "))
    })
}

fn run_properties(xml: &mut Xml, run: Run) -> io::Result<()> {
    xml.element("w:rPr", &[], |xml| {
        let fonts =
            [("w:hint", "eastAsia"), ("w:ascii", LATIN), ("w:hAnsi", LATIN), ("w:eastAsia", run.font), ("w:cs", LATIN)];
        xml.empty("w:rFonts", &fonts)?;
        if run.is_bold {
            xml.empty("w:b", &[])?;
        }
        if let Some(size) = run.size.map(|size| size.to_string()) {
            xml.value("w:sz", &size)?;
            xml.value("w:szCs", &size)?;
        }
        xml.empty("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")])
    })
}
