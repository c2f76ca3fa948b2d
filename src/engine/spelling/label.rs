//! What the label of a row says beside its numbering, so that labels can be compared.

/// The letters and digits of a text in half width: what a head or title says, without blanks, brackets and other marks.
pub(crate) fn key(text: &str) -> String {
    super::plain(text).filter(|c| c.is_alphanumeric()).collect()
}

/// A row's label without its numbering and without the word that says it is a part of the row above.
pub(crate) fn bare(label: &str) -> String {
    let plain: String = super::plain(label).collect();
    let mut rest = plain.as_str();
    loop {
        let before = rest;
        rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "()、.．:-".contains(c));
        let numeral = rest.trim_start_matches(is_numeral);
        if numeral.len() < rest.len() && numeral.starts_with(['、', ')', '.']) {
            rest = numeral;
        }
        rest = rest.strip_prefix("其中").or_else(|| rest.strip_prefix("减")).unwrap_or(rest);
        rest = rest.trim_start_matches(':');
        if rest == before {
            return key(rest.strip_suffix("(小计)").unwrap_or(rest));
        }
    }
}

/// Whether the character is a Chinese numeral, as headings count.
pub(crate) fn is_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_their_numbering() {
        for label in ["一、本年收入", "（一）本年收入", "1. 本年收入", "其中：本年收入", "1.其中:本年收入"]
        {
            assert_eq!(bare(label), "本年收入", "{label}");
        }
        assert_eq!(bare("公务用车购置及运行费（小计）"), "公务用车购置及运行费");
        assert_eq!(bare("一般公共预算"), "一般公共预算");
        assert_eq!(bare("三公经费"), "三公经费");
    }
}
