//! Writing a picture as PNG with a palette of a few colours, which is all that a window needs: a third of the bytes.

use std::collections::HashMap;

use png::{BitDepth, ColorType, Compression, Encoder, Filter};

use crate::app::display::software::raster::Canvas;

/// So many colours are told apart, of 256 that the format could. What lies between them is the edges of letters.
const COLORS: usize = 64;

/// `canvas` as a PNG file.
pub fn png(canvas: &Canvas) -> Vec<u8> {
    let (palette, places) = palette(&canvas.pixels);
    let mut file = Vec::new();
    let size = |length: usize| u32::try_from(length).unwrap();
    let mut encoder = Encoder::new(&mut file, size(canvas.width), size(canvas.height));
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.iter().flat_map(|color| color.to_be_bytes()[1..].to_vec()).collect::<Vec<u8>>());
    encoder.set_compression(Compression::High);
    // Neighbours among the colours are no neighbours in the picture.
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header().unwrap();
    let pixels: Vec<u8> = canvas.pixels.iter().map(|color| places[color]).collect();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    file
}

/// The colours that most pixels have, and the place of the nearest for each colour.
fn palette(pixels: &[u32]) -> (Vec<u32>, HashMap<u32, u8>) {
    let mut counts = HashMap::<u32, usize>::new();
    pixels.iter().for_each(|color| *counts.entry(*color).or_default() += 1);
    let mut colors: Vec<(u32, usize)> = counts.into_iter().collect();
    colors.sort_by_key(|(color, count)| (std::cmp::Reverse(*count), *color));
    let palette: Vec<u32> = colors.iter().take(COLORS).map(|(color, _)| *color).collect();
    let distance = |one: u32, other: u32| -> u32 {
        let pairs = one.to_be_bytes().into_iter().zip(other.to_be_bytes());
        pairs.map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
    };
    let nearest = |color: u32| {
        let place = (0..palette.len()).min_by_key(|&place| distance(palette[place], color)).unwrap();
        u8::try_from(place).unwrap()
    };
    let places = colors.iter().map(|(color, _)| (*color, nearest(*color))).collect();
    (palette, places)
}
