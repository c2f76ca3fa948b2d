//! One paragraph: its words, and what a person fills in among them.

use std::collections::BTreeMap;

use egui::{Color32, FontId, Id, Rect, Response, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use super::blank::Blank;
use super::field::{FieldKey, Fields, Suggestion};
use super::flow::{Flow, Place, Run, Words};
use super::rewriting::typed_figures;
use super::{TextsRequest, taken, theme, tools};
use crate::app::theme::Palette;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::TextKey;
use disclosure_engine::form::template::SlotView;
use disclosure_engine::narrative::{Paragraph, Piece, Slot, missing};
use disclosure_engine::spelling::visible_lines;

/// What stands in the place of a paragraph that its author left out.
const NOT_PRINTED: &str = "（这一段不印）";
/// Below a paragraph.
pub(super) const BELOW: f32 = 6.0;

/// What was drawn of a paragraph.
pub(super) struct Drawn {
    /// Its words and blanks.
    pub rect: Rect,
    /// It was clicked on beside its figures and blanks.
    pub response: Response,
    pub request: Option<TextsRequest>,
}

/// What a line of a paragraph is made of.
enum Laid<'p> {
    Words(Words),
    Blank(Box<Blank<'p>>, Place),
}

/// Draws `paragraph`, in grey where it is not printed yet (`is_offered`).
pub(super) fn ui(
    ui: &mut Ui,
    workspace: &Workspace,
    paragraph: &Paragraph,
    is_offered: bool,
    fields: &mut Fields,
    suggested: &BTreeMap<TextKey, Vec<Suggestion>>,
) -> Drawn {
    let is_heading = paragraph.heading.is_some();
    let font = if is_heading { theme::bold_text().resolve(ui.style()) } else { FontId::proportional(theme::BODY_SIZE) };
    let width = ui.available_width() - tools::ROOM;
    let indent = if is_heading { 0.0 } else { 2.0 * font.size };
    let id = ui.scope_id().with(("paragraph", paragraph.key.to_string()));
    let mut flow = Flow::new(font.clone(), width, indent);
    let mut page = Page { workspace, paragraph, font, id, fields, suggested, is_offered };
    let laid = page.laid_out(ui, &mut flow);
    let (rect, _) = ui.allocate_exact_size(vec2(width, flow.height()), Sense::hover());
    let response = page.whole_ui(ui, rect);
    let mut request = page.blanks_ui(ui, rect, &laid);
    request = page.words_ui(ui, rect, &laid).or(request);
    for blank in laid.iter().filter_map(Laid::blank) {
        let chosen = fields.below_ui(ui, &blank.key, blank.look);
        let chosen = chosen.and_then(|chosen| taken(workspace, fields, &blank.key, &chosen));
        request = chosen.or(request);
    }
    ui.add_space(BELOW);
    Drawn { rect, response, request }
}

impl<'p> Laid<'p> {
    fn blank(&self) -> Option<&Blank<'p>> {
        match self {
            Self::Blank(blank, _) => Some(blank),
            Self::Words(_) => None,
        }
    }
}

/// What a paragraph is drawn with.
struct Page<'p, 'f> {
    workspace: &'p Workspace,
    paragraph: &'p Paragraph,
    font: FontId,
    id: Id,
    fields: &'f mut Fields,
    suggested: &'p BTreeMap<TextKey, Vec<Suggestion>>,
    is_offered: bool,
}

