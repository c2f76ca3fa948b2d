//! A table in HTML from the clipboard, as browsers, spreadsheets and word processors put it there.

use super::Block;
use super::block::{MOST_ROWS, clean};
use crate::readers::{self, Line, Progress, Source, Wanted};

impl Block {
    /// The first table of more than one column in `html`. A merged cell's text stands where it begins; what it covers is
    /// blank. `None` where there is no such table, or not all of its texts could be read.
    pub fn from_html(html: &str) -> Option<Self> {
        let source = readers::read(Wanted::Page, html.as_bytes(), &Progress::default()).ok()?;
        first_table(&source).filter(|_| source.remarks.is_empty())
    }
}

fn first_table(source: &Source) -> Option<Block> {
    let row = |line: &Line| line.cells.iter().map(|cell| clean(&cell.text)).collect();
    let block = |lines: &[Line]| Block::from_rows(lines.iter().take(MOST_ROWS).map(row).collect());
    source.tables().map(block).find(|block| block.width() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pages as programs put them on the clipboard, and the rows that are pasted.
    #[test]
    fn what_each_program_copies_is_read() {
        let merged = "<html><body><!--StartFragment--><table><tr><th rowspan=2>科目</th><th colspan='2'>支出</th></tr>\
                      <tr><td>基本</td><td>项目</td></tr><tr><td>301</td><td><b>1,308</b>.69</td><td>&nbsp;</td></tr></table>";
        let excel = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><style>\r\n<!--table\r\n\t{mso-displayed-decimal-separator:\"\\.\";}\r\n.xl65 {display:none}\r\n-->\r\n</style></head>\r\n\
                     <body link=blue>\r\n<table border=0 cellpadding=0 width=216 style='border-collapse:collapse'>\r\n<!--StartFragment-->\r\n <col width=72 span=3>\r\n \
                     <tr height=18>\r\n  <td colspan=2 rowspan=2 class=xl65>工资\r\n  福利<br>\r\n    支出</td>\r\n  <td class=xl65 align=right x:num=\"1308.69\">1,308.69 </td>\r\n </tr>\r\n \
                     <tr height=18 style='display:none'>\r\n  <td>2</td>\r\n </tr>\r\n <tr>\r\n  <td>301</td><td style='mso-number-format:\"\\@\"'>01</td><td style='display:none'>3</td>\r\n </tr>\r\n\
                     <!--EndFragment-->\r\n</table>\r\n</body></html>";
        let wps = "<html><head></head><body><table width=\"216\"><colgroup><col width=\"72\"></colgroup><tbody><tr>\
                   <td class=\"et3\" x:str>基本<span style='mso-spacerun:yes'>&nbsp;</span>工资</td><td class=\"et3\" x:num=\"5\">5.00</td></tr>\
                   <tr><td></td><td>&nbsp;</td></tr></tbody></table></body></html>";
        let office = "<!DOCTYPE html>\n<html><head>\n<meta http-equiv=\"content-type\" content=\"text/html; charset=utf-8\"/>\n<title></title>\n</head>\n<body>\n\
                      <table cellspacing=\"0\" border=\"0\">\n\t<colgroup width=\"85\"></colgroup>\n\t<tr>\n\t\t<td height=\"17\" align=\"left\"><font face=\"宋体\">基本工资</font></td>\n\
                      \t\t<td align=\"right\" sdval=\"5\" sdnum=\"2052;\"><b><font color=\"#000000\">5.00</font></b></td>\n\t</tr>\n</table>\n</body>\n</html>";
        let word =
            "<table><tr><td><p class=MsoNormal>基本<o:p></o:p></p><p>工资</p></td><td><p>5.00</p></td></tr></table>";
        let one_column_first = "<table><tr><td>1</td></tr></table><table><tr><td>301<td>5.00</table>";
        let cases: [(&str, &[&[&str]]); 6] = [
            (merged, &[&["科目", "支出", ""], &["", "基本", "项目"], &["301", "1,308.69", ""]]),
            (excel, &[&["工资 福利 支出", "", "1,308.69"], &["", "", "2"], &["301", "01", "3"]]),
            (wps, &[&["基本 工资", "5.00"], &["", ""]]),
            (office, &[&["基本工资", "5.00"]]),
            (word, &[&["基本 工资", "5.00"]]),
            (one_column_first, &[&["301", "5.00"]]),
        ];
        for (page, rows) in cases {
            assert_eq!(Block::from_html(page).unwrap().rows, rows, "{page}");
        }
    }

    #[test]
    fn what_is_no_table_is_none() {
        for page in ["<p>1</p><p>2</p>", "<table><tr><td>1</td></tr></table>", "", "<tr><td>1<td>2"] {
            assert_eq!(Block::from_html(page), None, "{page}");
        }
    }

    #[test]
    fn a_text_that_is_cut_is_not_pasted() {
        let long = "长".repeat(crate::disclosure::LONGEST_TEXT + 1);
        assert_eq!(Block::from_html(&format!("<table><tr><td>1<td>{long}</table>")), None);
    }

    #[test]
    fn absurd_spans_and_depths_are_bounded() {
        let wide = Block::from_html("<table><tr><td colspan=4000000000 rowspan=99999999>1<td>2</table>").unwrap();
        assert!(wide.width() < 1_000 && wide.height() == 1, "{} {}", wide.width(), wide.height());
        assert_eq!(Block::from_html(&"<table><tr><td>".repeat(2_000)), None);
    }
}
