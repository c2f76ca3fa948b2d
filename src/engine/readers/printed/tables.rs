//! Tables between ruling lines: cells whose four sides are drawn, those that share corners together.

use std::collections::HashMap;

use super::super::ReadError;
use super::geometry::Rect;
use super::rulings::{Line, Rulings};

/// Places of a page at which lines cross.
const MOST_CROSSINGS: usize = 400_000;
/// How often sides are tried on a page.
const MOST_TRIES: usize = 40_000_000;

/// A table: its cells from the top, from the left.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    pub bounds: Rect,
    pub cells: Vec<Rect>,
}

/// A cell by the numbers of the lines around it.
#[derive(Debug, Clone, Copy)]
struct Corners {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

/// The tables of a page, from the top.
pub(super) fn tables(rulings: Rulings) -> Result<Vec<Table>, ReadError> {
    let (horizontal, vertical) = rulings.lines()?;
    let grid = Grid::new(&horizontal, &vertical)?;
    let cells = grid.cells()?;
    let of_group = |group: Vec<Corners>| {
        let mut cells: Vec<Rect> = group.iter().map(|corners| grid.bounds(corners)).collect();
        cells.sort_by(|one, other| one.top.total_cmp(&other.top).then(one.left.total_cmp(&other.left)));
        let bounds = cells.iter().skip(1).fold(cells[0], |all, cell| all.union(cell));
        Table { bounds, cells }
    };
    // A box and a frame of two parts around a text are no tables.
    let groups = grouped(cells).into_iter().filter(|group| group.len() > 2);
    let mut tables: Vec<Table> = groups.map(of_group).collect();
    tables.sort_by(|one, other| {
        one.bounds.top.total_cmp(&other.bounds.top).then(one.bounds.left.total_cmp(&other.bounds.left))
    });
    Ok(tables)
}

/// The lines with the places at which they cross.
struct Grid<'a> {
    horizontal: &'a [Line],
    vertical: &'a [Line],
    /// For each vertical line the horizontal ones that it crosses, and the other way round; in order.
    down: Vec<Vec<usize>>,
    across: Vec<Vec<usize>>,
}

impl<'a> Grid<'a> {
    fn new(horizontal: &'a [Line], vertical: &'a [Line]) -> Result<Self, ReadError> {
        let mut grid = Self {
            horizontal,
            vertical,
            down: vec![Vec::new(); vertical.len()],
            across: vec![Vec::new(); horizontal.len()],
        };
        let mut crossings = 0;
        for (row, line) in horizontal.iter().enumerate() {
            for (column, other) in vertical.iter().enumerate() {
                if line.reaches(other.place) && other.reaches(line.place) {
                    grid.down[column].push(row);
                    grid.across[row].push(column);
                    crossings += 1;
                }
            }
            if crossings > MOST_CROSSINGS {
                return Err(super::too_much());
            }
        }
        Ok(grid)
    }

    fn bounds(&self, corners: &Corners) -> Rect {
        Rect {
            left: self.vertical[corners.left].place,
            top: self.horizontal[corners.top].place,
            right: self.vertical[corners.right].place,
            bottom: self.horizontal[corners.bottom].place,
        }
    }

    /// For each crossing the smallest cell of which it is the top left corner.
    fn cells(&self) -> Result<Vec<Corners>, ReadError> {
        let (mut cells, mut tries) = (Vec::new(), 0);
        for (left, rows) in self.down.iter().enumerate() {
            for (index, &top) in rows.iter().enumerate() {
                cells.extend(self.cell(left, top, &rows[index + 1..], &mut tries));
                if tries > MOST_TRIES {
                    return Err(super::too_much());
                }
            }
        }
        Ok(cells)
    }

    fn cell(&self, left: usize, top: usize, below: &[usize], tries: &mut usize) -> Option<Corners> {
        let columns = &self.across[top];
        let right_of = columns.partition_point(|&column| column <= left);
        // A side that does not reach one corner does not reach those behind it either.
        let below = below.iter().take_while(|&&bottom| self.is_joined_down(left, top, bottom));
        for &bottom in below {
            for &right in columns[right_of..].iter().take_while(|&&right| self.is_joined_across(top, left, right)) {
                *tries += 1;
                let is_corner = self.across[bottom].binary_search(&right).is_ok();
                if is_corner && self.is_joined_across(bottom, left, right) && self.is_joined_down(right, top, bottom) {
                    return Some(Corners { left, top, right, bottom });
                }
            }
        }
        None
    }

