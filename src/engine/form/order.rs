//! In which order lists, columns and fixed cells can be computed, each after what it depends on.

use super::{CellPattern, Form, List, ListIndex, RowPattern, Term};

/// Sorts `0..count` so that each comes after all that `depends_on` says of it; `Err` holds one that depends on itself.
fn sorted(count: usize, depends_on: impl Fn(usize) -> Vec<usize>) -> Result<Vec<usize>, usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; count];
    let mut order = Vec::with_capacity(count);
    for start in 0..count {
        let mut stack = vec![(start, false)];
        while let Some((node, is_ready)) = stack.pop() {
            if is_ready {
                marks[node] = Mark::Done;
                order.push(node);
                continue;
            }
            match marks[node] {
                Mark::Done => continue,
                Mark::Open => return Err(node),
                Mark::New => {}
            }
            marks[node] = Mark::Open;
            stack.push((node, true));
            for needed in depends_on(node) {
                match marks[needed] {
                    Mark::Done => {}
                    Mark::Open => return Err(needed),
                    Mark::New => stack.push((needed, false)),
                }
            }
        }
    }
    Ok(order)
}

/// The order of the columns of one row. `Err` holds the column that depends on itself.
pub(super) fn columns(list: &List, index: ListIndex) -> Result<Vec<usize>, usize> {
    sorted(list.amounts.len(), |column| {
        let terms = list.amounts[column].expression.iter().flat_map(|expression| &expression.terms);
        terms.filter(|term| term.cell.list == index).filter_map(|term| term.cell.column).collect()
    })
}

/// The order of the cells of a fixed list. `Err` holds the cell that depends on itself.
pub(super) fn fixed_cells(list: &List, index: ListIndex) -> Result<Vec<(usize, usize)>, (usize, usize)> {
    let width = list.amounts.len();
    let cell = |place: usize| (place / width, place % width);
    let order = sorted(list.fixed_rows().len() * width, |place| {
        let (row, column) = cell(place);
        let own = |term: &Term| own_cell(term.cell, index, row, column).map(|(r, c)| r * width + c);
        list.definition(row, column).iter().flat_map(|expression| &expression.terms).filter_map(own).collect()
    });
    order.map(|places| places.into_iter().map(cell).collect()).map_err(cell)
}

fn own_cell(pattern: CellPattern, list: ListIndex, row: usize, column: usize) -> Option<(usize, usize)> {
    let row = match pattern.row {
        RowPattern::Same => row,
        RowPattern::Fixed(row) => row,
        _ => return None,
    };
    (pattern.list == list).then_some((row, pattern.column.unwrap_or(column)))
}

/// The order of the lists. `Err` holds a list that depends on itself through others.
pub(super) fn lists(form: &Form) -> Result<Vec<ListIndex>, ListIndex> {
    let order = sorted(form.lists.len(), |list| {
        let columns = form.lists[list].amounts.iter().filter_map(|column| column.expression.as_ref());
        let rows = form.lists[list].fixed_rows().iter().filter_map(|row| row.expression.as_ref());
        let needed = columns.chain(rows).flat_map(|expression| &expression.terms).map(|term| term.cell.list.0);
        needed.filter(|&needed| needed != list).collect()
    });
    order.map(|lists| lists.into_iter().map(ListIndex).collect()).map_err(ListIndex)
}

#[cfg(test)]
mod tests {
    use super::sorted;

    #[test]
    fn what_is_needed_comes_first() {
        let needs = [vec![1, 2], vec![2], vec![], vec![0]];
        assert_eq!(sorted(4, |i| needs[i].clone()), Ok(vec![2, 1, 0, 3]));
    }

    #[test]
    fn a_circle_is_found() {
        let needs = [vec![1], vec![2], vec![1]];
        assert!(sorted(3, |i| needs[i].clone()).is_err());
    }
}
