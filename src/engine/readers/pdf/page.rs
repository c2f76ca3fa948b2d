//! What is printed on a page: its instructions carried out as far as they place characters and lines.

use std::collections::HashMap;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::{Page, Resources};

use super::super::printed::{Glyph, MOST_EDGES, Matrix, Printed, Rect, too_much};
use super::super::{Progress, ReadError};
use super::actual::Marked;
use super::cmap::Tables;
use super::font::Font;
use super::nesting;
use super::stream::Allowance;
use super::turned::Turns;

/// Instructions on a page, with those of the forms that it shows.
const MOST_STEPS: usize = 4_000_000;
/// To show a form or a picture is as much work as so many instructions.
const STEPS_OF_OBJECT: usize = 200;
/// How deep forms show forms, and states are saved.
const DEEPEST_FORM: usize = 16;
const MOST_STATES: usize = 10_000;
/// Fonts of a document.
const MOST_FONTS: usize = 5_000;
/// Bytes of instructions in all.
const MOST_INSTRUCTIONS: usize = 2 << 30;

/// Reads one page after the other of a document.
pub(super) struct Pages<'p> {
    progress: &'p Progress,
    tables: Tables,
    fonts: Vec<Font>,
    /// Fonts by where they stand in the file.
    font_at: HashMap<(usize, usize), usize>,
    allowance: Allowance,
}

impl<'p> Pages<'p> {
    /// None was read yet.
    pub fn new(progress: &'p Progress) -> Self {
        Self {
            progress,
            tables: Tables::new(),
            fonts: Vec::new(),
            font_at: HashMap::new(),
            allowance: Allowance(MOST_INSTRUCTIONS),
        }
    }

    /// Reads a page as it is read, and how wide and high it is then, in points. One on which most is written sideways or upside
    /// down, as a wide table on a page that is not turned, is turned first.
    pub fn read(&mut self, page: &Page) -> Result<(Printed, (f64, f64)), ReadError> {
        let mut instructions = Vec::new();
        if let Some(stream) = page.raw().get::<Stream>("Contents") {
            instructions = self.allowance.contents(&stream)?;
        } else if let Some(streams) = page.raw().get::<Array>("Contents") {
            for stream in streams.iter::<Stream>() {
                instructions.extend(self.allowance.contents(&stream)?);
                // An instruction does not go over the end of a stream.
                instructions.push(b'\n');
            }
        }
        let (width, height) = page.render_dimensions();
        let size = (f64::from(width), f64::from(height));
        let matrix = Matrix(page.initial_transform(true).as_coeffs());
        let (printed, turns) = self.carried_out(&instructions, page.resources(), matrix)?;
        let Some(turn) = turns.most() else { return Ok((printed, size)) };
        let (matrix, size) = (turn.back(size) * matrix, turn.seen(size));
        let (printed, _) = self.carried_out(&instructions, page.resources(), matrix)?;
        Ok((printed, size))
    }

    /// What `instructions` print, with `matrix` to the page's own space, and how its characters are turned there.
    fn carried_out(
        &mut self,
        instructions: &[u8],
        resources: &Resources,
        matrix: Matrix,
    ) -> Result<(Printed, Turns), ReadError> {
        let mut run = Run {
            pages: self,
            printed: Printed::default(),
            turns: Turns::default(),
            state: State::new(matrix),
            saved: Vec::new(),
            marked: Vec::new(),
            path: Path::default(),
            steps: 0,
        };
        run.instructions(instructions, resources, 0)?;
        Ok((run.printed, run.turns))
    }

    /// The number of a font, which is read when it is used first.
    fn font(&mut self, dict: &Dict) -> Result<usize, ReadError> {
        let at = (dict.data().as_ptr() as usize, dict.data().len());
        if let Some(&font) = self.font_at.get(&at) {
            return Ok(font);
        }
        if self.fonts.len() >= MOST_FONTS {
            return Err(too_much());
        }
        self.fonts.push(Font::new(dict, &mut self.tables)?);
        self.font_at.insert(at, self.fonts.len() - 1);
        Ok(self.fonts.len() - 1)
    }
}

/// What the next instruction goes by.
#[derive(Debug, Clone, Copy)]
struct State {
    /// To the page's own space.
    matrix: Matrix,
    text: Matrix,
    line: Matrix,
    font: Option<usize>,
    size: f64,
    character_space: f64,
    word_space: f64,
    /// Horizontal scaling, 1 where there is none.
    scale: f64,
    leading: f64,
    rise: f64,
}

impl State {
    fn new(matrix: Matrix) -> Self {
        let (text, line) = (Matrix::IDENTITY, Matrix::IDENTITY);
        let (character_space, word_space, leading, rise) = (0.0, 0.0, 0.0, 0.0);
        Self { matrix, text, line, font: None, size: 0.0, character_space, word_space, scale: 1.0, leading, rise }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = self.line * Matrix::translation(x, y);
        self.text = self.line;
    }
}

