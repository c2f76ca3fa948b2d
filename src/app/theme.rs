//! The look of the window: a ledger. Warm paper, thin lines, light heads, one accent of ink green, nothing that moves.
//!
//! The grid and the panels take their colours from [`Palette`], egui's own widgets from the style that [`apply`] sets.

use egui::style::{ScrollAnimation, ScrollStyle, Selection, Spacing, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals, vec2,
};

use super::fonts;

/// Size of running text and of figures, in points at 100 %.
pub const BODY_SIZE: f32 = 15.0;

/// The text style of heads and totals: the size of running text, in bold.
pub fn bold_text() -> TextStyle {
    TextStyle::Name(fonts::BOLD.into())
}

/// Sets the style of `ctx` for light and dark. [`fonts::install`] must have been called, since headings are in bold.
pub fn apply(ctx: &Context) {
    for theme in [Theme::Light, Theme::Dark] {
        ctx.set_style_of(theme, style(theme));
    }
    // A desktop that does not say what it prefers gets paper.
    ctx.options_mut(|options| options.fallback_theme = Theme::Light);
}

/// Makes check boxes and radio buttons in `ui` look like boxes to be ticked: an outline on paper. Works around egui 0.37,
/// which fills them with the colour of scroll handles.
pub fn outline_choices(ui: &mut egui::Ui) {
    let palette = Palette::of(ui.visuals());
    let widgets = &mut ui.visuals_mut().widgets;
    for state in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
        state.bg_fill = palette.paper;
        state.bg_stroke = Stroke::new(1.0, palette.strong_line);
    }
}

/// Draws how far something is, from 0 to 1, on a track that is seen on paper too.
pub fn progress_ui(ui: &mut egui::Ui, share: f32, text: &str) {
    ui.scope(|ui| {
        let palette = Palette::of(ui.visuals());
        ui.visuals_mut().extreme_bg_color = palette.head_fill;
        ui.add(egui::ProgressBar::new(share).desired_width(300.0).corner_radius(3.0).text(text));
    });
}

/// A link that stays in one piece where the line ends.
pub fn link(ui: &egui::Ui, text: &str) -> egui::Button<'static> {
    egui::Button::new(egui::RichText::new(text).color(ui.visuals().hyperlink_color)).frame(false)
}

/// Draws a [`link`].
pub fn link_ui(ui: &mut egui::Ui, text: &str) -> egui::Response {
    let link = link(ui, text);
    ui.add(link)
}

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

