//! Compound files, in which `.xls` is wrapped: what they hold, and whether their chains of sectors end.
//!
//! The reader of the format follows the chain of directories without a bound; one that leads back to itself would fill
//! the memory.

/// Larger sector numbers are marks: the end of a chain, a free sector.
const FIRST_MARK: u32 = 0xFFFF_FFFA;
/// Where the header holds what is needed here.
const SHIFT: usize = 30;
const DIRECTORY: usize = 48;
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

/// An entry of the directory, and where it holds its name, the length of that and its neighbours.
const ENTRY: usize = 128;
const NAME_LENGTH: usize = 64;
const LEFT: usize = 68;
const RIGHT: usize = 72;
const CHILD: usize = 76;
/// Where its contents begin, and how long they are.
const START: usize = 116;
const SIZE: usize = 120;
/// Shorter streams stand in small sectors.
const SMALL_STREAM: usize = 4096;
const SMALL_SECTOR: usize = 64;

/// The names of the streams and storages at the top of the file: what is embedded in it has its own below. `None` where
/// the directory cannot be read.
pub(super) fn root_names(bytes: &[u8]) -> Option<Vec<String>> {
    let file = Compound::new(bytes)?;
    let directory = file.directory(&file.table()?)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(ENTRY).collect();
    let mut open = vec![number(entries.first()?, CHILD)?];
    let mut is_seen = vec![false; entries.len()];
    let mut names = Vec::new();
    while let Some(at) = open.pop() {
        let Some(entry) = entries.get(at as usize) else { continue };
        if std::mem::replace(&mut is_seen[at as usize], true) {
            continue;
        }
        names.push(entry_name(entry));
        open.extend([LEFT, RIGHT].into_iter().filter_map(|side| number(entry, side)));
    }
    Some(names)
}

/// The contents of all streams with one of `names`, wherever they stand.
pub(super) fn streams(bytes: &[u8], names: &[&str]) -> Vec<Vec<u8>> {
    let read = || {
        let file = Compound::new(bytes)?;
        let table = file.table()?;
        let directory = file.directory(&table)?;
        let root = directory.get(..ENTRY)?;
        let small = file.chain(number(root, START)?, &table);
        let mut small_table = Vec::new();
        for sector in follow(number(bytes, MINI_START)?, &table) {
            small_table.extend(file.numbers(sector));
        }
        let wanted = |entry: &&[u8]| names.iter().any(|name| entry_name(entry).eq_ignore_ascii_case(name));
        let stream = |entry: &[u8]| {
            let (start, size) = (number(entry, START)?, number(entry, SIZE)? as usize);
            let mut contents = if size < SMALL_STREAM {
                let sectors = follow(start, &small_table).map(|sector| {
                    let at = (sector as usize).saturating_mul(SMALL_SECTOR);
                    small.get(at..(at + SMALL_SECTOR).min(small.len())).unwrap_or_default()
                });
                sectors.collect::<Vec<_>>().concat()
            } else {
                file.chain(start, &table)
            };
            contents.truncate(size);
            Some(contents)
        };
        Some(directory.chunks_exact(ENTRY).filter(wanted).filter_map(stream).collect())
    };
    read().unwrap_or_default()
}

fn entry_name(entry: &[u8]) -> String {
    let length = usize::from(u16::from_le_bytes([entry[NAME_LENGTH], entry[NAME_LENGTH + 1]]));
    let name = &entry[..length.saturating_sub(2).min(NAME_LENGTH)];
    let units: Vec<u16> = name.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// The sectors of a chain, no more than there are.
fn follow(start: u32, table: &[u32]) -> impl Iterator<Item = u32> {
    let next = |sector: &u32| table.get(*sector as usize).copied();
    std::iter::successors(Some(start), next).take_while(|sector| *sector < FIRST_MARK).take(table.len())
}

/// Whether the name of a stream stands anywhere in `bytes`, of which the directory cannot be read.
pub(super) fn names(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|piece| piece == name)
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

    /// The entries of the directory.
    fn directory(&self, table: &[u32]) -> Option<Vec<u8>> {
        Some(self.chain(number(self.bytes, DIRECTORY)?, table))
    }

    /// The contents of a chain of sectors.
    fn chain(&self, start: u32, table: &[u32]) -> Vec<u8> {
        follow(start, table).flat_map(|sector| self.sector(sector)).copied().collect()
    }

    fn sector(&self, sector: u32) -> &'a [u8] {
        let start = (sector as usize + 1).saturating_mul(self.sector);
        let bytes = self.bytes.get(start..).unwrap_or_default();
        &bytes[..bytes.len().min(self.sector)]
    }

    /// The numbers that a sector holds.
    fn numbers(&self, sector: u32) -> impl Iterator<Item = u32> + use<'a> {
        self.sector(sector).chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
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
        assert!(chains_end(include_bytes!("../catalog/user/fixtures/catalog.xls")));
        assert!(!chains_end(b""));
    }

    #[test]
    fn the_streams_at_the_top_are_named() {
        let names = root_names(include_bytes!("../catalog/user/fixtures/catalog.xls")).unwrap();
        assert!(names.iter().any(|name| name == "Workbook" || name == "Book"), "{names:?}");
        assert_eq!(root_names(b""), None);
    }
}