/// The edges of the path that is being drawn, in the page's own space.
#[derive(Debug, Default)]
struct Path {
    edges: Vec<((f64, f64), (f64, f64))>,
    start: (f64, f64),
    end: (f64, f64),
}

impl Path {
    fn move_to(&mut self, point: (f64, f64)) {
        (self.start, self.end) = (point, point);
    }

    fn line_to(&mut self, point: (f64, f64)) {
        self.edges.push((self.end, point));
        self.end = point;
    }
}

/// The instructions of one page as they are carried out.
struct Run<'r, 'p> {
    pages: &'r mut Pages<'p>,
    printed: Printed,
    turns: Turns,
    state: State,
    saved: Vec<State>,
    /// The marked content that is open.
    marked: Vec<Marked>,
    path: Path,
    steps: usize,
}

impl Run<'_, '_> {
    fn instructions(&mut self, bytes: &[u8], resources: &Resources, depth: usize) -> Result<(), ReadError> {
        nesting::check(bytes)?;
        let saved = self.saved.len();
        let mut instructions = TypedIter::new(bytes);
        while let Some(op) = instructions.next() {
            self.steps += 1;
            if self.steps > MOST_STEPS {
                return Err(too_much());
            }
            if self.steps.is_multiple_of(4096) {
                self.pages.progress.check()?;
            }
            self.step(op, resources, depth, saved)?;
        }
        if let Some(state) = self.saved.get(saved).copied() {
            self.state = state;
            self.saved.truncate(saved);
        }
        Ok(())
    }

    fn step(&mut self, op: Op, resources: &Resources, depth: usize, saved: usize) -> Result<(), ReadError> {
        match op {
            Op::SaveState(_) => {
                self.saved.push(self.state);
                if self.saved.len() > MOST_STATES {
                    return Err(too_much());
                }
            }
            // What a form restores, it must have saved.
            Op::RestoreState(_) if self.saved.len() > saved => {
                self.state = self.saved.pop().unwrap_or(self.state);
            }
            Op::Transform(m) => {
                self.state.matrix = self.state.matrix * Matrix([m.0, m.1, m.2, m.3, m.4, m.5].map(|n| n.as_f64()));
            }
            Op::XObject(name) => self.show_object(name.0, resources, depth)?,
            Op::InlineImage(_) => self.printed.picture(),
            Op::BeginMarkedContent(_) => self.mark(None)?,
            Op::BeginMarkedContentWithProperties(of) => self.mark(Some(of.1))?,
            Op::EndMarkedContent(_) => {
                if let Some(marked) = self.marked.pop() {
                    marked.end(self.printed.glyphs());
                }
            }
            op => {
                if let Some(op) = self.draw(op)? {
                    self.write(op, resources)?;
                }
            }
        }
        Ok(())
    }

    /// Begins marked content.
    fn mark(&mut self, properties: Option<&Object<'_>>) -> Result<(), ReadError> {
        if self.marked.len() >= MOST_STATES {
            return Err(too_much());
        }
        self.marked.push(Marked::new(properties, self.printed.glyphs().len()));
        Ok(())
    }

    /// Shows a form or a picture.
    fn show_object(&mut self, name: &Name, resources: &Resources, depth: usize) -> Result<(), ReadError> {
        self.steps += STEPS_OF_OBJECT;
        let Some(object) = resources.get_x_object(name) else { return Ok(()) };
        let dict = object.dict();
        match dict.get::<Name>("Subtype").as_deref() {
            Some(b"Image") => self.printed.picture(),
            Some(b"Form") if depth >= DEEPEST_FORM => return Err(too_much()),
            Some(b"Form") => {
                let instructions = self.pages.allowance.contents(&object)?;
                let before = self.state;
                if let Some(matrix) = dict.get::<[f64; 6]>("Matrix") {
                    self.state.matrix = self.state.matrix * Matrix(matrix);
                }
                let own = dict.get::<Dict>("Resources").unwrap_or_default();
                self.instructions(&instructions, &Resources::from_parent(own, resources.clone()), depth + 1)?;
                self.state = before;
            }
            _ => {}
        }
        Ok(())
    }

