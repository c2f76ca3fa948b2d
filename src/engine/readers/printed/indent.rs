//! How far texts are set in within the cells at the left of a printed table.

use super::super::Indent;
use super::geometry::Rect;
use super::glyph::Glyph;

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

/// How far the texts of `cells`, all of one column, begin from the left of their cells; `glyphs` are those of each. Nothing
/// is told of a column whose texts stand in the middle: there the length of a text decides where it begins.
pub(super) fn indents(cells: &[(usize, Rect, Vec<&Glyph>)]) -> Vec<Indent> {
    let lines: Vec<(usize, Rect, Vec<CellLine>)> =
        cells.iter().map(|(row, cell, glyphs)| (*row, *cell, lines_of(glyphs))).collect();
    if is_centred(&lines) {
        return Vec::new();
    }
    let indents = lines.iter().filter_map(|(row, cell, lines)| {
        let line = lines.first()?;
        let tenths = (line.left - cell.left) / line.size * 10.0;
        Some(Indent { row: *row, column: 0, tenths: tenths.round().clamp(0.0, f64::from(u16::MAX)) as u16 })
    });
    indents.collect()
}

/// The lines of the text in a cell, from the top.
fn lines_of(glyphs: &[&Glyph]) -> Vec<CellLine> {
    let mut inked: Vec<&Glyph> = glyphs.iter().copied().filter(|glyph| glyph.is_upright && !glyph.is_blank()).collect();
    inked.sort_by(|one, other| one.bounds.top.total_cmp(&other.bounds.top));
    let mut lines: Vec<CellLine> = Vec::new();
    for glyph in inked {
        let size = glyph.size.max(1.0);
        match lines.last_mut().filter(|line| glyph.bounds.top - line.top < line.size * 0.7) {
            Some(line) => {
                line.left = line.left.min(glyph.bounds.left);
                line.right = line.right.max(glyph.bounds.right);
            }
            None => {
                lines.push(CellLine { top: glyph.bounds.top, left: glyph.bounds.left, right: glyph.bounds.right, size })
            }
        }
    }
    lines
}

/// Whether most lines that leave room stand in the middle of their cells.
fn is_centred(cells: &[(usize, Rect, Vec<CellLine>)]) -> bool {
    let (mut centred, mut others) = (0, 0);
    for (_, cell, lines) in cells {
        for line in lines {
            let (left, right) = ((line.left - cell.left) / line.size, (cell.right - line.right) / line.size);
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

    fn text(x: f64, top: f64, length: usize) -> Vec<Glyph> {
        let glyph = |place: usize| {
            let left = x + 10.0 * place as f64;
            Glyph {
                text: "字".into(),
                bounds: Rect { left, top, right: left + 10.0, bottom: top + 10.0 },
                baseline: top + 10.0,
                size: 10.0,
                is_upright: true,
                font: 0,
                is_watermark: false,
            }
        };
        (0..length).map(glyph).collect()
    }

    /// What is told of a column of cells 40 high and 100 wide with these lines.
    fn told(count: usize, lines: &[Vec<Glyph>]) -> Vec<Indent> {
        let cell = |row: usize| {
            let bounds = Rect { left: 0.0, top: 40.0 * row as f64, right: 100.0, bottom: 40.0 * (row + 1) as f64 };
            let inside = lines.iter().flatten().filter(|glyph| bounds.contains(glyph.bounds.middle()));
            (row, bounds, inside.collect())
        };
        indents(&(0..count).map(cell).collect::<Vec<_>>())
    }

    #[test]
    fn the_first_line_tells_and_a_wrapped_one_does_not() {
        let lines = [text(4.0, 5.0, 5), text(14.0, 45.0, 8), text(4.0, 60.0, 3), text(4.0, 85.0, 9)];
        let wanted = [4, 14, 4].into_iter().zip(0..).map(|(tenths, row)| Indent { row, column: 0, tenths });
        assert_eq!(told(3, &lines), wanted.collect::<Vec<_>>());
    }

    #[test]
    fn texts_in_the_middle_are_not_set_in() {
        let lines = [text(30.0, 5.0, 4), text(20.0, 45.0, 6), text(40.0, 85.0, 2)];
        assert_eq!(told(3, &lines), []);
    }
}
