//! Texts: which characters they have, where each stands and which glyph it is.

use std::io;
use std::ops::Range;

use ttf_parser::{GlyphId, OutlineBuilder};
use typst::layout::{Em, Transform};
use typst::text::TextItem;
use typst::visualize::FillRule;

use super::geometry::{Bounds, color, list, moved, number, thousandths};
use super::page::PageWriter;
use super::path::{Painted, Step, write_steps};
use crate::direction::is_right_to_left;
use crate::xml::Xml;

/// How far above and below its line a character reaches at least, in its size: readers cut off what is over the bounds.
const ABOVE: f64 = 1.0;
const BELOW: f64 = 0.3;

/// What stands for some characters: mostly one glyph for one. Places are in millimetres from where the text begins, to the
/// right and down.
struct Cluster<'a> {
    text: &'a str,
    glyphs: Vec<PlacedGlyph>,
    width: f64,
    /// Whether its characters go from right to left.
    is_turned: bool,
}

#[derive(Clone, Copy)]
struct PlacedGlyph {
    /// In the whole font.
    number: u16,
    x: f64,
    y: f64,
}

/// Characters that are written as one object.
#[derive(Default)]
struct Piece {
    text: String,
    /// Where each character stands.
    x: Vec<f64>,
    y: f64,
    /// How far it reaches.
    left: f64,
    right: f64,
    /// Their glyphs in the embedded font.
    glyphs: Vec<u16>,
    /// Whether some are not those to which the characters lead.
    is_other: bool,
}

/// Writes `run`, which `at` brings to its place.
pub(super) fn write(xml: &mut Xml, run: &TextItem, at: Transform, page: &mut PageWriter<'_>) -> io::Result<()> {
    let font = page.fonts.place(&run.font, page.ids);
    let mut piece = Piece::default();
    for cluster in clusters(run) {
        let character = single(cluster.text);
        if let (Some(character), [glyph]) = (character, cluster.glyphs.as_slice()) {
            // Some readers leave out blanks before a text, and put what follows them in their place.
            let ends_here = !piece.text.is_empty()
                && (thousandths(glyph.y) != thousandths(piece.y)
                    || piece.text.trim_start().is_empty() && !character.is_whitespace());
            if ends_here {
                write_piece(xml, &std::mem::take(&mut piece), run, at, (font, page))?;
            }
            let drawn = page.fonts.glyph(font, glyph.number, Some(character));
            piece.push(character, *glyph, cluster.width);
            piece.glyphs.push(drawn.number);
            piece.is_other |= !drawn.is_found;
            continue;
        }
        write_piece(xml, &std::mem::take(&mut piece), run, at, (font, page))?;
        write_cluster(xml, &cluster, run, at, (font, page))?;
    }
    write_piece(xml, &piece, run, at, (font, page))
}

