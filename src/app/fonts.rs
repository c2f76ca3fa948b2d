//! The fonts of the window.
//!
//! Noto Sans SC is built in, so that every machine draws the same simplified forms and digits of one width. On Windows
//! Microsoft YaHei UI goes before it, being hinted for coarse screens and what users there are accustomed to; Macs
//! have fine screens, and on Linux the first font found may well be a Japanese one. A hanzi that all of these lack
//! (in a rare name) is looked up among the machine's fonts by eframe: leave `NativeOptions::system_font_fallback` on.

use std::path::PathBuf;
use std::sync::Arc;

use egui::epaint::text::{FallbackRequest, FontInsert, FontTweak, Fonts, TextOptions};
use egui::{Context, FontData, FontDefinitions, FontFamily, FontId};

use disclosure_export::fonts;

/// Name of the font family of heads and totals; see [`bold`].
pub const BOLD: &str = "bold";

const REGULAR_FONT: &str = "Noto Sans SC";
const BOLD_FONT: &str = "Noto Sans SC SemiBold";
const MARKS_FONT: &str = "Noto Marks";
const ARABIC_FONT: &str = "Noto Naskh Arabic";
/// How far Arabic letters are moved, in parts of the font's size. Works around egui 0.37, which puts the middle of a
/// letter's box on the middle of the row: that of Arabic letters reaches far below the line on which they should stand.
const ARABIC_DROP: f32 = 0.2185;

/// The font family of heads and totals.
///
/// Works around egui 0.37 (emilk/egui#7946), whose `strong()` changes the colour and not the weight. Text in this family
/// has no font before [`install`].
pub fn bold() -> FontFamily {
    FontFamily::Name(BOLD.into())
}

/// Sets the fonts of `ctx`: once, before its first frame.
pub fn install(ctx: &Context) {
    ctx.set_fonts(definitions(machine_fonts()));
}

/// A regular font and the bold one of the same family.
struct Pair {
    regular: FontData,
    bold: FontData,
}

fn definitions(preferred: Option<Pair>) -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, data: FontData| {
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
        name.to_owned()
    };
    let marks = include_bytes!("../../assets/fonts/NotoMarks.ttf");
    let tweak = FontTweak { y_offset_factor: ARABIC_DROP, ..FontTweak::default() };
    let mut regular = vec![
        add(REGULAR_FONT, FontData::from_static(fonts::SANS_REGULAR)),
        add(MARKS_FONT, FontData::from_static(marks)),
        add(ARABIC_FONT, FontData::from_static(fonts::NASKH_REGULAR).tweak(tweak)),
    ];
    let mut bold_first = vec![add(BOLD_FONT, FontData::from_static(fonts::SANS_SEMIBOLD))];
    if let Some(pair) = preferred {
        regular.insert(0, add("machine's regular", pair.regular));
        bold_first.insert(0, add("machine's bold", pair.bold));
    }

    // The bold font is a subset: what it lacks is drawn in regular.
    let bold_chain = bold_first.into_iter().chain(regular.iter().cloned()).collect();
    fonts.families.insert(bold(), bold_chain);
    fonts.families.insert(FontFamily::Proportional, regular.clone());
    fonts.families.insert(FontFamily::Monospace, regular);
    fonts
}

/// The fonts of this machine that suit its screen better than the built-in ones, if there are such.
fn machine_fonts() -> Option<Pair> {
    if !cfg!(target_os = "windows") {
        return None;
    }
    let folder = PathBuf::from(std::env::var_os("WINDIR")?).join("Fonts");
    let read = |name: &str| {
        // The collections hold Microsoft YaHei and, second, its variant for interfaces, with lower rows.
        let font = Arc::new(std::fs::read(folder.join(name)).ok()?);
        let font = FontData::from_blob(font, 1);
        fits(&font).then_some(font)
    };
    Some(Pair { regular: read("msyh.ttc")?, bold: read("msyhbd.ttc")? })
}

