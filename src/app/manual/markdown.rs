//! Reading the pages: the few kinds of Markdown that they use.

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    Heading {
        level: usize,
        text: String,
    },
    Text(Vec<Span>),
    /// An item of a list, behind its mark: `•` or `1.`.
    Item(String, Vec<Span>),
    /// Rows of cells; the first is the head.
    Table(Vec<Vec<Vec<Span>>>),
    /// A picture by its name, and what it shows.
    Picture {
        name: String,
        alternative: String,
    },
}

/// Words of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub text: String,
    pub look: Look,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Bold,
    /// What is typed.
    Code,
}

/// The pieces of a page. Lines that follow each other are one paragraph.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    for line in text.lines().map(str::trim).chain([""]) {
        let block = block(line);
        if (line.is_empty() || block.is_some()) && !paragraph.is_empty() {
            blocks.push(Block::Text(spans(&std::mem::take(&mut paragraph))));
        }
        match (block, blocks.last_mut()) {
            (Some(Block::Table(rows)), Some(Block::Table(above))) => above.extend(rows),
            (Some(block), _) => blocks.push(block),
            (None, _) => paragraph.push_str(line),
        }
    }
    // What divides the head of a table from its rows is no row.
    for block in &mut blocks {
        if let Block::Table(rows) = block {
            rows.retain(|row| !row.is_empty());
        }
    }
    blocks
}

/// The piece that `line` is by itself; `None` where it is of a paragraph.
fn block(line: &str) -> Option<Block> {
    let hashes = line.chars().take_while(|&c| c == '#').count();
    if let Some(text) = line.get(hashes..).and_then(|rest| rest.strip_prefix(' ')).filter(|_| hashes > 0) {
        return Some(Block::Heading { level: hashes, text: text.to_owned() });
    }
    if let Some(item) = line.strip_prefix("- ") {
        return Some(Block::Item("•".to_owned(), spans(item)));
    }
    if let Some((number, item)) = line.split_once(". ").filter(|(number, _)| number.parse::<u8>().is_ok()) {
        return Some(Block::Item(format!("{number}."), spans(item)));
    }
    if let Some((alternative, name)) = line.strip_prefix("![").and_then(|rest| rest.split_once("](")) {
        let name = name.trim_end_matches(')').to_owned();
        return Some(Block::Picture { name, alternative: alternative.to_owned() });
    }
    let row = line.strip_prefix('|')?.trim_end_matches('|');
    let is_rule = row.chars().all(|c| matches!(c, '-' | '|' | ' ' | ':'));
    let cells = if is_rule { Vec::new() } else { row.split('|').map(|cell| spans(cell.trim())).collect() };
    Some(Block::Table(vec![cells]))
}

/// The words of a line by their look.
fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = text;
    let mut push = |text: &str, look| {
        if !text.is_empty() {
            spans.push(Span { text: text.to_owned(), look });
        }
    };
    while let Some(at) = rest.find(['*', '`']) {
        let (mark, look) = if rest[at..].starts_with("**") { ("**", Look::Bold) } else { ("`", Look::Code) };
        let inner = rest[at..].strip_prefix(mark).and_then(|inner| inner.split_once(mark));
        let Some((inner, after)) = inner else { break };
        push(&rest[..at], Look::Plain);
        push(inner, look);
        rest = after;
    }
    push(rest, Look::Plain);
    spans
}

/// Words without their look.
pub(super) fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

impl Block {
    /// Its words.
    pub fn text(&self) -> String {
        match self {
            Self::Heading { text, .. } => text.clone(),
            Self::Text(spans) | Self::Item(_, spans) => plain(spans),
            Self::Table(rows) => {
                let row = |row: &Vec<Vec<Span>>| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" ");
                rows.iter().map(row).collect::<Vec<_>>().join(" ")
            }
            Self::Picture { alternative, .. } => alternative.clone(),
        }
    }
}
