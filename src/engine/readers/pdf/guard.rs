//! What is checked before a file is given to the parser: that the tree of pages ends, and that its streams of objects do
//! not unfold to gigabytes. Works around hayro-syntax 0.7, which follows and unpacks both without a bound.

use std::collections::HashMap;
use std::sync::LazyLock;

use hayro_syntax::object::{Array, Dict, FromBytes, MaybeRef, Name, Object};
use regex::bytes::Regex;

use super::super::ReadError;
use super::{nesting, stream, too_much};

/// No tree of pages, names or fields is nearly as deep.
const DEEPEST: usize = 128;
/// Leaves of a tree.
const MOST_LEAVES: usize = 200_000;
/// Bytes of all packed objects.
const MOST_OBJECTS: usize = 128 << 20;
/// Bytes of objects that are looked at in a small file; in a large one, twice its size.
const MOST_LOOKS: usize = 64 << 20;

/// Refuses a file on which the parser would find no end.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    // An expression that is wrong would be found by every test.
    static OBJECT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?-u)([0-9]{1,10})[\x00\t\n\x0C\r ]+[0-9]{1,5}[\x00\t\n\x0C\r ]+obj").ok());
    let mut tree = Tree::default();
    let (mut unpacked, mut looked_at) = (0, 0);
    for found in OBJECT.iter().flat_map(|object| object.captures_iter(bytes)) {
        let (Some(whole), Some(number)) = (found.get(0), found.get(1)) else { continue };
        let object = trimmed(&bytes[whole.end()..]);
        let end = nesting::end_of_object(object)?;
        looked_at += end;
        tree.add(decimal(number.as_bytes()), object);
        if let Some(dict) = dict(object) {
            unpacked += add_packed(&mut tree, &dict, trimmed(&object[end..]))?;
        }
        // Objects that do not end are looked at again and again.
        if unpacked > MOST_OBJECTS || looked_at > MOST_LOOKS.max(bytes.len() * 2) {
            return Err(too_much());
        }
    }
    tree.check()
}

fn decimal(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |value, digit| value * 10 + u64::from(digit - b'0'))
}

/// `bytes` without space and comments before them.
fn trimmed(mut bytes: &[u8]) -> &[u8] {
    loop {
        match bytes.first() {
            Some(b'\0' | b'\t' | b'\n' | b'\x0C' | b'\r' | b' ') => bytes = &bytes[1..],
            Some(b'%') => {
                let end = bytes.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(bytes.len());
                bytes = &bytes[end..];
            }
            _ => return bytes,
        }
    }
}

fn dict(object: &[u8]) -> Option<Dict<'_>> {
    let object = trimmed(object);
    object.starts_with(b"<<").then(|| Dict::from_bytes(object))?
}

/// The contents of a stream of objects, which begins at `stream`.
fn packed(dict: &Dict, stream: &[u8]) -> Result<Vec<u8>, ReadError> {
    let filters = match dict.get::<Object>("Filter") {
        None => Vec::new(),
        Some(Object::Name(name)) => vec![name.to_vec()],
        Some(Object::Array(names)) => names.iter::<Name>().map(|name| name.to_vec()).collect(),
        Some(_) => return Err(too_much()),
    };
    let data = stream.strip_prefix(b"stream").unwrap_or(stream);
    let data = data.strip_prefix(b"\r\n").or(data.strip_prefix(b"\n")).or(data.strip_prefix(b"\r")).unwrap_or(data);
    match filters.iter().map(Vec::as_slice).collect::<Vec<_>>()[..] {
        [] => Ok(data[..data.len().min(stream::MOST)].to_vec()),
        [b"FlateDecode" | b"Fl"] => stream::inflated(data),
        // Nobody packs objects twice, or in another way.
        _ => Err(too_much()),
    }
}

/// Adds the objects that the stream after `dict` packs, if it does. Returns how many bytes it unpacks to.
fn add_packed(tree: &mut Tree, dict: &Dict, stream: &[u8]) -> Result<usize, ReadError> {
    let is_packed = dict.contains_key("First") && dict.contains_key("N");
    let is_table = dict.get::<Name>("Type").as_deref() == Some(b"XRef");
    if !stream.starts_with(b"stream") || !(is_packed || is_table) {
        return Ok(0);
    }
    let contents = packed(dict, stream)?;
    let first = dict.get::<i32>("First").and_then(|first| usize::try_from(first).ok());
    if let Some((head, objects)) = first.and_then(|first| contents.split_at_checked(first)).filter(|_| is_packed) {
        nesting::check(objects)?;
        let is_number = |digits: &&[u8]| (1..11).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        let head: Vec<u64> = head.split(u8::is_ascii_whitespace).filter(is_number).map(decimal).collect();
        for pair in head.chunks_exact(2) {
            if let Some(object) = usize::try_from(pair[1]).ok().and_then(|at| objects.get(at..)) {
                tree.add(pair[0], object);
            }
        }
    }
    Ok(contents.len())
}

/// What stands below what: every object with `Kids`, and every array, by its number.
#[derive(Debug, Default)]
struct Tree {
    below: HashMap<u64, Vec<u64>>,
}

impl Tree {
    fn add(&mut self, number: u64, object: &[u8]) {
        let mut below = Vec::new();
        if let Some(dict) = dict(object) {
            of_dict(&dict, &mut below);
        } else if trimmed(object).starts_with(b"[") {
            Array::from_bytes(trimmed(object)).iter().for_each(|array| of_array(array, &mut below));
        }
        if !below.is_empty() {
            self.below.entry(number).or_default().extend(below);
        }
    }

    fn check(&self) -> Result<(), ReadError> {
        let mut leaves = HashMap::new();
        // Arrays of other kinds may lead in circles; only what has `Kids`, or stands in such, is followed.
        self.below.keys().try_for_each(|&number| self.leaves(number, 0, &mut leaves).map(drop))
    }

    /// How many leaves stand below.
    fn leaves(&self, number: u64, depth: usize, known: &mut HashMap<u64, usize>) -> Result<usize, ReadError> {
        if let Some(&leaves) = known.get(&number) {
            return Ok(leaves);
        }
        if depth > DEEPEST {
            return Err(too_much());
        }
        let Some(below) = self.below.get(&number) else { return Ok(1) };
        let mut leaves = 0_usize;
        for &number in below {
            leaves = leaves.saturating_add(self.leaves(number, depth + 1, known)?);
        }
        if leaves > MOST_LEAVES {
            return Err(too_much());
        }
        known.insert(number, leaves);
        Ok(leaves)
    }
}

fn of_dict(dict: &Dict, below: &mut Vec<u64>) {
    match dict.get_raw::<Object>("Kids") {
        Some(MaybeRef::Ref(kids)) => below.extend(u64::try_from(kids.obj_number)),
        Some(MaybeRef::NotRef(Object::Array(kids))) => of_array(&kids, below),
        _ => {}
    }
}

fn of_array(array: &Array, below: &mut Vec<u64>) {
    for item in array.raw_iter() {
        match item {
            MaybeRef::Ref(kid) => below.extend(u64::try_from(kid.obj_number)),
            MaybeRef::NotRef(Object::Dict(kid)) => of_dict(&kid, below),
            MaybeRef::NotRef(_) => {}
        }
    }
}
