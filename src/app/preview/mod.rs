//! The pages of the finished document beside the grid, as they will be printed.
//!
//! They follow the edits: a thread of its own sets them anew ([`setter`]), and until it is done the pages before are
//! shown. The active cell is framed on its page; a click on a page goes to the cell.

mod setter;

use std::collections::HashMap;
use std::sync::Arc;

use egui::{
    Align, Color32, ColorImage, Context, Pos2, Rect, RichText, ScrollArea, Sense, Stroke, StrokeKind, TextureHandle,
    TextureOptions, Ui, Vec2, pos2, vec2,
};

use self::setter::{Done, PageKey, Setter, Wanted};
use super::theme::Palette;
use super::workspace::Workspace;
use disclosure_engine::disclosure::{TableNumber, TextPlace};
use disclosure_engine::evaluate::CellIndex;
use disclosure_export::pdf::{Area, Pages, Spot};

/// Sizes of a page, in per cent of the width of the panel.
const ZOOMS: [u16; 6] = [50, 75, 100, 150, 200, 300];
/// Pages that stay drawn, beyond those in sight.
const KEPT_PAGES: usize = 16;
/// Room between pages, in points.
const GAP: f32 = 12.0;

#[derive(Default)]
pub struct Preview {
    setter: Option<Setter>,
    /// The pages that are shown, and the revision that they show.
    shown: Option<(u64, Arc<Pages>)>,
    /// The revision that was asked for last.
    asked: Option<u64>,
    failure: Option<String>,
    drawn: HashMap<PageKey, TextureHandle>,
    /// Pages that are being drawn.
    waited_for: Vec<PageKey>,
    zoom: usize,
    /// What is framed, and shown when it changes.
    framed: Option<Spot>,
    /// The page to be shown in the next frame, and the place in it, in points of the page.
    goes_to: Option<(usize, Pos2)>,
    /// The page in the middle of the view.
    current: usize,
}

/// What was clicked on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewRequest {
    Cell(CellIndex),
    /// The title of a table.
    Table(TableNumber),
    /// A paragraph, or another text.
    Text(TextPlace),
    /// Write the document to a file.
    Export,
}