    fn is_joined_down(&self, column: usize, top: usize, bottom: usize) -> bool {
        self.vertical[column].covers(self.horizontal[top].place, self.horizontal[bottom].place)
    }

    fn is_joined_across(&self, row: usize, left: usize, right: usize) -> bool {
        self.horizontal[row].covers(self.vertical[left].place, self.vertical[right].place)
    }
}

/// Cells that share corners, together. Tables that only stand side by side, with rows of their own, share none.
fn grouped(cells: Vec<Corners>) -> Vec<Vec<Corners>> {
    let mut group_of: Vec<usize> = (0..cells.len()).collect();
    let mut at: HashMap<(usize, usize), usize> = HashMap::new();
    for (index, cell) in cells.iter().enumerate() {
        for corner in
            [(cell.left, cell.top), (cell.right, cell.top), (cell.left, cell.bottom), (cell.right, cell.bottom)]
        {
            let other = *at.entry(corner).or_insert(index);
            let (one, other) = (first(&mut group_of, index), first(&mut group_of, other));
            group_of[one.max(other)] = one.min(other);
        }
    }
    let mut groups: Vec<Vec<Corners>> = vec![Vec::new(); cells.len()];
    for (index, cell) in cells.into_iter().enumerate() {
        groups[first(&mut group_of, index)].push(cell);
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// The first cell of the group to which `index` belongs; the way to it becomes shorter.
fn first(group_of: &mut [usize], mut index: usize) -> usize {
    while group_of[index] != index {
        group_of[index] = group_of[group_of[index]];
        index = group_of[index];
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rulings(horizontal: &[(f64, f64, f64)], vertical: &[(f64, f64, f64)]) -> Rulings {
        let mut rulings = Rulings::default();
        horizontal.iter().for_each(|&(y, from, to)| rulings.push((from, y), (to, y)));
        vertical.iter().for_each(|&(x, from, to)| rulings.push((x, from), (x, to)));
        rulings
    }

    #[test]
    fn a_merged_cell_is_one_cell() {
        // A head over two columns, beside a cell of two rows.
        let tables = tables(rulings(
            &[(0.0, 0.0, 90.0), (20.0, 30.0, 90.0), (40.0, 0.0, 90.0), (60.0, 0.0, 90.0)],
            &[(0.0, 0.0, 60.0), (30.0, 0.0, 60.0), (60.0, 20.0, 60.0), (90.0, 0.0, 60.0)],
        ))
        .unwrap();
        let cells: Vec<[f64; 4]> =
            tables[0].cells.iter().map(|cell| [cell.left, cell.top, cell.right, cell.bottom]).collect();
        let wanted = [
            [0.0, 0.0, 30.0, 40.0],
            [30.0, 0.0, 90.0, 20.0],
            [30.0, 20.0, 60.0, 40.0],
            [60.0, 20.0, 90.0, 40.0],
            [0.0, 40.0, 30.0, 60.0],
            [30.0, 40.0, 60.0, 60.0],
            [60.0, 40.0, 90.0, 60.0],
        ];
        assert_eq!((tables.len(), cells), (1, wanted.to_vec()));
    }

    #[test]
    fn a_box_is_no_table_and_two_tables_are_two() {
        let frame = rulings(&[(0.0, 0.0, 90.0), (60.0, 0.0, 90.0)], &[(0.0, 0.0, 60.0), (90.0, 0.0, 60.0)]);
        assert!(tables(frame).unwrap().is_empty());
        let rows = [0.0, 20.0, 40.0, 60.0, 100.0, 120.0, 140.0, 160.0].map(|y| (y, 0.0, 90.0));
        let columns = [0.0, 45.0, 90.0].map(|x| [(x, 0.0, 60.0), (x, 100.0, 160.0)]).concat();
        let two = tables(rulings(&rows, &columns)).unwrap();
        assert_eq!(two.iter().map(|table| table.cells.len()).collect::<Vec<_>>(), [6, 6]);
    }

    #[test]
    fn a_page_full_of_lines_is_refused() {
        let lines: Vec<(f64, f64, f64)> = (0..900).map(|line| (f64::from(line) * 4.0, 0.0, 4000.0)).collect();
        assert!(tables(rulings(&lines, &lines)).is_err());
    }
}
