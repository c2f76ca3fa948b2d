//! Compound files, as `.xls` is wrapped in: whether their chains of sectors end.
//!
//! The reader of the format follows the chain of directories without a bound; one that leads back to itself would fill
//! the memory.

/// Larger sector numbers are marks: the end of a chain, a free sector.
const FIRST_MARK: u32 = 0xFFFF_FFFA;
/// Where the header holds what is needed here.
const SHIFT: usize = 30;
const MINI_START: usize = 60;
const MORE_TABLES: usize = 68;
const TABLES: usize = 76;
const HEADER: usize = 512;

/// Whether no chain of sectors in `bytes` leads back to itself.
pub(super) fn chains_end(bytes: &[u8]) -> bool {
    let Some(file) = Compound::new(bytes) else { return false };
    let Some(table) = file.table() else { return false };
    if !is_acyclic(&table) {
        return false;
    }
    let mut small = Vec::new();
    let mut sector = number(bytes, MINI_START).unwrap_or(FIRST_MARK);
    // The table was just found to have no circles.
    while sector < FIRST_MARK {
        small.extend(file.numbers(sector));
        sector = table.get(sector as usize).copied().unwrap_or(FIRST_MARK);
    }
    is_acyclic(&small)
}

struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
}

impl<'a> Compound<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let sector = match bytes.get(SHIFT..SHIFT + 2)? {
            [9, 0] => 512,
            [12, 0] => 4096,
            _ => return None,
        };
        (bytes.len() >= HEADER).then_some(Self { bytes, sector })
    }

    /// Which sector follows each.
    fn table(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        let mut places: Vec<u32> = (TABLES..HEADER).step_by(4).filter_map(|at| number(self.bytes, at)).collect();
        let mut more = number(self.bytes, MORE_TABLES)?;
        for step in 0.. {
            if more >= FIRST_MARK {
                break;
            } else if step > most {
                return None;
            }
            places.extend(self.numbers(more));
            more = places.pop()?;
        }
        let tables = places.into_iter().filter(|place| *place < FIRST_MARK).take(most);
        Some(tables.flat_map(|place| self.numbers(place)).collect())
    }

    /// The numbers that a sector holds.
    fn numbers(&self, sector: u32) -> impl Iterator<Item = u32> + use<'a> {
        let start = (sector as usize + 1).saturating_mul(self.sector);
        let bytes = self.bytes.get(start..).unwrap_or_default();
        let bytes = &bytes[..bytes.len().min(self.sector)];
        bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_le_bytes(four))
}

/// Whether following `next` from anywhere comes to an end.
fn is_acyclic(next: &[u32]) -> bool {
    // In which walk each was passed; the walk counts from 1.
    let mut passed = vec![0_usize; next.len()];
    for start in 0..next.len() {
        let mut at = start;
        while let Some(mark) = passed.get_mut(at) {
            match *mark {
                0 => *mark = start + 1,
                walk if walk == start + 1 => return false,
                _ => break,
            }
            at = next[at] as usize;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found() {
        assert!(is_acyclic(&[1, 2, u32::MAX, 1]));
        assert!(!is_acyclic(&[1, 2, 0]));
        assert!(!is_acyclic(&[u32::MAX, 1]));
    }

    #[test]
    fn a_sound_file_has_none() {
        assert!(chains_end(include_bytes!("../../catalog/user/fixtures/catalog.xls")));
        assert!(!chains_end(b""));
    }
}
