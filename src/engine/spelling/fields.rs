//! What the fields of a word processor leave in a text: their codes, and what they say where their target is gone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:PAGEREF|NOTEREF|REF)\s+_\w+(?:\s+(?:\\[a-z]|[hpnrtw])(?-u:\b))*(?:\s+\d+)?|",
        r"(?-u:\b)TOC\s+\\[a-z][^\p{Han}]*|HYPERLINK\s+(?:\\l\s+)?\x22[^\x22]*\x22|\\\*\s*MERGEFORMAT|",
        r"_(?:Toc|Ref|Hlk)\d+|",
        r"错误![^。,;\s]{0,24}[。]?|Error! (?:Bookmark|Reference|Hyperlink|No )[^。,;]{0,40}",
    ))
    .ok()
});

/// Where such pieces stand in `plain`, a text in half-width characters, in bytes.
pub fn found(plain: &str) -> impl Iterator<Item = Range<usize>> {
    FIELD.as_ref().into_iter().flat_map(|field| field.find_iter(plain)).map(|found| found.range())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_errors_of_fields_are_found() {
        for (text, piece) in [
            ("一、收支总表 PAGEREF _Toc25831 h 3", "PAGEREF _Toc25831 h 3"),
            ("一、收支总表 PAGEREF _Toc25831 \\h 3", "PAGEREF _Toc25831 \\h 3"),
            ("见错误!未定义书签。下同", "错误!未定义书签。"),
            ("见错误!未找到引用源", "错误!未找到引用源"),
            ("Error! Bookmark not defined.", "Error! Bookmark not defined."),
            ("HYPERLINK \\l \"_Toc1\" 目录", "HYPERLINK \\l \"_Toc1\""),
            ("TOC \\o \"1-3\" \\h 目录", "TOC \\o \"1-3\" \\h "),
            ("目录TOC \\o \"1-3\" \\h目录", "TOC \\o \"1-3\" \\h"),
            ("3 \\* MERGEFORMAT", "\\* MERGEFORMAT"),
            ("目录_Toc123456", "_Toc123456"),
        ] {
            let pieces: Vec<&str> = found(text).map(|range| &text[range]).collect();
            assert_eq!(pieces, [piece], "{text}");
        }
        for text in ["项目 PAGE 3", "更正错误 3 处", "REFERENCE", "TOC 监测"] {
            assert_eq!(found(text).count(), 0, "{text}");
        }
    }
}
