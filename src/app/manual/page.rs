//! Drawing a chapter.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Context, FontId, Grid, Label, Role, TextStyle, TextureHandle, Ui, Vec2, WidgetInfo, vec2};

use crate::app::fonts;
use crate::app::theme::{self, Palette};
use crate::manual::{CHAPTERS, Chapter, blocks};
use disclosure_export::booklet::{Block, Look, Picture, Span, shares};

/// Text is no wider than can be read at a glance.
const WIDEST: f32 = 680.0;
/// Where the items of a list begin.
const INDENT: f32 = 22.0;
/// How much of the window a picture takes that is seen large.
const LARGE: f32 = 0.8;

/// The pictures of the manual, as they are in memory.
#[derive(Default)]
pub(super) struct Pictures {
    /// Each by its file.
    drawn: Vec<(&'static [u8], Option<TextureHandle>)>,
}

/// Draws the chapter with this number; its section `shown` is brought into sight.
pub(super) fn chapter_ui(ui: &mut Ui, number: usize, shown: Option<usize>, pictures: &mut Pictures) {
    let chapter: &Chapter = &CHAPTERS[number];
    ui.set_max_width(ui.available_width().min(WIDEST));
    let title = ui.add(Label::new(job(ui, &[bold(&chapter.title)], 19.0)).wrap());
    for (place, section) in chapter.sections.iter().enumerate() {
        let heading = if section.heading.is_empty() {
            title.clone()
        } else {
            ui.add_space(12.0);
            ui.add(Label::new(job(ui, &[bold(&section.heading)], 16.0)).wrap())
        };
        if shown == Some(place) {
            ui.scroll_to_rect(heading.rect.expand(6.0), Some(Align::Min));
        }
        for (number, block) in section.blocks.iter().enumerate() {
            ui.push_id((place, number), |ui| block_ui(ui, block, pictures));
        }
    }
    ui.add_space(30.0);
}

/// Draws a page that is no chapter and has no pictures.
pub fn text_ui(ui: &mut Ui, text: &str) {
    for (number, block) in blocks(text).iter().enumerate() {
        ui.push_id(number, |ui| block_ui(ui, block, &mut Pictures::default()));
    }
}

fn block_ui(ui: &mut Ui, block: &Block, pictures: &mut Pictures) {
    match block {
        Block::Heading { text, .. } => {
            ui.add_space(6.0);
            ui.add(Label::new(job(ui, &[bold(text)], theme::BODY_SIZE)).wrap());
        }
        Block::Text(spans) => drop(ui.add(Label::new(job(ui, spans, theme::BODY_SIZE)).wrap())),
        Block::Item(mark, spans) => {
            ui.horizontal_top(|ui| {
                ui.add_sized([INDENT, 20.0], Label::new(mark.as_str()));
                ui.add(Label::new(job(ui, spans, theme::BODY_SIZE)).wrap());
            });
        }
        Block::Table(rows) => table_ui(ui, rows),
        Block::Picture(picture) => pictures.ui(ui, picture),
    }
}

fn table_ui(ui: &mut Ui, rows: &[Vec<Vec<Span>>]) {
    let shares = shares(rows);
    let columns = shares.len();
    let spacing = 14.0;
    // A window holds fewer columns than that.
    let room = ui.available_width() - spacing * f32::from(u16::try_from(columns).unwrap_or(1));
    let widths = shares.into_iter().map(|share| share * room).collect::<Vec<_>>();
    Grid::new("table").num_columns(columns).striped(true).spacing([spacing, 6.0]).show(ui, |ui| {
        for (line, row) in rows.iter().enumerate() {
            for (cell, width) in row.iter().zip(&widths) {
                let bold: Vec<Span> = cell.iter().map(|span| Span { look: Look::Bold, ..span.clone() }).collect();
                let cell = if line == 0 { &bold } else { cell };
                let job = job(ui, cell, theme::BODY_SIZE);
                ui.vertical(|ui| {
                    ui.set_width(*width);
                    ui.add(Label::new(job).wrap());
                });
            }
            ui.end_row();
        }
    });
}

fn bold(text: &str) -> Span {
    Span { text: text.to_owned(), look: Look::Bold }
}

/// Words as they are laid out.
fn job(ui: &Ui, spans: &[Span], size: f32) -> LayoutJob {
    let palette = Palette::of(ui.visuals());
    let mut job = LayoutJob::default();
    for span in spans {
        let format = match span.look {
            Look::Plain => TextFormat::simple(FontId::proportional(size), palette.text),
            Look::Bold => TextFormat::simple(FontId::new(size, fonts::bold()), palette.text),
            Look::Code => {
                let font = FontId { size, ..TextStyle::Monospace.resolve(ui.style()) };
                TextFormat { background: palette.head_fill, ..TextFormat::simple(font, palette.text) }
            }
        };
        job.append(&span.text, 0.0, TextFormat { line_height: Some(size * 1.5), ..format });
    }
    job
}

impl Pictures {
    /// Draws a picture as wide as there is room; pointed at, it is seen large.
    fn ui(&mut self, ui: &mut Ui, picture: &Picture) {
        let Some(texture) = self.texture(ui.ctx(), picture.png) else { return };
        let image = |width| egui::Image::new(&texture).fit_to_exact_size(fitted(texture.size_vec2(), width));
        let response = ui.add(image(ui.available_width()));
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &picture.alternative));
        let room = ui.ctx().content_rect().size() * LARGE;
        let large = room.x.min(room.y * texture.size_vec2().x / texture.size_vec2().y);
        response.on_hover_ui(|ui| drop(ui.add(image(large))));
        let weak = Palette::of(ui.visuals()).weak_text;
        ui.label(egui::RichText::new(&picture.alternative).text_style(TextStyle::Small).color(weak));
    }

    /// The picture of this file, put into memory once.
    fn texture(&mut self, ctx: &Context, png: &'static [u8]) -> Option<TextureHandle> {
        if let Some((_, known)) = self.drawn.iter().find(|(known, _)| std::ptr::eq(*known, png)) {
            return known.clone();
        }
        let name = format!("picture {} of the manual", self.drawn.len());
        let texture = image(png).map(|image| ctx.load_texture(name, image, egui::TextureOptions::LINEAR));
        self.drawn.push((png, texture.clone()));
        texture
    }
}

/// A picture of this size, no larger than it is and no wider than `width`.
fn fitted(size: Vec2, width: f32) -> Vec2 {
    let width = width.min(size.x);
    vec2(width, size.y * width / size.x)
}

fn image(png: &[u8]) -> Option<egui::ColorImage> {
    let image = disclosure_export::picture(png)?;
    let (width, height) = (usize::try_from(image.width).ok()?, usize::try_from(image.height).ok()?);
    Some(egui::ColorImage::from_rgba_premultiplied([width, height], &image.rgba))
}
