//! What stands where in a text that RON cannot read: its entries and what its fields are called.
//!
//! Nothing is expected of the text but that brackets and quotes match. Comments and what stands in quotes hold no marks.

use std::ops::Range;

/// What stands between two marks: an item of a list, or a field at the top.
pub(super) struct Entry<'a> {
    pub range: Range<usize>,
    pub is_field: bool,
    /// What the field is called; more than one where fields run into one another.
    pub names: Vec<Name<'a>>,
}

impl Entry<'_> {
    /// Whether a mistake at this place is in it: also one that is seen at its end.
    pub fn holds(&self, at: usize) -> bool {
        (self.range.start..=self.range.end).contains(&at)
    }

    /// Where it is with the mark behind it, which belongs to what stands there.
    pub fn with_mark(&self, text: &str) -> Range<usize> {
        let mark = text[self.range.end..].chars().next().filter(|c| SEPARATORS.contains(c));
        self.range.start..self.range.end + mark.map_or(0, char::len_utf8)
    }

    pub fn is_called(&self, name: &str) -> bool {
        self.names.iter().any(|own| own.name == name)
    }
}

/// The name of a field, or what may have been meant as one.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub name: &'a str,
    /// The text behind it.
    pub behind: &'a str,
}

/// The entries that may be taken out; `None` where a bracket or a quote has no other that belongs to it.
pub(super) fn entries(text: &str) -> Option<Vec<Entry<'_>>> {
    let mut found = Vec::new();
    // What each open bracket is, and where its entry begins that is looked at.
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut names = Vec::new();
    let mut before: Option<Piece<'_>> = None;
    for piece in pieces(text) {
        if matches!(piece.kind, Kind::Close(_) | Kind::Separator)
            && let Some((kind, start)) = open.last()
        {
            let is_field = *kind == '(' && open.len() == 1;
            let names = if is_field { std::mem::take(&mut names) } else { Vec::new() };
            let is_blank = before.is_none_or(|before| matches!(before.kind, Kind::Open(_) | Kind::Separator));
            if (*kind == '[' || is_field) && !is_blank {
                found.push(Entry { range: *start..piece.at, is_field, names });
            }
        }
        match piece.kind {
            Kind::Unclosed => return None,
            // Quotes of another kind may follow.
            Kind::Hash if !open.is_empty() => return None,
            Kind::Open(kind) => open.push((kind, piece.end())),
            Kind::Close(kind) => {
                let (own, _) = open.pop()?;
                if own != kind {
                    return None;
                }
            }
            Kind::Separator => {
                if let Some((_, start)) = open.last_mut() {
                    *start = piece.end();
                }
            }
            _ if open.len() == 1 => names.extend(name(text, piece, before)),
            _ => {}
        }
        before = Some(piece);
    }
    open.is_empty().then_some(found)
}

/// The names of the fields at the top of `text`. Where nobody knows what stands at the top, all that may be one.
pub(super) fn names(text: &str) -> Vec<Name<'_>> {
    let fields = entries(text).unwrap_or_default().into_iter().filter(|entry| entry.is_field);
    let found: Vec<Name<'_>> = fields.flat_map(|entry| entry.names).collect();
    if !found.is_empty() {
        return found;
    }
    let mut before = None;
    let names = pieces(text).into_iter().flat_map(|piece| match piece.kind {
        // The quote may stand where none should.
        Kind::Unclosed => named_in(text, piece),
        _ => name(text, piece, before.replace(piece)).into_iter().collect(),
    });
    names.collect()
}

/// The name that `piece` of `text` is, or that stands before it, where `before` does.
fn name<'a>(text: &'a str, piece: Piece<'a>, before: Option<Piece<'a>>) -> Option<Name<'a>> {
    let is_before = |kind: Kind| before.is_some_and(|before| before.kind == kind);
    match piece.kind {
        Kind::Word if !is_before(Kind::Colon) && !piece.text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
            Some(Name { name: piece.text, behind: text.get(piece.end()..)? })
        }
        // As other kinds of files have it.
        Kind::Colon if is_before(Kind::Quoted) => {
            let quoted = before?;
            let mut characters = quoted.text.chars();
            characters.next();
            characters.next_back();
            Some(Name { name: characters.as_str(), behind: text.get(quoted.end()..)? })
        }
        _ => None,
    }
}

