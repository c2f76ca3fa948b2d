//! The colours of the window, light and dark.

use egui::{Color32, Visuals};

/// The named colours of the window, for one theme.
///
/// Text colours have a contrast of at least 4.5 : 1 on each of the fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind menus, lists and panels.
    pub panel: Color32,
    /// Behind the grid.
    pub paper: Color32,
    /// Between cells.
    pub grid_line: Color32,
    /// Under the head, beside frozen columns and above totals.
    pub strong_line: Color32,
    /// Running text and entered figures.
    pub text: Color32,
    /// What matters less: hints, units, what is not available.
    pub weak_text: Color32,
    /// Behind the heads of a table.
    pub head_fill: Color32,
    /// The heads of a table.
    pub head_text: Color32,
    /// The ※ numbers under the heads.
    pub number_row: Color32,
    /// Behind cells to type in.
    pub entered_fill: Color32,
    /// Behind cells that the program computes.
    pub computed_fill: Color32,
    /// Computed figures.
    pub computed_text: Color32,
    /// Figures stated in place of the computed ones, in blue as if written in by pen.
    pub stated_text: Color32,
    /// Behind totals.
    pub total_fill: Color32,
    /// Behind selected cells and rows.
    pub selection_fill: Color32,
    /// Frame of the active cell.
    pub cursor: Color32,
    /// 不平.
    pub error: Color32,
    /// 存疑.
    pub warning: Color32,
    /// 尾差.
    pub rounding: Color32,
    /// 未核.
    pub unchecked: Color32,
    /// What can be acted on, and what is in focus.
    pub accent: Color32,
}

impl Palette {
    /// The colours for `visuals`, which is `ui.visuals()` within a frame.
    pub fn of(visuals: &Visuals) -> Self {
        if visuals.dark_mode { DARK } else { LIGHT }
    }
}

pub(super) const LIGHT: Palette = Palette {
    panel: rgb(0xF5F4EF),
    paper: rgb(0xFFFFFF),
    grid_line: rgb(0xDEDCD3),
    strong_line: rgb(0x98968A),
    text: rgb(0x1F2622),
    weak_text: rgb(0x5C635E),
    head_fill: rgb(0xEFEEE7),
    head_text: rgb(0x363E39),
    number_row: rgb(0x5C635E),
    entered_fill: rgb(0xFFFFFF),
    computed_fill: rgb(0xF7F8F5),
    computed_text: rgb(0x46504A),
    stated_text: rgb(0x2C4A9A),
    total_fill: rgb(0xECF1EC),
    selection_fill: rgb(0xD9EADF),
    cursor: rgb(0x1B6A4C),
    error: rgb(0xB3261E),
    warning: rgb(0x7F4F00),
    rounding: rgb(0x3F5B73),
    unchecked: rgb(0x5E5F66),
    accent: rgb(0x1B6A4C),
};

pub(super) const DARK: Palette = Palette {
    panel: rgb(0x1E211F),
    paper: rgb(0x171A18),
    grid_line: rgb(0x343936),
    strong_line: rgb(0x6C746F),
    text: rgb(0xE4E7E3),
    weak_text: rgb(0xA3ABA6),
    head_fill: rgb(0x252A27),
    head_text: rgb(0xD0D5D1),
    number_row: rgb(0xA3ABA6),
    entered_fill: rgb(0x171A18),
    computed_fill: rgb(0x1D221F),
    computed_text: rgb(0xBEC5C0),
    stated_text: rgb(0xA9BEF7),
    total_fill: rgb(0x232D27),
    selection_fill: rgb(0x2A4236),
    cursor: rgb(0x7CC4A0),
    error: rgb(0xF59A91),
    warning: rgb(0xE9B65C),
    rounding: rgb(0xA5C0D8),
    unchecked: rgb(0xB0B1BA),
    accent: rgb(0x7CC4A0),
};

/// Colours of egui's widgets that are of no use elsewhere.
pub(super) struct Tones {
    pub window: Color32,
    pub button: Color32,
    pub button_hovered: Color32,
    pub outline: Color32,
    pub outline_hovered: Color32,
    /// Scroll handles, slider rails and check boxes.
    pub handle: Color32,
    pub handle_hovered: Color32,
    pub strong_text: Color32,
    pub shadow: Color32,
}

pub(super) const LIGHT_TONES: Tones = Tones {
    window: rgb(0xFBFAF7),
    button: rgb(0xECEAE3),
    button_hovered: rgb(0xE2E0D7),
    outline: rgb(0xC6C3B8),
    outline_hovered: rgb(0x8F8C80),
    handle: rgb(0xC2BFB3),
    handle_hovered: rgb(0x99968A),
    strong_text: rgb(0x0B0F0C),
    shadow: Color32::from_black_alpha(32),
};

pub(super) const DARK_TONES: Tones = Tones {
    window: rgb(0x232725),
    button: rgb(0x2E3431),
    button_hovered: rgb(0x39403C),
    outline: rgb(0x454C48),
    outline_hovered: rgb(0x79827D),
    handle: rgb(0x4D5551),
    handle_hovered: rgb(0x6C746F),
    strong_text: rgb(0xF8FAF8),
    shadow: Color32::from_black_alpha(110),
};

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG defines it.
    fn luminance(color: Color32) -> f32 {
        let linear = |byte: u8| {
            let part = f32::from(byte) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(one: Color32, other: Color32) -> f32 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn text_can_be_read_on_every_fill() {
        for (p, tones) in [(LIGHT, LIGHT_TONES), (DARK, DARK_TONES)] {
            let texts = [
                p.text,
                p.weak_text,
                p.head_text,
                p.number_row,
                p.computed_text,
                p.stated_text,
                p.error,
                p.warning,
                p.rounding,
                p.unchecked,
                p.accent,
            ];
            let fills = [
                p.panel,
                p.paper,
                p.head_fill,
                p.entered_fill,
                p.computed_fill,
                p.total_fill,
                p.selection_fill,
                tones.window,
            ];
            for text in texts {
                for fill in fills {
                    let contrast = contrast(text, fill);
                    assert!(contrast >= 4.5, "{text:?} on {fill:?}: {contrast:.2}");
                }
            }
            for fill in [tones.button, tones.button_hovered, p.selection_fill] {
                assert!(contrast(p.text, fill) >= 7.0);
            }
        }
    }

    #[test]
    fn the_active_cell_stands_out() {
        for p in [LIGHT, DARK] {
            for fill in [p.paper, p.computed_fill, p.total_fill, p.selection_fill] {
                assert!(contrast(p.cursor, fill) >= 3.0);
            }
            assert!(contrast(p.strong_line, p.paper) > contrast(p.grid_line, p.paper) + 1.0);
        }
    }
}
