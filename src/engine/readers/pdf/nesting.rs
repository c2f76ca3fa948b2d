//! How deep arrays and dictionaries stand inside each other: the parser follows them without a bound.

use super::super::ReadError;

/// No honest document goes nearly as deep; a dictionary counts twice.
const DEEPEST: usize = 400;

/// Refuses instructions or objects that nest too deep.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    let mut depth = 0;
    let mut rest = bytes.iter();
    while step(&mut rest, &mut depth)? {}
    Ok(())
}

/// Where the object at the beginning of `bytes` ends, if it is an array or a dictionary. Refused when it nests too deep.
pub(super) fn end_of_object(bytes: &[u8]) -> Result<usize, ReadError> {
    let mut depth = 0;
    let mut rest = bytes.iter();
    while step(&mut rest, &mut depth)? && depth > 0 {}
    Ok(bytes.len() - rest.len())
}

/// Takes a byte, or a whole string or comment: they nest nothing. Returns whether there was one.
fn step(rest: &mut std::slice::Iter<u8>, depth: &mut usize) -> Result<bool, ReadError> {
    let Some(byte) = rest.next() else { return Ok(false) };
    match byte {
        b'[' | b'<' => *depth += 1,
        b']' | b'>' => *depth = depth.saturating_sub(1),
        b'(' => skip_string(rest),
        b'%' => drop(rest.find(|byte| matches!(byte, b'\r' | b'\n'))),
        _ => {}
    }
    if *depth > DEEPEST { Err(super::too_much()) } else { Ok(true) }
}

fn skip_string(rest: &mut std::slice::Iter<u8>) {
    let mut depth = 1;
    while let Some(byte) = rest.next() {
        match byte {
            b'\\' => drop(rest.next()),
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_nest_and_strings_do_not() {
        assert!(check(&b"[".repeat(1000)).is_err());
        assert!(check(&b"<</A ".repeat(1000)).is_err());
        assert!(check(&b"[(a) 1] TJ <0a0b> Tj ".repeat(1000)).is_ok());
        assert!(check(&[b"(".as_slice(), &b"[\\)".repeat(1000), b") Tj"].concat()).is_ok());
    }

    #[test]
    fn an_object_ends_where_its_brackets_do() {
        assert_eq!(end_of_object(b"<</A (>>) /B [1 %]\n2]>> stream").unwrap(), 23);
        assert_eq!(end_of_object(b"12 endobj").unwrap(), 1);
        assert!(end_of_object(&b"[".repeat(1000)).is_err());
    }
}
