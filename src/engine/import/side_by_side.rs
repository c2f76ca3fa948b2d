//! Tables that stand beside each other in one sheet, taken apart so that they stand below each other.

use std::ops::Range;

use super::titles::Titles;
use crate::readers::{Cell, Line, Source};

/// Takes apart the rows of each grid from a line with the titles of several tables to the next line with a title.
pub(super) fn taken_apart(source: Source, titles: &Titles) -> Source {
    let bands = bands(&source, titles);
    if bands.is_empty() {
        return source;
    }
    let mut apart = Source { lines: Vec::with_capacity(source.lines.len()), grids: source.grids, ..Source::default() };
    // Where each line went: a merged cell names the line of the one that covers it.
    let mut at = 0;
    for (rows, columns) in bands {
        copy(&source, at..rows.start, &mut apart);
        for block in columns {
            let grid = apart.grids;
            apart.grids += 1;
            let offset = apart.lines.len();
            for line in &source.lines[rows.clone()] {
                let cells = line.cells.get(block.start..block.end.min(line.cells.len())).unwrap_or_default();
                let moved = |cell: &Cell| Cell {
                    text: cell.text.clone(),
                    indent: cell.indent,
                    covered_by: cell
                        .covered_by
                        .filter(|by| rows.contains(&by.0) && block.contains(&by.1))
                        .map(|(line, column)| (line - rows.start + offset, column - block.start)),
                };
                let cells = cells.iter().map(moved).collect();
                apart.lines.push(Line { cells, grid: Some(grid), place: line.place.clone() });
            }
        }
        at = rows.end;
    }
    copy(&source, at..source.lines.len(), &mut apart);
    apart.remarks = source.remarks;
    apart.notes = source.notes;
    apart
}

/// Copies lines; cells that a merged one outside of them covers stand by themselves.
fn copy(source: &Source, lines: Range<usize>, apart: &mut Source) {
    let offset = apart.lines.len();
    for line in &source.lines[lines.clone()] {
        let mut line = line.clone();
        for cell in &mut line.cells {
            let by = cell.covered_by.filter(|(row, _)| lines.contains(row));
            cell.covered_by = by.map(|(row, column)| (row - lines.start + offset, column));
        }
        apart.lines.push(line);
    }
}

/// The rows in which tables stand side by side, with the columns of each.
fn bands(source: &Source, titles: &Titles) -> Vec<(Range<usize>, Vec<Range<usize>>)> {
    let lines = &source.lines;
    let mut bands = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let titled = titled(&lines[at], titles);
        if titled.len() < 2 {
            at += 1;
            continue;
        }
        let is_same = |line: &Line| line.grid == lines[at].grid && self::titled(line, titles).is_empty();
        let end = at + 1 + lines[at + 1..].iter().take_while(|line| is_same(line)).count();
        if let Some(columns) = blocks(&lines[at..end], &titled) {
            bands.push((at..end, columns));
        }
        at = end;
    }
    bands
}

/// The columns in which a line holds titles of different tables.
fn titled(line: &Line, titles: &Titles) -> Vec<usize> {
    let mut found: Vec<(usize, crate::disclosure::TableNumber)> = Vec::new();
    if line.grid.is_some() && line.texts().count() <= 8 {
        for (column, text) in line.texts() {
            if let Some(title) = titles.find(text).filter(|title| found.iter().all(|(_, other)| *other != title.number))
            {
                found.push((column, title.number));
            }
        }
    }
    found.into_iter().map(|(column, _)| column).collect()
}

/// The columns of each table, parted by columns in which nothing stands; `None` where there are no such columns.
fn blocks(lines: &[Line], titled: &[usize]) -> Option<Vec<Range<usize>>> {
    let width = lines.iter().map(|line| line.cells.len()).max()?;
    let is_blank = |column: &usize| {
        lines.iter().all(|line| {
            line.cells.get(*column).is_none_or(|cell| cell.text.trim().is_empty() && cell.covered_by.is_none())
        })
    };
    let mut blocks = Vec::with_capacity(titled.len());
    let mut start = 0;
    for pair in titled.windows(2) {
        let gap = (pair[0] + 1..pair[1]).rev().find(is_blank)?;
        blocks.push(start..gap);
        start = gap + 1;
    }
    blocks.push(start..width);
    Some(blocks)
}