    /// Carries out `op` if it draws; gives it back otherwise.
    fn draw<'b, 'a>(&mut self, op: Op<'b, 'a>) -> Result<Option<Op<'b, 'a>>, ReadError> {
        let matrix = self.state.matrix;
        let point = |x: Number, y: Number| matrix.apply(x.as_f64(), y.as_f64());
        match op {
            Op::MoveTo(p) => self.path.move_to(point(p.0, p.1)),
            Op::LineTo(p) => self.path.line_to(point(p.0, p.1)),
            // Curves rule nothing.
            Op::CubicTo(p) => self.path.end = point(p.4, p.5),
            Op::CubicStartTo(p) => self.path.end = point(p.2, p.3),
            Op::CubicEndTo(p) => self.path.end = point(p.2, p.3),
            Op::ClosePath(_) => self.path.line_to(self.path.start),
            Op::RectPath(r) => {
                let (x, y) = (r.0.as_f64(), r.1.as_f64());
                let (right, top) = (x + r.2.as_f64(), y + r.3.as_f64());
                self.path.move_to(matrix.apply(x, y));
                for (x, y) in [(right, y), (right, top), (x, top), (x, y)] {
                    self.path.line_to(matrix.apply(x, y));
                }
            }
            Op::EndPath(_) => self.path.edges.clear(),
            Op::CloseAndStrokePath(_) | Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.path.line_to(self.path.start);
                self.paint()?;
            }
            Op::StrokePath(_)
            | Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_)
            | Op::FillAndStrokeNonZero(_)
            | Op::FillAndStrokeEvenOdd(_) => self.paint()?,
            op => return Ok(Some(op)),
        }
        if self.path.edges.len() > MOST_EDGES { Err(too_much()) } else { Ok(None) }
    }

    fn paint(&mut self) -> Result<(), ReadError> {
        self.path.edges.drain(..).try_for_each(|(from, to)| self.printed.edge(from, to))
    }

    /// Carries out `op` if it writes.
    fn write(&mut self, op: Op, resources: &Resources) -> Result<(), ReadError> {
        let state = &mut self.state;
        match op {
            Op::BeginText(_) => (state.text, state.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            Op::CharacterSpacing(space) => state.character_space = space.0.as_f64(),
            Op::WordSpacing(space) => state.word_space = space.0.as_f64(),
            Op::HorizontalScaling(scale) => state.scale = scale.0.as_f64() / 100.0,
            Op::TextLeading(leading) => state.leading = leading.0.as_f64(),
            Op::TextRise(rise) => state.rise = rise.0.as_f64(),
            Op::TextFont(font) => {
                state.size = font.1.as_f64();
                let dict = resources.get_font(font.0);
                self.state.font = dict.map(|dict| self.pages.font(&dict)).transpose()?;
            }
            Op::SetTextMatrix(m) => {
                state.line = Matrix([m.0, m.1, m.2, m.3, m.4, m.5].map(|n| n.as_f64()));
                state.text = state.line;
            }
            Op::NextLine(by) => state.next_line(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                state.leading = -by.1.as_f64();
                state.next_line(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
            Op::ShowText(text) => self.show(text.0.as_bytes())?,
            Op::NextLineAndShowText(text) => {
                state.next_line(0.0, -state.leading);
                self.show(text.0.as_bytes())?;
            }
            Op::ShowTextWithParameters(text) => {
                (state.word_space, state.character_space) = (text.0.as_f64(), text.1.as_f64());
                state.next_line(0.0, -state.leading);
                self.show(text.2.as_bytes())?;
            }
            Op::ShowTexts(texts) => {
                for item in texts.0.iter::<Object>() {
                    match item {
                        Object::String(text) => self.show(text.as_bytes())?,
                        Object::Number(number) => self.adjust(number.as_f64()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Goes back by thousandths of the size.
    fn adjust(&mut self, by: f64) {
        let State { font, size, scale, .. } = self.state;
        let is_vertical = font.is_some_and(|font| self.pages.fonts[font].is_vertical());
        let back = -by / 1000.0 * size;
        let (x, y) = if is_vertical { (0.0, back) } else { (back * scale, 0.0) };
        self.state.text = self.state.text * Matrix::translation(x, y);
    }

    fn show(&mut self, mut bytes: &[u8]) -> Result<(), ReadError> {
        let state = self.state;
        let Some(number) = state.font else { return Ok(()) };
        let font = &mut self.pages.fonts[number];
        let is_vertical = font.is_vertical();
        while !bytes.is_empty() {
            let (shown, count) = font.next(bytes);
            bytes = &bytes[count.min(bytes.len())..];
            let matrix = state.matrix * self.state.text;
            let foot = (font.descent + shown.origin.1) * state.size + state.rise;
            let head =
                if is_vertical { (font.ascent + shown.origin.1) * state.size + state.rise } else { foot + state.size };
            let left = shown.origin.0 * state.size * state.scale;
            let right = left + shown.width * state.size * state.scale;
            let corners = [(left, foot), (right, foot), (right, head), (left, head)];
            let bounds = Rect::around(corners.map(|(x, y)| matrix.apply(x, y)));
            if !is_vertical && !shown.text.trim().is_empty() {
                self.turns.count(&matrix);
            }
            let space = state.character_space + if shown.is_space { state.word_space } else { 0.0 };
            let advance = shown.advance * state.size + space;
            let (x, y) = if is_vertical { (0.0, advance) } else { (advance * state.scale, 0.0) };
            self.state.text = self.state.text * Matrix::translation(x, y);
            let size = if is_vertical { bounds.right - bounds.left } else { bounds.bottom - bounds.top };
            let mut glyph = Glyph::new(shown.text, number, bounds, size, &matrix);
            // Lines that run downwards are put together as sideways ones are.
            glyph.is_upright &= !is_vertical;
            glyph.baseline = matrix.apply(0.0, state.rise).1;
            self.printed.glyph(glyph)?;
        }
        Ok(())
    }
}
