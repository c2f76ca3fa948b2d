//! Writing a picture as PNG with a palette of a few colours, which is all that a window needs: a third of the bytes.

use std::collections::HashMap;
use std::io::Write;

use egui::Color32;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use super::raster::Canvas;

/// So many colours are told apart, of 256 that the format could. What lies between them is the edges of letters.
const COLORS: usize = 64;

/// `canvas` as a PNG file.
pub fn png(canvas: &Canvas) -> Vec<u8> {
    let (palette, places) = palette(&canvas.pixels);
    let size = |length: usize| u32::try_from(length).unwrap().to_be_bytes();
    // Eight bits a pixel, each the place of a colour.
    let head = [&size(canvas.width)[..], &size(canvas.height)[..], &[8, 3, 0, 0, 0]].concat();
    let mut rows = ZlibEncoder::new(Vec::new(), Compression::best());
    for row in canvas.pixels.chunks(canvas.width) {
        // No filter: neighbours among the colours are no neighbours in the picture.
        rows.write_all(&[0]).unwrap();
        rows.write_all(&row.iter().map(|color| places[color]).collect::<Vec<u8>>()).unwrap();
    }
    let colors: Vec<u8> = palette.iter().flat_map(|color| [color.r(), color.g(), color.b()]).collect();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, data) in [(b"IHDR", head), (b"PLTE", colors), (b"IDAT", rows.finish().unwrap()), (b"IEND", Vec::new())] {
        let mut sum = Crc::new();
        sum.update(name);
        sum.update(&data);
        file.extend([&size(data.len())[..], name, &data, &sum.sum().to_be_bytes()].concat());
    }
    file
}

/// The colours that most pixels have, and the place of the nearest for each colour.
fn palette(pixels: &[Color32]) -> (Vec<Color32>, HashMap<Color32, u8>) {
    let mut counts = HashMap::<Color32, usize>::new();
    pixels.iter().for_each(|color| *counts.entry(*color).or_default() += 1);
    let mut colors: Vec<(Color32, usize)> = counts.into_iter().collect();
    colors.sort_by_key(|(color, count)| (std::cmp::Reverse(*count), color.to_array()));
    let palette: Vec<Color32> = colors.iter().take(COLORS).map(|(color, _)| *color).collect();
    let distance = |one: Color32, other: Color32| -> u32 {
        let pairs = one.to_array().into_iter().zip(other.to_array());
        pairs.map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
    };
    let nearest = |color: Color32| {
        let place = (0..palette.len()).min_by_key(|&place| distance(palette[place], color)).unwrap();
        u8::try_from(place).unwrap()
    };
    let places = colors.iter().map(|(color, _)| (*color, nearest(*color))).collect();
    (palette, places)
}
