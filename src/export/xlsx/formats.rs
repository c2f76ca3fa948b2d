//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use super::super::document::Alignment;

/// Amounts: thousands, two decimals, nothing where there is nothing.
/// A blank as wide as a bracket keeps it from what stands at its right.
const AMOUNT: &str = "#,##0.00_);-#,##0.00_);";
/// The same, with zeros.
const AMOUNT_WITH_ZERO: &str = "#,##0.00_);-#,##0.00_)";
/// The reading order of a cell, as workbooks call it.
const LEFT_TO_RIGHT: u8 = 1;
/// Colour of what was entered: a dark blue, as accountants have it, and nearly black on paper.
const ENTERED: Color = Color::RGB(0x1f_3a_8a);
const SONG: &str = "宋体";
const HEI: &str = "黑体";
/// Size of a table's text, in points.
pub(super) const TABLE_SIZE: f64 = 9.0;
/// Size of running text.
pub(super) const TEXT_SIZE: f64 = 12.0;

/// The formats that the sheets share.
pub(super) struct Formats {
    /// 表 1.
    pub label: Format,
    /// The title of a table.
    pub title: Format,
    /// 编制单位：…
    pub preparer: Format,
    /// 单位：万元.
    pub unit_note: Format,
    /// Cells of a head.
    pub head: Format,
    /// The sentence under a table.
    pub note: Format,
    /// The title of a part.
    pub part: Format,
    /// A heading in a part.
    pub heading: Format,
    pub paragraph: Format,
    /// The lines that close the document.
    pub signature: Format,
    /// Lines of the contents that lead to the title of a part, and to a table in it.
    pub link_to_part: Format,
    pub link: Format,
    /// A line that shows how entered amounts look.
    pub entered: Format,
}

impl Formats {
    pub fn new() -> Self {
        let plain = || left_to_right().set_font_name(SONG).set_font_size(TABLE_SIZE);
        let text = |font: &str| {
            let format = left_to_right().set_font_name(font).set_font_size(TEXT_SIZE).set_text_wrap();
            format.set_align(FormatAlign::VerticalCenter).set_num_format("@")
        };
        let centred = |format: Format| format.set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        Self {
            label: left_to_right().set_font_name(HEI).set_font_size(11),
            title: centred(left_to_right().set_font_name(HEI).set_font_size(16)).set_text_wrap(),
            preparer: plain(),
            unit_note: plain().set_align(FormatAlign::Right),
            head: centred(plain()).set_text_wrap().set_border(FormatBorder::Thin).set_num_format("@"),
            note: plain().set_text_wrap().set_align(FormatAlign::Top),
            part: centred(left_to_right().set_font_name(HEI).set_font_size(16)).set_text_wrap(),
            heading: text(HEI),
            paragraph: text(SONG).set_align(FormatAlign::Top),
            link_to_part: text(HEI).set_font_color(ENTERED).set_underline(FormatUnderline::Single),
            link: text(SONG).set_font_color(ENTERED).set_underline(FormatUnderline::Single).set_indent(2),
            entered: text(SONG).set_font_color(ENTERED),
            signature: text(SONG).set_align(FormatAlign::Right).set_indent(2),
        }
    }

    /// A text in a table.
    pub fn text(&self, align: Alignment, indent: u8, is_total: bool) -> Format {
        let format = body(is_total).set_text_wrap().set_num_format("@");
        match align {
            Alignment::Left => format.set_align(FormatAlign::Left).set_indent(indent),
            Alignment::Center => format.set_align(FormatAlign::Center),
            Alignment::Right => format.set_align(FormatAlign::Right),
        }
    }

    /// An amount in a table; one that `is_entered` looks otherwise than what follows from others.
    pub fn amount(&self, align: Alignment, is_total: bool, shows_zero: bool, is_entered: bool) -> Format {
        let number = if shows_zero { AMOUNT_WITH_ZERO } else { AMOUNT };
        Self::figure(align, is_total, is_entered, number)
    }

    /// A count or a percentage in a table, with `decimals` and with `sign` behind it.
    pub fn count(&self, align: Alignment, is_total: bool, is_entered: bool, (decimals, sign): (u32, &str)) -> Format {
        let decimals = match decimals {
            0 => String::new(),
            some => format!(".{}", "0".repeat(some as usize)),
        };
        let sign = if sign.is_empty() { String::new() } else { format!("\"{}\"", sign.replace('"', "")) };
        let figure = format!("#,##0{decimals}{sign}_)");
        Self::figure(align, is_total, is_entered, &format!("{figure};-{figure};"))
    }

    fn figure(align: Alignment, is_total: bool, is_entered: bool, number: &str) -> Format {
        let format = body(is_total);
        let format = if is_entered { format.set_font_color(ENTERED) } else { format };
        // A figure that becomes too long for its column is made smaller, not hidden.
        let format = format.set_num_format(number).set_shrink();
        format.set_align(if align == Alignment::Center { FormatAlign::Center } else { FormatAlign::Right })
    }
}

/// A Chinese line that begins with a Uyghur name would else be turned round.
fn left_to_right() -> Format {
    Format::new().set_reading_direction(LEFT_TO_RIGHT)
}

fn body(is_total: bool) -> Format {
    let format = left_to_right().set_font_name(SONG).set_font_size(TABLE_SIZE).set_border(FormatBorder::Thin);
    let format = format.set_align(FormatAlign::VerticalCenter);
    if is_total { format.set_bold() } else { format }
}