/// Whether a font file from outside can be read, has Chinese, and has digits of one width.
///
/// Works around egui 0.37 (emilk/egui#7558), which ends the program over a faulty font that it is told to use. One that a
/// provider merely finds is left aside, so the font is tried in that way.
fn fits(font: &FontData) -> bool {
    let found = FontInsert::new("candidate", font.clone(), Vec::new());
    let provider = move |_: &FallbackRequest<'_>| Some(found.clone());
    let mut fonts =
        Fonts::new(TextOptions::default(), FontDefinitions::empty()).with_font_providers(vec![Arc::new(provider)]);
    let font_id = FontId::proportional(100.0);
    if !fonts.has_glyphs(&font_id, "单位预算公开，（合计）0123456789") {
        return false;
    }
    let mut fonts = fonts.with_pixels_per_point(1.0);
    let zero = fonts.glyph_width(&font_id, '0');
    zero > 0.0 && ('1'..='9').all(|digit| (fonts.glyph_width(&font_id, digit) - zero).abs() < 0.01)
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::Color32;

    /// What the window, the forms and their findings are written with, beyond GB 2312's hanzi.
    const MARKS: &str = "0123456789,.-+%¥￥（）〔〕【】《》〈〉「」“”‘’·—…、，。：；？！※●○◐◑◆◇■□▲▼△▽▶◀★☆✓✕✗×÷±≤≥≠≈\
                         →←↑↓↔⇧⌘⌥↵⇥⌫⌊⌋⌈⌉⏵⏴⏶⏷▸▾☐☑↺↻⟳⚠①②⑳ⅠⅡⅢ㈠℃‰§°′″−–•～｜│─┌┐└┘├┤┬┴┼𠮷";

    fn in_frame(check: impl Fn(&mut egui::Ui)) {
        let ctx = Context::default();
        install(&ctx);
        let mut output = ctx.run_ui(Default::default(), |ui| check(ui));
        output.textures_delta.clear();
    }

    fn families() -> [FontId; 3] {
        [FontId::proportional(15.0), FontId::monospace(15.0), FontId::new(15.0, bold())]
    }

    #[test]
    fn texts_and_marks_have_glyphs() {
        let mut text = String::from(MARKS.trim_end_matches('𠮷'));
        for file in ["forms/xinjiang-2025/form.ron", "catalog/functional.csv", "catalog/economic.csv"] {
            let file = format!("{}/assets/{file}", env!("CARGO_MANIFEST_DIR"));
            text.push_str(&std::fs::read_to_string(file).unwrap());
        }
        // Hanzi of names beyond GB 2312 are drawn in regular within bold text.
        text.push_str("镕堃喆昇燚淼垚ئاەبپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي،؛؟");
        in_frame(|ui| {
            for font in families() {
                let missing: String = ui.fonts_mut(|fonts| {
                    text.chars().filter(|&c| !c.is_control() && !fonts.has_glyph(&font, c)).collect()
                });
                assert_eq!(missing, "", "{font:?}");
            }
        });
    }

    #[test]
    fn heads_are_drawn_in_bold() {
        in_frame(|ui| {
            let names = ui.fonts_mut(|fonts| fonts.characters(&bold()).get(&'计').cloned());
            assert_eq!(names.unwrap()[0], BOLD_FONT);
        });
    }

    #[test]
    fn figures_stand_in_columns() {
        in_frame(|ui| {
            let width = |text: &str, font: &FontId| {
                ui.fonts_mut(|f| f.layout_no_wrap(text.to_owned(), font.clone(), Color32::BLACK).size().x)
            };
            for font in families() {
                let wide = width("8,888,888.88", &font);
                for figure in ["1,111,111.11", "7,474,171.47", "0,000,000.00"] {
                    assert_eq!(width(figure, &font), wide, "{figure} {font:?}");
                }
            }
        });
    }

    #[test]
    fn bold_and_regular_rows_are_equally_high() {
        in_frame(|ui| {
            let [regular, _, bold] = families();
            let baseline = |font: &FontId| {
                ui.fonts_mut(|f| {
                    let galley = f.layout_no_wrap("合计1".to_owned(), font.clone(), Color32::BLACK);
                    let glyph = galley.rows[0].glyphs[0];
                    (f.row_height(font), glyph.pos.y, glyph.font_face_ascent)
                })
            };
            assert_eq!(baseline(&regular), baseline(&bold));
        });
    }

    #[test]
    fn a_font_from_outside_is_tried_first() {
        let noto = fonts::SANS_REGULAR;
        let marks: &[u8] = include_bytes!("../../assets/fonts/NotoMarks.ttf");
        assert!(fits(&FontData::from_static(noto)));
        assert!(!fits(&FontData::from_static(marks)), "no Chinese");
        assert!(!fits(&FontData::from_static(&noto[..100_000])), "cut off");
        assert!(!fits(&FontData::from_static(b"no font at all")));
    }

    #[test]
    fn a_font_from_outside_goes_first() {
        let noto = fonts::SANS_REGULAR;
        let pair = Pair { regular: FontData::from_static(noto), bold: FontData::from_static(noto) };
        let fonts = definitions(Some(pair));
        assert_eq!(fonts.families[&FontFamily::Proportional][0], "machine's regular");
        assert_eq!(
            fonts.families[&bold()],
            ["machine's bold", BOLD_FONT, "machine's regular", REGULAR_FONT, MARKS_FONT, ARABIC_FONT]
        );
    }
}
