//! Painting what is proposed, so that nobody takes it for what is entered: grey, slanted, with an arrow before it.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, FontId, Rect, Ui, pos2, vec2};

use super::cells::Cells;
use super::entry::Line;
use super::metrics::PADDING;
use crate::app::theme::{BODY_SIZE, Palette};
use disclosure_engine::disclosure::{Amount, CellKey, RowKey};
use disclosure_engine::form::Column;
use disclosure_engine::proposal::ProposedAmount;
use disclosure_engine::sheet::{Place, SheetCell};

/// What stands before what is proposed.
const MARK: &str = "→";
const MARK_SIZE: f32 = 12.0;
/// What stands in the blank line in which a row is begun.
const BLANK_MARK: &str = "＋";

/// What is proposed at a place.
pub struct Proposed {
    pub text: String,
    place: Align2,
    mark: &'static str,
}

impl Cells<'_> {
    /// What is proposed at `place`, if anything is.
    pub(super) fn proposed(&self, place: Place) -> Option<Proposed> {
        let figure = |key: &CellKey, amount: Amount, mark| Proposed {
            text: self.evaluated.unit_of_key(key).table_text(amount),
            place: Align2::RIGHT_CENTER,
            mark,
        };
        let amount = |key: &CellKey| {
            let proposed: &ProposedAmount = self.proposals.amounts.get(key)?;
            Some(figure(key, proposed.amount, MARK))
        };
        // What the program will compute is taken with the rest.
        let follows = |key: &CellKey| Some(figure(key, *self.proposals.follows.get(key)?, ""));
        if let SheetCell::Amount(cell) = self.sheet.cell(place) {
            return amount(&self.evaluated.key(cell));
        }
        let lines = self.lines?;
        let column = self.sheet.columns.get(place.column)?.column;
        let (code, name, mark) = match lines.at(place.row)? {
            Line::Proposed(row) => {
                if let Column::Amount(column) = column {
                    let number = self.evaluated.form.list(row.list).amounts[column].number;
                    let key = CellKey::new(row.table, RowKey::Code(row.code), number);
                    return amount(&key).or_else(|| follows(&key));
                }
                (row.code, row.name.as_str(), MARK)
            }
            Line::Blank if lines.next.is_none() => {
                let text = if place.column == 0 { BLANK_MARK } else { "" };
                return Some(Proposed { text: text.to_owned(), place: Align2::CENTER_CENTER, mark: "" });
            }
            Line::Blank => {
                let next = lines.next.as_ref()?;
                (next.code, next.name.as_str(), BLANK_MARK)
            }
        };
        let text = match column {
            Column::CodePart(level) => code.part(level),
            Column::Name => name.to_owned(),
            _ => String::new(),
        };
        let mark = if place.column == 0 { mark } else { "" };
        let place = if matches!(column, Column::CodePart(_)) { Align2::CENTER_CENTER } else { Align2::LEFT_CENTER };
        Some(Proposed { text, place, mark })
    }

    pub(super) fn paint_proposed(&self, ui: &Ui, rect: Rect, proposed: &Proposed) {
        if proposed.text.is_empty() {
            return;
        }
        let palette = Palette::of(ui.visuals());
        let color = palette.weak_text;
        let scale = self.metrics.scale;
        let font = FontId::proportional(scale.of(BODY_SIZE));
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let format = TextFormat { font_id: font, color, italics: true, ..TextFormat::default() };
        let mut job = LayoutJob::single_section(proposed.text.clone(), format);
        job.wrap.max_width = rect.width() - scale.of(2.0 * PADDING);
        let galley = painter.layout_job(job);
        if proposed.place == Align2::RIGHT_CENTER && self.paint_cut(&painter, rect, galley.size().x, &palette) {
            return;
        }
        let inner = rect.shrink2(vec2(scale.of(PADDING), 0.0));
        let position = proposed.place.align_size_within_rect(galley.size(), inner).min;
        painter.galley(position, galley, color);
        let mark = FontId::proportional(scale.of(MARK_SIZE));
        painter.text(pos2(rect.left() + 1.0, rect.center().y), Align2::LEFT_CENTER, proposed.mark, mark, color);
    }
}
