//! A table of a web page: its caption, its heads with what they are heads of, its rows.

use super::markup::{Element, Markup};
use crate::document::{Alignment, Headed, PrintedCell, PrintedRow, PrintedTable};

/// Writes `table`, whose title is a heading of `level` with the `id`.
pub(super) fn write(markup: &mut Markup, table: &PrintedTable, id: &str, level: usize) {
    let class = if table.is_landscape { "scroll wide" } else { "scroll" };
    let scroll = Element::new("div", class).with("role", "group").with("aria-labelledby", id).with("tabindex", "0");
    markup.element(scroll, |markup| {
        let class = if table.number.is_some() { "table" } else { "table performance" };
        markup.element(Element::new("table", class), |markup| {
            caption(markup, table, id, level);
            head(markup, table);
            markup.element(Element::new("tbody", ""), |markup| {
                table.rows.iter().for_each(|row| body_row(markup, table, row));
            });
        });
    });
    if let Some(note) = &table.note {
        markup.text_element(Element::new("p", "note"), note);
    }
}

fn caption(markup: &mut Markup, table: &PrintedTable, id: &str, level: usize) {
    let heading = format!("h{level}");
    markup.element(Element::new("caption", "caption"), |markup| {
        markup.text_element(Element::new(&heading, "title").with("id", id), &table.name());
        if !table.subtitle.is_empty() {
            markup.text_element(Element::new("span", "subtitle"), &table.subtitle);
        }
        if !table.preparer.is_empty() || !table.unit_note.is_empty() {
            markup.element(Element::new("span", "corners"), |markup| {
                markup.text_element(Element::new("span", ""), &table.preparer);
                markup.text_element(Element::new("span", ""), &table.unit_note);
            });
        }
    });
}

fn head(markup: &mut Markup, table: &PrintedTable) {
    if table.head_rows == 0 {
        return;
    }
    markup.element(Element::new("thead", ""), |markup| {
        for row in 0..table.head_rows {
            markup.element(Element::new("tr", ""), |markup| {
                let mut cells: Vec<_> = table.head.iter().filter(|cell| cell.row == row).collect();
                cells.sort_by_key(|cell| cell.column);
                for cell in cells {
                    let element = Element::new("th", "head").with("scope", "col");
                    let element = element.spanning("colspan", cell.columns).spanning("rowspan", cell.rows);
                    markup.text_element(element, &cell.text);
                }
            });
        }
    });
}

fn body_row(markup: &mut Markup, table: &PrintedTable, row: &PrintedRow) {
    let class = if row.is_total { "sum" } else { "" };
    markup.element(Element::new("tr", class), |markup| {
        row.cells.iter().for_each(|cell| body_cell(markup, table, row, cell));
    });
}

fn body_cell(markup: &mut Markup, table: &PrintedTable, row: &PrintedRow, cell: &PrintedCell) {
    let class = match cell.align {
        _ if cell.amount.is_some() => "number",
        Alignment::Left => "name",
        Alignment::Center => "middle",
        Alignment::Right => "number",
    };
    let element = match table.headed_by(row, cell) {
        Some(Headed::Row) => Element::new("th", class).with("scope", "row"),
        Some(Headed::Column) => Element::new("th", class).with("scope", "col"),
        None => Element::new("td", class),
    };
    let element = element.spanning("colspan", cell.columns).spanning("rowspan", cell.rows);
    markup.text_element(element.indented(cell.indent), &cell.text);
}
