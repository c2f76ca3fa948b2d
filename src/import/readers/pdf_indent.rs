//! How far texts are set in within the cells at the left of a printed table.

use pdfplumber::{BBox, Char};

use super::super::source::Indent;

/// How far, in characters, the room at both sides of a line may differ where it stands in the middle.
const OFF_THE_MIDDLE: f64 = 0.6;
/// A line with less room at its right, in characters, may be full.
const FULL: f64 = 1.0;
/// Shorter texts are heads, marks and totals, in the middle whatever the others are.
const SHORT: f64 = 3.5;

/// A line of a cell's text.
struct CellLine {
    top: f64,
    left: f64,
    right: f64,
    size: f64,
}

/// How far the texts of `cells`, all of one column, begin from the left of their cells. Nothing is told of a column whose
/// texts stand in the middle: there the length of a text decides where it begins.
pub(super) fn indents(cells: &[(usize, BBox)], chars: &[Char]) -> Vec<Indent> {
    let mut inked: Vec<&Char> = chars.iter().filter(|char| char.upright && !char.text.trim().is_empty()).collect();
    inked.sort_by(|one, other| one.bbox.top.total_cmp(&other.bbox.top));
    let lines: Vec<(usize, BBox, Vec<CellLine>)> =
        cells.iter().map(|(row, cell)| (*row, *cell, lines_in(cell, &inked))).collect();
    if is_centred(&lines) {
        return Vec::new();
    }
    let indents = lines.iter().filter_map(|(row, cell, lines)| {
        let line = lines.first()?;
        let tenths = (line.left - cell.x0) / line.size * 10.0;
        Some(Indent { row: *row, column: 0, tenths: tenths.round().clamp(0.0, f64::from(u16::MAX)) as u16 })
    });
    indents.collect()
}

/// The lines of the text in a cell, of characters in the order of their tops.
fn lines_in(cell: &BBox, chars: &[&Char]) -> Vec<CellLine> {
    let first = chars.partition_point(|char| char.bbox.bottom < cell.top);
    let mut lines: Vec<CellLine> = Vec::new();
    for char in chars[first..].iter().take_while(|char| char.bbox.top < cell.bottom) {
        let (x, y) = ((char.bbox.x0 + char.bbox.x1) / 2.0, (char.bbox.top + char.bbox.bottom) / 2.0);
        if !(cell.x0..=cell.x1).contains(&x) || !(cell.top..=cell.bottom).contains(&y) {
            continue;
        }
        let size = char.size.max(1.0);
        match lines.last_mut().filter(|line| char.bbox.top - line.top < line.size * 0.7) {
            Some(line) => {
                line.left = line.left.min(char.bbox.x0);
                line.right = line.right.max(char.bbox.x1);
            }
            None => lines.push(CellLine { top: char.bbox.top, left: char.bbox.x0, right: char.bbox.x1, size }),
        }
    }
    lines
}

/// Whether most lines that leave room stand in the middle of their cells.
fn is_centred(cells: &[(usize, BBox, Vec<CellLine>)]) -> bool {
    let (mut centred, mut others) = (0, 0);
    for (_, cell, lines) in cells {
        for line in lines {
            let (left, right) = ((line.left - cell.x0) / line.size, (cell.x1 - line.right) / line.size);
            if right > FULL && line.right - line.left > SHORT * line.size {
                *(if (left - right).abs() < OFF_THE_MIDDLE { &mut centred } else { &mut others }) += 1;
            }
        }
    }
    centred > others
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(x: f64, top: f64, length: usize) -> Vec<Char> {
        let char = |place: usize| {
            let x0 = x + 10.0 * place as f64;
            Char {
                text: "字".to_owned(),
                bbox: BBox::new(x0, top, x0 + 10.0, top + 10.0),
                fontname: String::new(),
                size: 10.0,
                advance: 1.0,
                doctop: top,
                upright: true,
                direction: pdfplumber::TextDirection::Ltr,
                stroking_color: None,
                non_stroking_color: None,
                ctm: [1.0, 0.0, 0.0, 1.0, x0, top],
                char_code: 0,
                mcid: None,
                tag: None,
            }
        };
        (0..length).map(char).collect()
    }

    fn cells(count: usize) -> Vec<(usize, BBox)> {
        (0..count).map(|row| (row, BBox::new(0.0, 40.0 * row as f64, 100.0, 40.0 * (row + 1) as f64))).collect()
    }

    #[test]
    fn the_first_line_tells_and_a_wrapped_one_does_not() {
        let lines = [text(4.0, 5.0, 5), text(14.0, 45.0, 8), text(4.0, 60.0, 3), text(4.0, 85.0, 9)];
        let indents = indents(&cells(3), &lines.concat());
        assert_eq!(
            indents,
            [4, 14, 4].into_iter().zip(0..).map(|(tenths, row)| Indent { row, column: 0, tenths }).collect::<Vec<_>>()
        );
    }

    #[test]
    fn texts_in_the_middle_are_not_set_in() {
        let lines = [text(30.0, 5.0, 4), text(20.0, 45.0, 6), text(40.0, 85.0, 2)];
        assert_eq!(indents(&cells(3), &lines.concat()), []);
    }
}
