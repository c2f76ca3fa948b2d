//! The contents of a stream, unpacked within a bound: a few kilobytes may stand for gigabytes.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::{Dict, Object, Stream};

use super::super::ReadError;

/// Bytes that one stream may be.
pub(super) const MOST: usize = 32 << 20;
/// Packed bytes of a stream that is unpacked without looking how much comes of it: at most some
/// thousand times as many.
const MOST_UNSEEN: usize = 128 << 10;
/// Steps in which a stream is packed.
const MOST_FILTERS: usize = 4;

/// How much may still be unpacked.
#[derive(Debug)]
pub(super) struct Allowance(pub usize);

impl Allowance {
    /// The contents of `stream`; as much as can be unpacked of a damaged one.
    pub fn contents(&mut self, stream: &Stream) -> Result<Vec<u8>, ReadError> {
        let contents = contents(stream)?;
        self.0 = self.0.checked_sub(contents.len()).ok_or_else(super::too_much)?;
        Ok(contents)
    }
}

fn contents(stream: &Stream) -> Result<Vec<u8>, ReadError> {
    let filters: Vec<Filter> = stream.filters().into_iter().filter(|filter| *filter != Filter::Crypt).collect();
    let mut data = stream.raw_data().into_owned();
    let is_plain =
        |filter: &Filter| matches!(filter, Filter::FlateDecode | Filter::Ascii85Decode | Filter::AsciiHexDecode);
    if filters.len() > MOST_FILTERS {
        return Err(super::too_much());
    }
    if filters.iter().all(is_plain) && !is_predicted(stream.dict()) {
        for filter in filters {
            data = match filter {
                Filter::FlateDecode => inflated(&data)?,
                Filter::Ascii85Decode => ascii85(&data),
                _ => hex(&data),
            };
        }
    } else {
        // What the library unpacks must be known not to become much.
        match filters[..] {
            [Filter::FlateDecode] => drop(inflated(&data)?),
            [_] if data.len() <= MOST_UNSEEN => {}
            _ => return Err(super::too_much()),
        }
        data = stream.decoded().map(|data| data.into_owned()).unwrap_or_default();
    }
    if data.len() > MOST { Err(super::too_much()) } else { Ok(data) }
}

/// Whether the bytes are told by how they differ from those before.
fn is_predicted(dict: &Dict) -> bool {
    let parameters = ["DecodeParms", "DP"].into_iter().find_map(|key| dict.get::<Object>(key));
    let is = |dict: &Dict| dict.get::<i32>("Predictor").is_some_and(|predictor| predictor > 1);
    match parameters {
        Some(Object::Dict(dict)) => is(&dict),
        Some(Object::Array(each)) => each.iter::<Object>().any(|item| matches!(&item, Object::Dict(dict) if is(dict))),
        _ => false,
    }
}

/// Unpacks what Deflate packed.
pub(super) fn inflated(data: &[u8]) -> Result<Vec<u8>, ReadError> {
    let mut inflated = Vec::new();
    // What was read before an error stands.
    let _ = ZlibDecoder::new(data).take(MOST as u64 + 1).read_to_end(&mut inflated);
    if inflated.is_empty() {
        let _ = DeflateDecoder::new(data).take(MOST as u64 + 1).read_to_end(&mut inflated);
    }
    if inflated.len() > MOST { Err(super::too_much()) } else { Ok(inflated) }
}

fn hex(data: &[u8]) -> Vec<u8> {
    let digits = data.iter().take_while(|byte| **byte != b'>').filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    digits.chunks(2).map(|pair| (pair[0] << 4 | pair.get(1).copied().unwrap_or(0)) as u8).collect()
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let (mut decoded, mut group) = (Vec::new(), Vec::with_capacity(5));
    for byte in data.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if group.is_empty() => decoded.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => {}
        }
        if group.len() == 5 {
            decoded.extend(of_base85(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let bytes = group.len() - 1;
        group.resize(5, 84);
        decoded.extend(&of_base85(&group)[..bytes]);
    }
    decoded
}

fn of_base85(digits: &[u32]) -> [u8; 4] {
    digits.iter().fold(0_u32, |value, digit| value.wrapping_mul(85).wrapping_add(*digit)).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_filters_are_undone() {
        assert_eq!(ascii85(b"87cURD]i,\"Ebo80~>"), b"Hello World!");
        assert_eq!(ascii85(b"z87cUR~>"), b"\0\0\0\0Hell");
        assert_eq!(hex(b"48 65 6C6c 6F7>"), b"Hellop");
    }
}
