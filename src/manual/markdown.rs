//! Reading the pages: the few kinds of Markdown that they use.

use disclosure_export::booklet::{BULLET, Block, Look, Picture, Span};

use super::picture;

/// The pieces of a page. Lines that follow each other are one paragraph.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
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
        return Some(Block::Item(BULLET.to_owned(), spans(item)));
    }
    if let Some((number, item)) = line.split_once(". ").filter(|(number, _)| number.parse::<u8>().is_ok()) {
        return Some(Block::Item(format!("{number}."), spans(item)));
    }
    if let Some((alternative, name)) = line.strip_prefix("![").and_then(|rest| rest.split_once("](")) {
        let alternative = alternative.to_owned();
        return Some(match picture(name.trim_end_matches(')')) {
            Some(png) => Block::Picture(Picture { alternative, png }),
            // Of a picture that there is not, what it would show is left.
            None => Block::Text(spans(&alternative)),
        });
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