/// The names with a colon in a line that is nothing but text in quotes, or so it seems.
fn named_in<'a>(text: &'a str, unclosed: Piece<'a>) -> Vec<Name<'a>> {
    let words = unclosed.text.split(|c| !is_part_of_word(c)).filter(|_| !unclosed.text.starts_with("/*"));
    let names = words.filter(|word| !word.is_empty()).filter_map(|name| {
        let behind = text.get(name.as_ptr() as usize - text.as_ptr() as usize + name.len()..)?;
        behind.trim_start().starts_with(COLONS).then_some(Name { name, behind })
    });
    names.collect()
}

/// `text` without the blanks and comments with which it begins.
pub(super) fn without_blanks(mut text: &str) -> &str {
    while let Some(first) = text.chars().next() {
        match piece(text, first) {
            (None, length) => text = text.get(length..).unwrap_or_default(),
            _ => break,
        }
    }
    text
}

/// Marks between entries; the last two are typed in place of the first.
pub(super) const SEPARATORS: [char; 3] = [',', '，', '、'];

/// Marks between a name and what it is; the others are typed in place of the first.
pub(super) const COLONS: [char; 4] = [':', '：', '=', '＝'];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// With the bracket of half the width that it is or stands for.
    Open(char),
    /// With the one that it closes.
    Close(char),
    Separator,
    Colon,
    Word,
    Quoted,
    /// What begins with a quote, or as a comment, that does not end.
    Unclosed,
    Hash,
    Other,
}

/// What belongs together in a text, beside blanks and comments.
#[derive(Clone, Copy)]
struct Piece<'a> {
    kind: Kind,
    text: &'a str,
    at: usize,
}

impl Piece<'_> {
    fn end(&self) -> usize {
        self.at + self.text.len()
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((rest, first)) = text.get(at..).and_then(|rest| Some((rest, rest.chars().next()?))) {
        let (kind, length) = piece(rest, first);
        let own = kind.zip(rest.get(..length)).map(|(kind, text)| Piece { kind, text, at });
        found.extend(own);
        at += length;
    }
    found
}

/// What it is with which `rest` begins, `first` the first of it, and how long it is; `None` for blanks and comments.
fn piece(rest: &str, first: char) -> (Option<Kind>, usize) {
    let unclosed = |length| (Some(Kind::Unclosed), length);
    let line = || rest.find('\n').unwrap_or(rest.len());
    let kind = match first {
        c if c.is_whitespace() => return (None, c.len_utf8()),
        '/' if rest.starts_with("//") => return (None, line()),
        '/' if rest.starts_with("/*") => {
            return end_of_comment(rest).map_or_else(|| unclosed(rest.len()), |length| (None, length));
        }
        c if is_part_of_word(c) => {
            return (Some(Kind::Word), rest.find(|c| !is_part_of_word(c)).unwrap_or(rest.len()));
        }
        c if closing(c).is_some() => {
            return end_of_text(rest).map_or_else(|| unclosed(line()), |length| (Some(Kind::Quoted), length));
        }
        '(' | '（' => Kind::Open('('),
        ')' | '）' => Kind::Close('('),
        '[' | '［' | '【' => Kind::Open('['),
        ']' | '］' | '】' => Kind::Close('['),
        '{' | '｛' => Kind::Open('{'),
        '}' | '｝' => Kind::Close('{'),
        '#' => Kind::Hash,
        c if SEPARATORS.contains(&c) => Kind::Separator,
        c if COLONS.contains(&c) => Kind::Colon,
        _ => Kind::Other,
    };
    (Some(kind), first.len_utf8())
}

fn is_part_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}

/// The quotes that end a text that begins with `quote`. All but the first are typed in place of it.
fn closing(quote: char) -> Option<&'static [char]> {
    Some(match quote {
        '"' => &['"'],
        '“' | '”' => &['”', '“'],
        '‘' | '’' => &['’', '‘'],
        '「' => &['」'],
        '『' => &['』'],
        '＂' => &['＂'],
        '\'' => &['\''],
        _ => return None,
    })
}

/// How long the text in quotes is with which `text` begins, with them; `None` where it does not end in its line: a quote that
/// is missing would end the next text.
fn end_of_text(text: &str) -> Option<usize> {
    let mut characters = text.char_indices();
    let (_, first) = characters.next()?;
    let ends = closing(first)?;
    while let Some((at, c)) = characters.next() {
        match c {
            '\n' => return None,
            '\\' if first == '"' => {
                characters.next()?;
            }
            c if ends.contains(&c) => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// How long the comment is with which `text` begins; others may stand in it.
fn end_of_comment(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next()?.len_utf8();
        }
    }
}
