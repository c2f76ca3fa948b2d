//! The page of charts: figures to be looked at, each of which leads to its cell.

use egui::{
    Align, Align2, Color32, FontId, Key, Modifiers, Pos2, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, pos2, vec2,
};

use super::fonts;
use super::theme::{self, Palette};
use super::workspace::Workspace;
use disclosure_engine::charts::charts;
use disclosure_engine::disclosure::CellKey;
use disclosure_export::charts::{Anchor, Area, Drawing, Fill, Shape};

/// The picture is not drawn larger than this, however wide the window is.
const LARGEST: f32 = 1.25;
/// Nor smaller, where letters could not be read: then it is moved to and fro.
const SMALLEST: f32 = 0.85;

/// The page, with the picture of a revision.
#[derive(Default)]
pub struct ChartsPage {
    drawn: Option<(u64, Drawing)>,
    /// The bar at which the keyboard is.
    current: Option<usize>,
    follows: bool,
}

/// What is asked on the page of charts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChartsRequest {
    /// Go to the cell of a bar.
    GoTo(CellKey),
    /// Write the picture to a file.
    Save,
}

/// The picture of what is open.
pub fn drawing(workspace: &Workspace) -> Drawing {
    let evaluated = workspace.evaluated();
    Drawing::new(evaluated, &charts(evaluated))
}

impl ChartsPage {
    /// Draws the page.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, is_enabled: bool) -> Option<ChartsRequest> {
        let revision = workspace.revision();
        let known = self.drawn.take().filter(|(own, _)| *own == revision);
        let (_, drawing) = known.unwrap_or_else(|| (revision, drawing(workspace)));
        let mut request = None;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new("图表").text_style(theme::bold_text()).size(20.0));
            if ui.button("存为图片…").on_hover_text("SVG 或 PNG，可以放进文件、幻灯片和网页").clicked()
            {
                request = Some(ChartsRequest::Save);
            }
            let how = "数随各表变动；点一根条去它的单元格，键盘用 ↑↓ 选、Enter 去。";
            ui.label(RichText::new(how).color(Palette::of(ui.visuals()).weak_text));
        });
        let is_free =
            is_enabled && ui.memory(|memory| memory.focused()).is_none() && !egui::Popup::is_any_open(ui.ctx());
        if is_free {
            request = self.keys(ui, &drawing).or(request);
        }
        let area = ScrollArea::both().id_salt("charts").auto_shrink(false);
        request = area.show(ui, |ui| self.drawing_ui(ui, &drawing)).inner.or(request);
        self.drawn = Some((revision, drawing));
        request
    }

    /// The arrows go from bar to bar, Enter to the cell.
    fn keys(&mut self, ui: &Ui, drawing: &Drawing) -> Option<ChartsRequest> {
        let count = drawing.bars.len();
        let pressed = |key: Key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
        if up + down > 0 && count > 0 {
            let next = self.current.map_or(0, |at| (at + down).saturating_sub(up).min(count - 1));
            (self.current, self.follows) = (Some(next), true);
        }
        let bar = self.current.and_then(|at| drawing.bars.get(at)).filter(|_| pressed(Key::Enter) > 0)?;
        bar.cell.clone().map(ChartsRequest::GoTo)
    }

    fn drawing_ui(&mut self, ui: &mut Ui, drawing: &Drawing) -> Option<ChartsRequest> {
        let scale = (ui.available_width() / drawing.width).clamp(SMALLEST, LARGEST);
        let size = vec2(drawing.width, drawing.height) * scale;
        let (rect, whole) = ui.allocate_exact_size(size, Sense::hover());
        whole.widget_info(|| WidgetInfo::labeled(Role::Image, true, &drawing.alternative));
        let mut request = None;
        for (place, bar) in drawing.bars.iter().enumerate() {
            let area = placed(bar.area, rect.min, scale);
            let response = ui.interact(area, ui.scope_id().with(("bar", place)), Sense::CLICK);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &bar.text));
            let is_current = self.current == Some(place);
            self.mark(ui, area, is_current, response.hovered());
            if is_current && std::mem::take(&mut self.follows) {
                ui.scroll_to_rect(area, Some(Align::Center).filter(|_| !ui.clip_rect().contains_rect(area)));
            }
            if response.clicked() {
                self.current = Some(place);
                request = bar.cell.clone().map(ChartsRequest::GoTo);
            }
            let goes = if bar.cell.is_some() { "\n点一下，去这一格" } else { "\n本年没有这一行" };
            response.on_hover_text(format!("{}{goes}", bar.text));
        }
        for shape in &drawing.shapes {
            paint(ui, shape, rect.min, scale);
        }
        request
    }

    /// Sets off the bar at which somebody is.
    fn mark(&self, ui: &Ui, area: Rect, is_current: bool, is_pointed_at: bool) {
        let palette = Palette::of(ui.visuals());
        if is_current || is_pointed_at {
            ui.painter().rect_filled(area, 2.0, palette.selection_fill);
        }
        if is_current {
            ui.painter().rect_stroke(area, 2.0, Stroke::new(1.5, palette.cursor), StrokeKind::Inside);
        }
    }
}

fn placed(area: Area, corner: Pos2, scale: f32) -> Rect {
    let size = vec2(area.width, area.height) * scale;
    Rect::from_min_size(corner + vec2(area.x, area.y) * scale, size)
}

fn paint(ui: &Ui, shape: &Shape, corner: Pos2, scale: f32) {
    let palette = Palette::of(ui.visuals());
    match shape {
        Shape::Area { area, fill } => {
            let rect = placed(*area, corner, scale);
            match fill {
                Fill::ThisYear => drop(ui.painter().rect_filled(rect, 0.0, palette.accent)),
                Fill::Axis => drop(ui.painter().rect_filled(rect, 0.0, palette.strong_line)),
                Fill::LastYear => {
                    let stroke = Stroke::new(1.0, palette.accent);
                    ui.painter().rect(rect, 0.0, palette.paper, stroke, StrokeKind::Inside);
                }
            }
        }
        Shape::Text { x, y, anchor, size, is_bold, is_weak, text } => {
            let color: Color32 = if *is_weak { palette.weak_text } else { palette.text };
            let font =
                if *is_bold { FontId::new(size * scale, fonts::bold()) } else { FontId::proportional(size * scale) };
            let galley = ui.painter().layout_no_wrap(text.clone(), font, color);
            // The base line of the letters lies so far below their top.
            let ascent = galley.rows.first().and_then(|row| row.glyphs.first()).map_or(0.0, |glyph| glyph.pos.y);
            let at = corner + vec2(*x, *y) * scale - vec2(0.0, ascent);
            let align = if *anchor == Anchor::End { Align2::RIGHT_TOP } else { Align2::LEFT_TOP };
            let rect = align.anchor_size(pos2(at.x, at.y), galley.size());
            ui.painter().galley(rect.min, galley, color);
        }
    }
}