const LIGHT: Palette = Palette {
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

const DARK: Palette = Palette {
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
struct Tones {
    window: Color32,
    button: Color32,
    button_hovered: Color32,
    outline: Color32,
    outline_hovered: Color32,
    /// Scroll handles, slider rails and check boxes.
    handle: Color32,
    handle_hovered: Color32,
    strong_text: Color32,
    shadow: Color32,
}

const LIGHT_TONES: Tones = Tones {
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

const DARK_TONES: Tones = Tones {
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

fn style(theme: Theme) -> Style {
    let (visuals, palette, tones) = match theme {
        Theme::Light => (Visuals::light(), LIGHT, LIGHT_TONES),
        Theme::Dark => (Visuals::dark(), DARK, DARK_TONES),
    };
    let mut style = Style {
        visuals: coloured(visuals, &palette, &tones),
        spacing: spacing(),
        text_styles: [
            (TextStyle::Small, FontId::proportional(13.0)),
            (TextStyle::Body, FontId::proportional(BODY_SIZE)),
            (TextStyle::Button, FontId::proportional(BODY_SIZE)),
            (TextStyle::Monospace, FontId::new(BODY_SIZE, FontFamily::Monospace)),
            (TextStyle::Heading, FontId::new(18.0, fonts::bold())),
            (bold_text(), FontId::new(BODY_SIZE, fonts::bold())),
        ]
        .into(),
        // A held arrow key must not leave the grid gliding behind.
        animation_time: 0.0,
        scroll_animation: ScrollAnimation::none(),
        ..Style::default()
    };
    // Labels that can be selected would answer Ctrl-C beside the grid.
    style.interaction.selectable_labels = false;
    style.interaction.interact_radius = 2.0;
    style
}

fn spacing() -> Spacing {
    let mut scroll = ScrollStyle { bar_width: 11.0, handle_min_length: 28.0, ..ScrollStyle::solid() };
    scroll.fade.strength = 0.0;
    scroll.kinetic.decay_time = 0.0;
    scroll.kinetic.rubber_band = false;
    Spacing {
        item_spacing: vec2(8.0, 6.0),
        window_margin: Margin::same(14),
        menu_margin: Margin::same(6),
        button_padding: vec2(10.0, 3.0),
        interact_size: vec2(40.0, 28.0),
        icon_width: 16.0,
        icon_width_inner: 10.0,
        icon_spacing: 6.0,
        combo_height: 320.0,
        tooltip_width: 440.0,
        scroll,
        ..Spacing::default()
    }
}

fn coloured(base: Visuals, palette: &Palette, tones: &Tones) -> Visuals {
    let shadow = Shadow { offset: [0, 4], blur: 14, spread: 0, color: tones.shadow };
    Visuals {
        weak_text_color: Some(palette.weak_text),
        widgets: widgets(palette, tones),
        // The stroke is also the frame of a text field in focus.
        selection: Selection { bg_fill: palette.selection_fill, stroke: Stroke::new(1.0, palette.accent) },
        hyperlink_color: palette.accent,
        faint_bg_color: palette.computed_fill,
        extreme_bg_color: palette.paper,
        code_bg_color: palette.head_fill,
        warn_fg_color: palette.warning,
        error_fg_color: palette.error,
        window_corner_radius: CornerRadius::same(4),
        window_shadow: shadow,
        window_fill: tones.window,
        window_stroke: Stroke::new(1.0, tones.outline),
        menu_corner_radius: CornerRadius::same(4),
        panel_fill: palette.panel,
        popup_shadow: shadow,
        // A blinking cursor would wake the program twice a second for as long as it is open.
        text_cursor: TextCursorStyle { stroke: Stroke::new(1.5, palette.cursor), blink: false, ..Default::default() },
        indent_has_left_vline: false,
        slider_trailing_fill: true,
        image_loading_spinners: false,
        ..base
    }
}

fn widgets(palette: &Palette, tones: &Tones) -> Widgets {
    let corner_radius = CornerRadius::same(3);
    let plain = WidgetVisuals {
        bg_fill: tones.handle,
        weak_bg_fill: tones.button,
        bg_stroke: Stroke::new(1.0, tones.outline),
        corner_radius,
        fg_stroke: Stroke::new(1.0, palette.text),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: WidgetVisuals {
            bg_fill: tones.window,
            weak_bg_fill: palette.panel,
            bg_stroke: Stroke::new(1.0, palette.grid_line),
            ..plain
        },
        inactive: plain,
        hovered: WidgetVisuals {
            bg_fill: tones.handle_hovered,
            weak_bg_fill: tones.button_hovered,
            bg_stroke: Stroke::new(1.0, tones.outline_hovered),
            ..plain
        },
        // Also what is in focus: the frame in the accent says so.
        active: WidgetVisuals {
            bg_fill: tones.handle_hovered,
            weak_bg_fill: palette.selection_fill,
            bg_stroke: Stroke::new(1.5, palette.accent),
            fg_stroke: Stroke::new(1.5, tones.strong_text),
            ..plain
        },
        open: WidgetVisuals { weak_bg_fill: tones.button_hovered, ..plain },
    }
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

    #[test]
    fn both_themes_are_set_and_nothing_moves() {
        let ctx = Context::default();
        fonts::install(&ctx);
        apply(&ctx);
        for (theme, palette) in [(Theme::Light, LIGHT), (Theme::Dark, DARK)] {
            let style = ctx.style_of(theme);
            assert_eq!(Palette::of(&style.visuals), palette);
            assert_eq!(style.animation_time, 0.0);
            assert_eq!(style.scroll_animation, ScrollAnimation::none());
            assert!(!style.spacing.scroll.floating && style.spacing.scroll.fade.strength == 0.0);
            assert!(!style.visuals.text_cursor.blink);
            assert_eq!(TextStyle::Body.resolve(&style).size, BODY_SIZE);
            assert_eq!(bold_text().resolve(&style).family, fonts::bold());
        }
    }
}
