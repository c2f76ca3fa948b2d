//! A column that is pasted into the fields of a page: it fills them downwards, as it fills cells.

use egui::{Event, Ui};

use super::field::{Fields, Size};
use super::{TextsRequest, request_of};
use crate::app::workspace::Workspace;
use disclosure_engine::edit::paste::Block;
use disclosure_engine::spelling::visible_lines;

/// More lines than this are not told one by one.
const MOST_TOLD: usize = 8;

/// A column for the fields from one on.
pub(super) struct Column {
    /// The place of the first field among those of the page.
    from: usize,
    lines: Vec<String>,
}

impl Fields {
    /// Takes a column that is to be pasted into the field with the keyboard. One line is left to the field, and so are
    /// several where several paragraphs are written.
    pub(super) fn take_column(&mut self, ui: &Ui) {
        let focused = ui.memory(|memory| memory.focused());
        let from = self.drawn.iter().position(|field| Some(field.id) == focused);
        let Some(from) = from.filter(|&from| self.drawn[from].takes_columns()) else { return };
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let Event::Paste(text) = event else { return true };
                let block = Block::from_text(text);
                if block.height() < 2 {
                    return true;
                }
                let lines = block.rows.iter().map(|row| row.join("\t").trim().to_owned()).collect();
                self.column = Some(Column { from, lines });
                false
            });
        });
    }

    /// What the column that was pasted asks for, once all fields of the page are known.
    pub(super) fn filled_by_column(&mut self, workspace: &Workspace) -> Option<TextsRequest> {
        let Column { from, lines } = self.column.take()?;
        let (mut requests, mut refused) = (Vec::new(), Vec::new());
        let size = self.drawn.get(from)?.size;
        let mut fields = self.drawn[from..].iter().filter(|field| field.size == size && field.can_be_filled);
        let mut outside = 0;
        for (place, line) in lines.iter().enumerate() {
            let Some(field) = fields.next() else {
                outside += usize::from(!line.is_empty());
                continue;
            };
            // A blank line leaves its field as it is.
            if line.is_empty() {
                continue;
            }
            match request_of(workspace, &field.key, line) {
                Some(Ok(request)) => requests.push(request),
                Some(Err(why)) => {
                    let line = visible_lines(line);
                    refused.push(format!("第 {} 行“{line}”没有填进“{}”：{why}", place + 1, field.label));
                }
                None => {}
            }
        }
        let more = refused.len().saturating_sub(MOST_TOLD);
        refused.truncate(MOST_TOLD);
        if more > 0 {
            refused.push(format!("另有 {more} 行也读不出，没有填"));
        }
        if outside > 0 {
            refused.push(format!("后面的 {outside} 行没有可填的框"));
        }
        Some(TextsRequest::Fill { requests, refused })
    }
}

impl super::field::Drawn {
    fn takes_columns(&self) -> bool {
        self.can_be_filled && self.size != Size::Paragraphs
    }
}