/// Writes a text in which another number of glyphs stands for some characters: the first glyph with the characters, and
/// the others as what they look like.
fn write_cluster(
    xml: &mut Xml,
    cluster: &Cluster<'_>,
    run: &TextItem,
    at: Transform,
    (font, page): (usize, &mut PageWriter<'_>),
) -> io::Result<()> {
    let Some((first, others)) = cluster.glyphs.split_first() else { return Ok(()) };
    let count = cluster.text.chars().count();
    // The glyph is drawn where the first character stands; what the others say is in which order they are read.
    let width = cluster.width / count.max(1) as f64;
    let step = if cluster.is_turned { -width / 10.0 } else { width };
    let mut piece = Piece { is_other: true, ..Piece::default() };
    for (place, character) in cluster.text.chars().enumerate() {
        piece.push(character, PlacedGlyph { x: first.x + step * place as f64, ..*first }, width);
    }
    (piece.left, piece.right) = (piece.left.min(first.x), piece.right.max(first.x + cluster.width));
    piece.glyphs = vec![page.fonts.glyph(font, first.number, None).number];
    write_piece(xml, &piece, run, at, (font, page))?;
    let painted = Painted { fill: Some(&run.fill), rule: FillRule::NonZero, stroke: None };
    others.iter().try_for_each(|glyph| write_steps(xml, &outline(run, *glyph, at), painted, page.ids))
}

impl Piece {
    fn push(&mut self, character: char, glyph: PlacedGlyph, width: f64) {
        let (left, right) = (glyph.x.min(glyph.x + width), glyph.x.max(glyph.x + width));
        if self.x.is_empty() {
            (self.left, self.right, self.y) = (left, right, glyph.y);
        }
        (self.left, self.right) = (self.left.min(left), self.right.max(right));
        self.text.push(character);
        self.x.push(glyph.x);
    }
}

/// The clusters of `run`, in the order in which they are read.
fn clusters(run: &TextItem) -> Vec<Cluster<'_>> {
    let mut clusters: Vec<(Range<usize>, Cluster<'_>)> = Vec::new();
    let mut x = 0.0;
    for glyph in &run.glyphs {
        let length = |length: Em| length.at(run.size).to_mm();
        let width = length(glyph.x_advance);
        let placed = PlacedGlyph { number: glyph.id, x: x + length(glyph.x_offset), y: -length(glyph.y_offset) };
        match clusters.last_mut().filter(|(range, _)| range.start == glyph.range().start) {
            Some((_, cluster)) => {
                cluster.glyphs.push(placed);
                cluster.width += width;
            }
            None => {
                let text = run.text.get(glyph.range()).unwrap_or_default();
                let is_turned = text.chars().any(is_right_to_left);
                clusters.push((glyph.range(), Cluster { text, glyphs: vec![placed], width, is_turned }));
            }
        }
        x += width;
    }
    // Words from right to left come in the order in which they are seen.
    if clusters.first().map(|(range, _)| range.start) > clusters.last().map(|(range, _)| range.start) {
        clusters.reverse();
    }
    let mut read: Vec<(Range<usize>, Cluster<'_>)> = Vec::new();
    for (range, cluster) in clusters {
        // A letter that takes no room of its own is one sign with the letter before it: readers could not tell which of
        // two that stand in one place comes first.
        let joins = |before: &Range<usize>| cluster.is_turned && cluster.width == 0.0 && before.end == range.start;
        match read.last_mut().filter(|(before, _)| joins(before)) {
            Some((before, base)) => {
                before.end = range.end;
                base.text = run.text.get(before.clone()).unwrap_or_default();
                base.glyphs.extend(cluster.glyphs);
            }
            None => read.push((range, cluster)),
        }
    }
    read.into_iter().map(|(_, cluster)| cluster).collect()
}

fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn write_piece(
    xml: &mut Xml,
    piece: &Piece,
    run: &TextItem,
    at: Transform,
    (font, page): (usize, &mut PageWriter<'_>),
) -> io::Result<()> {
    let Some(&first) = piece.x.first() else { return Ok(()) };
    let size = run.size.to_mm();
    let em = |units: i16| f64::from(units) / run.font.units_per_em();
    let (above, below) = (em(run.font.ttf().ascender()).max(ABOVE), em(run.font.ttf().descender()).min(-BELOW));
    let own =
        Bounds { left: piece.left, right: piece.right, top: piece.y - above * size, bottom: piece.y - below * size };
    let bounds = Bounds::around(own.corners().map(|corner| moved(at, corner)));
    let Transform { sx, ky, kx, sy, tx, ty } = at;
    // Where the text begins, from its bounds or in its own space.
    let (shift, matrix) = if at.is_only_translate() {
        ((tx.to_mm() - bounds.left, ty.to_mm() - bounds.top), None)
    } else {
        let turned = [sx.get(), ky.get(), kx.get(), sy.get()].map(|number| format!("{number:.6}")).join(" ");
        let moved = list([tx.to_mm() - bounds.left, ty.to_mm() - bounds.top]);
        ((0.0, 0.0), Some(format!("{turned} {moved}")))
    };
    let (id, font) = (page.ids.next().to_string(), page.fonts.id(font).to_string());
    let (bounds, size) = (bounds.attribute(), number(size));
    let mut attributes = vec![("ID", id.as_str()), ("Boundary", &bounds)];
    attributes.extend(matrix.as_deref().map(|matrix| ("CTM", matrix)));
    attributes.extend([("Font", font.as_str()), ("Size", &size)]);
    xml.element("ofd:TextObject", &attributes, |xml| {
        color(xml, "ofd:FillColor", &run.fill)?;
        if piece.is_other {
            write_glyphs(xml, piece)?;
        }
        // Steps between places that are rounded do not add up what is rounded.
        let places: Vec<f64> = piece.x.iter().map(|x| thousandths(x + shift.0)).collect();
        let steps = list(places.windows(2).map(|pair| pair[1] - pair[0]));
        let (x, y) = (number(first + shift.0), number(piece.y + shift.1));
        let mut attributes = vec![("X", x.as_str()), ("Y", &y)];
        if !steps.is_empty() {
            attributes.push(("DeltaX", &steps));
        }
        xml.text("ofd:TextCode", &attributes, &piece.text)
    })
}

/// Says which glyphs the characters of `piece` are.
fn write_glyphs(xml: &mut Xml, piece: &Piece) -> io::Result<()> {
    let (characters, glyphs) = (piece.x.len().to_string(), piece.glyphs.len().to_string());
    let counts = [("CodePosition", "0"), ("CodeCount", characters.as_str()), ("GlyphCount", &glyphs)];
    let numbers: Vec<String> = piece.glyphs.iter().map(u16::to_string).collect();
    xml.element("ofd:CGTransform", &counts, |xml| xml.text("ofd:Glyphs", &[], &numbers.join(" ")))
}

/// What `glyph` of `run` looks like, on the page.
fn outline(run: &TextItem, glyph: PlacedGlyph, at: Transform) -> Vec<Step> {
    let scale = run.size.to_mm() / run.font.units_per_em();
    let mut pen = Pen { steps: Vec::new(), scale, glyph, at };
    run.font.ttf().outline_glyph(GlyphId(glyph.number), &mut pen);
    pen.steps
}

struct Pen {
    steps: Vec<Step>,
    scale: f64,
    glyph: PlacedGlyph,
    at: Transform,
}

impl Pen {
    fn step(&mut self, step: char, points: &[(f32, f32)]) {
        let place = |(x, y): &(f32, f32)| {
            let (x, y) = (f64::from(*x) * self.scale, f64::from(*y) * self.scale);
            moved(self.at, (self.glyph.x + x, self.glyph.y - y))
        };
        self.steps.push((step, points.iter().map(place).collect()));
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.step('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.step('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.step('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.step('B', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.step('C', &[]);
    }
}