impl Preview {
    /// Draws the preview. `active` is the cell, or else the table, that is shown in the grid.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, active: Option<Spot>) -> Option<PreviewRequest> {
        self.follow(ui.ctx(), workspace);
        if active != self.framed {
            self.framed = active;
            self.go_to_framed();
        }
        let mut request = self.bar_ui(ui, workspace);
        ui.separator();
        match (&self.shown, &self.failure) {
            (_, Some(failure)) => {
                ui.label(failure);
            }
            (None, None) => {
                ui.label("正在排版…");
            }
            (Some((revision, pages)), None) => {
                let (revision, pages) = (*revision, pages.clone());
                request = self.pages_ui(ui, revision, &pages).or(request);
            }
        }
        request
    }

    /// Asks for the pages of what is shown now, and takes what is done.
    fn follow(&mut self, ctx: &Context, workspace: &Workspace) {
        let setter = self.setter.get_or_insert_with(|| Setter::start(ctx));
        if self.asked != Some(workspace.revision()) {
            self.asked = Some(workspace.revision());
            setter.set(Wanted {
                revision: workspace.revision(),
                form: workspace.form().clone(),
                catalog: workspace.catalog().clone(),
                disclosure: workspace.disclosure().clone(),
                is_draft: !workspace.progress().is_publishable(),
            });
        }
        for done in setter.done() {
            match done {
                Done::Set { revision, pages } if self.asked == Some(revision) => match pages {
                    Ok(pages) => {
                        let is_first = self.shown.is_none();
                        self.shown = Some((revision, pages));
                        self.failure = None;
                        self.waited_for.clear();
                        if is_first {
                            self.go_to_framed();
                        }
                    }
                    Err(failure) => self.failure = Some(failure),
                },
                Done::Set { .. } => {}
                Done::Drawn { key, image } => {
                    self.waited_for.retain(|other| *other != key);
                    let size = [image.width as usize, image.height as usize];
                    let pixels = ColorImage::from_rgba_premultiplied(size, &image.rgba);
                    let texture = ctx.load_texture(format!("page {}", key.page), pixels, TextureOptions::LINEAR);
                    self.drawn.insert(key, texture);
                }
            }
        }
    }

    fn go_to_framed(&mut self) {
        let (Some((_, pages)), Some(spot)) = (&self.shown, &self.framed) else { return };
        self.goes_to = pages.areas(spot).first().map(|area| (area.page, pos2(area.x, area.y)));
    }

    fn bar_ui(&mut self, ui: &mut Ui, workspace: &Workspace) -> Option<PreviewRequest> {
        let palette = Palette::of(ui.visuals());
        let mut request = None;
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            let count = self.shown.as_ref().map_or(0, |(_, pages)| pages.count());
            let (can_go_back, can_go_on) = (self.current > 0, self.current + 1 < count);
            if ui.add_enabled(can_go_back, egui::Button::new("上一页")).clicked() {
                self.goes_to = Some((self.current - 1, Pos2::ZERO));
            }
            ui.label(format!("第 {} 页，共 {count} 页", (self.current + 1).min(count)));
            if ui.add_enabled(can_go_on, egui::Button::new("下一页")).clicked() {
                self.goes_to = Some((self.current + 1, Pos2::ZERO));
            }
            ui.menu_button(format!("{} ▾", zoom_name(self.zoom())), |ui| {
                for (place, zoom) in ZOOMS.into_iter().enumerate() {
                    if ui.radio(self.zoom() == zoom, zoom_name(zoom)).clicked() {
                        self.zoom = place + 1;
                        ui.close();
                    }
                }
            });
            if ui.button("导出…").clicked() {
                request = Some(PreviewRequest::Export);
            }
            let is_fresh = self.shown.as_ref().is_some_and(|(revision, _)| *revision == workspace.revision());
            if !is_fresh && self.failure.is_none() {
                // Without a spinner: the window rests until the pages are there.
                ui.label(RichText::new("排版中…").color(palette.weak_text));
            }
        });
        request
    }

    /// Per cent of the width of the panel.
    fn zoom(&self) -> u16 {
        self.zoom.checked_sub(1).and_then(|place| ZOOMS.get(place)).copied().unwrap_or(100)
    }

    fn pages_ui(&mut self, ui: &mut Ui, revision: u64, pages: &Arc<Pages>) -> Option<PreviewRequest> {
        let mut request = None;
        let goes_to = self.goes_to.take();
        let framed: Vec<Area> = self.framed.as_ref().map_or_else(Vec::new, |spot| pages.areas(spot));
        // Each page fills the panel, whether it is upright or not.
        let width = (ui.available_width() - 24.0).max(120.0) * f32::from(self.zoom()) / 100.0;
        let pixels_per_point = ui.ctx().pixels_per_point();
        ScrollArea::both().auto_shrink(false).show_viewport(ui, |ui, view| {
            let mut top = 0.0;
            let origin = ui.min_rect().min;
            for page in 0..pages.count() {
                let Some((page_width, page_height)) = pages.size(page) else { continue };
                let scale = width / page_width;
                let size = vec2(page_width, page_height) * scale;
                let rect = Rect::from_min_size(origin + vec2(0.0, top), size);
                if top <= view.center().y && view.center().y < top + size.y + GAP {
                    self.current = page;
                }
                if let Some((_, place)) = goes_to.filter(|(wanted, _)| *wanted == page) {
                    // A little of what stands before it stays in sight.
                    let place = rect.min + (place - pos2(60.0, 80.0)).max(Vec2::ZERO) * scale;
                    ui.scroll_to_rect(Rect::from_min_size(place, Vec2::splat(1.0)), Some(Align::Min));
                }
                if top < view.max.y && top + size.y > view.min.y {
                    let key = PageKey { revision, page, scale: (scale * pixels_per_point * 100.0).round() as u32 };
                    request = self.page_ui(ui, rect, key, pages, &framed).or(request.take());
                }
                top += size.y + GAP;
            }
            ui.allocate_rect(Rect::from_min_size(origin, vec2(width, top)), Sense::hover());
        });
        self.forget(revision);
        request
    }

    fn page_ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        key: PageKey,
        pages: &Arc<Pages>,
        framed: &[Area],
    ) -> Option<PreviewRequest> {
        let scale = pages.size(key.page).map_or(1.0, |(width, _)| rect.width() / width);
        ui.painter().rect_filled(rect, 0.0, Color32::WHITE);
        // Until the page is drawn, that of another revision or size stands in its place.
        let texture = self.drawn.get(&key).or_else(|| {
            self.drawn
                .iter()
                .filter(|(other, _)| other.page == key.page)
                .max_by_key(|(other, _)| other.revision)
                .map(|(_, texture)| texture)
        });
        if let Some(texture) = texture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter().image(texture.id(), rect, whole, Color32::WHITE);
        }
        if !self.drawn.contains_key(&key) && !self.waited_for.contains(&key) {
            self.waited_for.push(key);
            if let Some(setter) = &self.setter {
                setter.draw(key, pages.clone());
            }
        }
        let palette = Palette::of(ui.visuals());
        for area in framed.iter().filter(|area| area.page == key.page) {
            let corner = rect.min + vec2(area.x, area.y) * scale;
            let frame = Rect::from_min_size(corner, vec2(area.width, area.height) * scale);
            ui.painter().rect_stroke(frame, 2.0, Stroke::new(2.0, palette.accent), StrokeKind::Outside);
        }
        let response = ui.interact(rect, ui.scope_id().with(("page", key.page)), Sense::CLICK);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, format!("第 {} 页", key.page + 1)));
        let clicked = response.interact_pointer_pos().filter(|_| response.clicked())?;
        let place = (clicked - rect.min) / scale;
        match pages.spot_at(key.page, place.x, place.y)? {
            Spot::Cell(cell) => Some(PreviewRequest::Cell(*cell)),
            Spot::Table(table) => Some(PreviewRequest::Table(*table)),
            Spot::Text(place) => Some(PreviewRequest::Text(place.clone())),
        }
    }

    /// Gives up pages of other revisions, and those far away, once there are many.
    fn forget(&mut self, revision: u64) {
        if self.drawn.len() > KEPT_PAGES {
            let current = self.current;
            self.drawn.retain(|key, _| key.revision == revision && key.page.abs_diff(current) <= KEPT_PAGES / 4);
        }
    }
}

fn zoom_name(zoom: u16) -> String {
    if zoom == 100 { "适合宽度".to_owned() } else { format!("{zoom}%") }
}
