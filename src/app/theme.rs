//! The look of the window: a ledger. Warm paper, thin lines, light heads, one accent of ink green, nothing that moves.
//!
//! The grid and the panels take their colours from [`Palette`], egui's own widgets from the style that [`apply`] sets.

mod palette;

use egui::style::{ScrollAnimation, ScrollStyle, Selection, Spacing, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{
    Color32, Context, CornerRadius, FontFamily, FontId, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals, vec2,
};

pub use self::palette::Palette;
use self::palette::{DARK, DARK_TONES, LIGHT, LIGHT_TONES, Tones};
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
    // That which has the keyboard is seen.
    widgets.active.bg_stroke = Stroke::new(2.0, palette.accent);
}

/// A group of radio buttons: Tab leads to the chosen one, the arrow keys choose, and Enter presses the dialog's button.
pub fn radios_ui<T: PartialEq>(
    ui: &mut egui::Ui,
    value: &mut T,
    choices: impl IntoIterator<Item = (T, impl Into<egui::WidgetText>)>,
) {
    let (mut choices, texts): (Vec<T>, Vec<_>) = choices.into_iter().unzip();
    let buttons = choices.iter().zip(texts).map(|(choice, text)| ui.radio(value == choice, text.into()));
    let buttons: Vec<egui::Response> = buttons.collect();
    let focused = buttons.iter().position(egui::Response::has_focus);
    if let (Some(first), Some(current)) = (buttons.first(), choices.iter().position(|choice| value == choice)) {
        let id = first.id.with("had the keyboard");
        let had_focus = ui.data(|data| data.get_temp(id).unwrap_or(false));
        ui.data_mut(|data| data.insert_temp(id, focused.is_some()));
        // Tab leads into a group at what is chosen.
        if focused.is_some_and(|at| at != current && !buttons[at].clicked()) && !had_focus {
            return buttons[current].request_focus();
        }
    }
    let chosen = focused.and_then(|at| next_by_arrow(ui, buttons[at].id, at, buttons.len()));
    if let Some(next) = chosen {
        buttons[next].request_focus();
    }
    // What has the focus is pressed by Enter: here that confirms what is chosen.
    if let Some(at) = focused.filter(|_| ui.input(|input| input.key_pressed(egui::Key::Enter))) {
        return buttons[at].surrender_focus();
    }
    if let Some(chosen) = chosen.or_else(|| buttons.iter().position(egui::Response::clicked)) {
        *value = choices.swap_remove(chosen);
    }
}

/// The one of `count` widgets beside each other to which an arrow key leads from the one `at`, which has the focus.
fn next_by_arrow(ui: &egui::Ui, id: egui::Id, at: usize, count: usize) -> Option<usize> {
    // Else egui goes to whatever lies in that direction.
    let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
    let is_pressed = |key| ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
    if is_pressed(egui::Key::ArrowDown) || is_pressed(egui::Key::ArrowRight) {
        Some((at + 1) % count)
    } else if is_pressed(egui::Key::ArrowUp) || is_pressed(egui::Key::ArrowLeft) {
        Some((at + count - 1) % count)
    } else {
        None
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
        // The window is cleared with the panels' colour: where the processor draws, painting it again costs for each point.
        panel_fill: Color32::TRANSPARENT,
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