impl<'p> Page<'p, '_> {
    fn laid_out(&self, ui: &Ui, flow: &mut Flow) -> Vec<Laid<'p>> {
        let pieces = self.paragraph.printed();
        let mut laid = Vec::new();
        let mut runs = Vec::new();
        for (number, piece) in pieces.iter().enumerate() {
            let Some(slot) = self.typed_here(number) else {
                runs.extend(self.runs(ui, number, piece));
                continue;
            };
            if !runs.is_empty() {
                laid.push(Laid::Words(flow.words(ui, std::mem::take(&mut runs))));
            }
            let suggested = self.suggested.get(&slot.key).map_or(&[][..], Vec::as_slice);
            let id = self.id.with(slot.key.to_string());
            let blank = Blank::new(ui, self.workspace, (slot, self.is_offered), id, self.fields, suggested);
            let place = blank.place(ui, flow, &self.font);
            laid.push(Laid::Blank(Box::new(blank), place));
        }
        if laid.is_empty() && runs.iter().all(|run| run.text.trim().is_empty()) {
            let color = Palette::of(ui.visuals()).weak_text;
            runs = vec![Run { text: NOT_PRINTED.to_owned(), color, piece: usize::MAX }];
        }
        if !runs.is_empty() {
            laid.push(Laid::Words(flow.words(ui, runs)));
        }
        laid
    }

    /// The slot that is typed into at this piece. A number and the word for its direction are one slot, typed at the number;
    /// the same again in another place follows it.
    fn typed_here(&self, number: usize) -> Option<&'p Slot> {
        let slots = || {
            self.paragraph.printed().iter().enumerate().filter_map(|(place, piece)| match piece {
                Piece::Slot(slot) => Some((place, slot)),
                _ => None,
            })
        };
        let (_, slot) = slots().find(|(place, _)| *place == number)?;
        let own = || slots().filter(|(_, other)| other.key == slot.key);
        let typed = own().find(|(_, other)| other.view != SlotView::Moves).or_else(|| own().next());
        typed.filter(|(place, _)| *place == number).map(|_| slot)
    }

    /// The words of a piece: figures that follow set off, what is missing marked.
    fn runs(&self, ui: &Ui, number: usize, piece: &Piece) -> Vec<Run> {
        let palette = Palette::of(ui.visuals());
        let plain = if self.is_offered { palette.weak_text } else { palette.text };
        let run = |text: &str, color: Color32| Run { text: visible_lines(text).into_owned(), color, piece: number };
        if let (Piece::Fixed(words), Some(_)) = (piece, &self.paragraph.rewritten) {
            let pieces = typed_figures(words).into_iter();
            return pieces
                .map(|(words, is_typed)| run(words, if is_typed { palette.warning } else { plain }))
                .collect();
        }
        vec![match (piece, piece.text()) {
            (_, None) => run(missing(self.workspace.evaluated()), palette.error),
            (Piece::Figure(_) | Piece::Total { .. }, Some(text)) => run(text, palette.accent),
            (_, Some(text)) => run(text, plain),
        }]
    }

    /// The paragraph as a whole, below its blanks and figures: a screen reader reads all of it.
    fn whole_ui(&self, ui: &Ui, rect: Rect) -> Response {
        let response = ui.interact(rect, self.id, Sense::CLICK);
        let text = || self.paragraph.text(missing(self.workspace.evaluated()));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text()));
        response
    }

    /// Blanks of several lines reach over what stands beside their first and last, so that they are drawn before it.
    fn blanks_ui(&mut self, ui: &mut Ui, rect: Rect, laid: &[Laid<'p>]) -> Option<TextsRequest> {
        let from = self.fields.drawn.len();
        let mut request = None;
        for has_lines in [true, false] {
            for piece in laid {
                let Laid::Blank(blank, place) = piece else { continue };
                if (place.lines.len() > 1) != has_lines {
                    continue;
                }
                let typed = blank.ui(ui, rect, place, &self.font, self.fields);
                let taken = typed.and_then(|typed| taken(self.workspace, self.fields, &blank.key, &typed));
                request = taken.or(request);
            }
        }
        let keys: Vec<FieldKey> = laid.iter().filter_map(Laid::blank).map(|blank| blank.key.clone()).collect();
        self.fields.put_in_order(from, &keys);
        request
    }

    /// The words, and the figures as ways to their cells.
    fn words_ui(&self, ui: &Ui, rect: Rect, laid: &[Laid<'p>]) -> Option<TextsRequest> {
        let mut request = None;
        for piece in laid {
            let Laid::Words(words) = piece else { continue };
            let color = ui.visuals().text_color();
            ui.painter().galley(rect.min + vec2(0.0, words.top), words.galley.clone(), color);
            for (number, piece) in self.paragraph.printed().iter().enumerate() {
                let Some(cell) = piece.cells().first() else { continue };
                for (line, own) in words.rects_of(number).into_iter().enumerate() {
                    let id = self.id.with(("figure", number, line));
                    let response = ui.interact(own.translate(rect.min.to_vec2()), id, Sense::CLICK);
                    if response.clicked() {
                        request = Some(TextsRequest::GoTo(cell.clone()));
                    }
                    let name = || {
                        let evaluated = self.workspace.evaluated();
                        let name = evaluated.find(cell).map(|cell| evaluated.cell_label(cell)).unwrap_or_default();
                        format!("去 {name}")
                    };
                    // A figure that is not known yet has no text.
                    let said = || piece.text().filter(|text| !text.is_empty()).map_or_else(name, ToString::to_string);
                    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, said()));
                    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
                    response.on_hover_ui(|ui| _ = ui.label(name()));
                }
            }
        }
        request
    }
}

/// Says that what follows is printed as soon as it is filled in.
pub(super) fn offered_ui(ui: &mut Ui) {
    ui.label(RichText::new("填了才印：").color(Palette::of(ui.visuals()).weak_text));
}
