//! Small documents that the tests write themselves.

use std::io::Write;

use encoding_rs::{GB18030, GBK};
use flate2::{Compression, write::ZlibEncoder};

use super::super::Source;
use super::super::{Progress, ReadError};

/// A PDF of these objects, the first of which is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| bytes.extend(format!("{place:010} 00000 n \n").bytes()));
    let size = objects.len() + 1;
    bytes.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").bytes());
    bytes
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dict}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// A document of one page, which is object 3: `page` is what its dictionary says besides, `others` begin with object 5.
fn one_page(instructions: &[u8], page: &str, others: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{page}>>").into_bytes(),
        stream("", instructions),
    ];
    objects.extend(others.iter().map(|object| object.as_bytes().to_vec()));
    pdf(&objects)
}

fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    super::read(bytes, &Progress::default())
}

/// The lines that are read, cells apart by `|`.
#[track_caller]
fn texts(bytes: &[u8]) -> Vec<String> {
    let source = read(bytes).unwrap();
    let text = |cells: &[super::super::Cell]| cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
    source.lines.iter().map(|line| text(&line.cells)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
const WITH_FONT: &str = "/Resources<</Font<</F 5 0 R>>>>";

/// A font of the machine that reads the document, in one of the predefined CMaps.
fn chinese(cmap: &str) -> [String; 2] {
    let info = "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>";
    [
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{cmap}/DescendantFonts[6 0 R]>>"),
        format!("<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light{info}/DW 1000/W[1 95 500 814 908 500]>>"),
    ]
}

/// `text` in the codes of a predefined CMap.
fn encoded(cmap: &str, text: &str) -> Vec<u8> {
    if cmap.starts_with("Uni") {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    } else if cmap.starts_with("GBK2K") {
        GB18030.encode(text).0.into_owned()
    } else {
        GBK.encode(text).0.into_owned()
    }
}

#[test]
fn every_predefined_chinese_cmap_is_read_without_a_table_of_the_font() {
    for cmap in ["GB-EUC", "GBpc-EUC", "GBK-EUC", "GBKp-EUC", "GBK2K", "UniGB-UCS2", "UniGB-UTF16"] {
        // What the older character sets do not have is left out for them; 㑇 has four bytes in GB 18030.
        let rare = match cmap {
            "GB-EUC" | "GBpc-EUC" => "",
            "GBK2K" | "UniGB-UTF16" => "伕喆㑇",
            _ => "伕喆",
        };
        let text = format!("一、收入12,345.67万元（增长8.9%）；“三公”经费{rare}");
        for direction in ["H", "V"] {
            let name = format!("{cmap}-{direction}");
            let start = if direction == "H" { "60 700" } else { "300 800" };
            let instructions = format!("BT /F 12 Tf {start} Td <{}> Tj ET", hex(&encoded(cmap, &text)));
            let [font, below] = chinese(&name);
            let read = texts(&one_page(instructions.as_bytes(), WITH_FONT, &[&font, &below]));
            assert_eq!(read, [text.as_str()], "{name}");
        }
    }
}

/// A table of two rows and two columns, its lines drawn by `lines`, with a character that is measured right only if widths
/// are: the second column begins where the text of the first would end otherwise.
#[test]
fn cells_are_found_by_the_widths_of_the_collection() {
    let mut instructions = String::new();
    for y in [600, 620, 640] {
        instructions += &format!("60 {y} m 260 {y} l S ");
    }
    for x in [60, 160, 260] {
        instructions += &format!("{x} 600 m {x} 640 l S ");
    }
    for (x, y, text) in [(65, 625, "科目"), (165, 625, "金额"), (65, 605, "2080505"), (165, 605, "1,234,567.89")] {
        instructions += &format!("BT /F 14 Tf {x} {y} Td <{}> Tj ET ", hex(&encoded("GBK-EUC-H", text)));
    }
    let [font, below] = chinese("GBK-EUC-H");
    let read = texts(&one_page(instructions.as_bytes(), WITH_FONT, &[&font, &below]));
    assert_eq!(read, ["科目|金额", "2080505|1,234,567.89"]);
}

#[test]
fn rectangles_rule_as_lines_do_and_a_merged_cell_covers() {
    let text = |x: i32, y: i32, text: &str| format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET ");
    let boxes = "60 620 200 20 re S 60 600 100 20 re f 160 600 100 20 re S ";
    let instructions = [boxes, &text(65, 625, "head"), &text(65, 605, "a"), &text(165, 605, "b")].concat();
    let source = read(&one_page(instructions.as_bytes(), WITH_FONT, &[HELVETICA])).unwrap();
    assert_eq!(source.lines[0].cells[1].covered_by, Some((0, 0)));
    assert_eq!(texts(&one_page(instructions.as_bytes(), WITH_FONT, &[HELVETICA])), ["head|", "a|b"]);
}

#[test]
fn a_page_that_is_turned_is_read_as_it_is_seen() {
    // Written upwards on a page that is shown turned by a quarter.
    let instructions = "BT /F 12 Tf 0 1 -1 0 300 100 Tm (first) Tj 0 -20 Td (second) Tj ET";
    let page = format!("/Rotate 90{WITH_FONT}");
    assert_eq!(texts(&one_page(instructions.as_bytes(), &page, &[HELVETICA])), ["first second"]);
}

/// A table with lines, a line above and below it, as they stand on a page of 595 by 842.
fn table_with_lines() -> String {
    let mut instructions = String::new();
    for y in [600, 620, 640] {
        instructions += &format!("60 {y} m 260 {y} l S ");
    }
    for x in [60, 160, 260] {
        instructions += &format!("{x} 600 m {x} 640 l S ");
    }
    let texts = [
        (65, 700, "Table 6 of the disclosure"),
        (65, 625, "code"),
        (165, 625, "amount"),
        (65, 605, "30103"),
        (165, 605, "1,234,567.89"),
        (65, 560, "It was audited"),
    ];
    for (x, y, text) in texts {
        instructions += &format!("BT /F 12 Tf {x} {y} Td ({text}) Tj ET ");
    }
    instructions
}

#[test]
fn writing_that_is_turned_is_read_as_a_reader_turns_the_page() {
    let right = ["Table 6 of the disclosure", "code|amount", "30103|1,234,567.89", "It was audited"];
    // What is turned on the page, and how the page is shown: some show it upright, some do not.
    let turns = [
        ("1 0 0 1 0 0", "595 842"),
        ("0 1 -1 0 842 0", "842 595"),
        ("-1 0 0 -1 595 842", "595 842"),
        ("0 -1 1 0 0 595", "842 595"),
    ];
    for (turn, size) in turns {
        for shown in [0, 90, 180, 270, -90] {
            let instructions = format!("q {turn} cm {} Q", table_with_lines());
            let page = format!("/MediaBox[0 0 {size}]/Rotate {shown}{WITH_FONT}");
            let bytes = one_page(instructions.as_bytes(), "", &[HELVETICA]);
            let text = String::from_utf8(bytes).unwrap();
            // The page's own box is the last that its dictionary says.
            let objects = text
                .replace("/MediaBox[0 0 595 842]", "")
                .replace("/Contents 4 0 R>>", &format!("/Contents 4 0 R{page}>>"));
            assert_eq!(texts(objects.as_bytes()), right, "{turn} shown by {shown}");
        }
    }
    // A label at the edge of an upright page turns nothing.
    let label = "BT /F 12 Tf 0 1 -1 0 40 300 Tm (made out for) Tj ET ";
    let read = texts(&one_page([label, &table_with_lines()].concat().as_bytes(), WITH_FONT, &[HELVETICA]));
    assert!(read.contains(&"30103|1,234,567.89".to_owned()), "{read:?}");
}

#[test]
fn marks_across_the_page_and_what_is_printed_twice_are_left_out() {
    let mark = "BT /F 20 Tf 0.7 0.7 -0.7 0.7 200 400 Tm (DRAFT) Tj ET BT /F 90 Tf 100 300 Td (X) Tj ET ";
    let bold = "BT /F 12 Tf 60 700 Td (12.50) Tj ET BT /F 12 Tf 60.3 700 Td (12.50) Tj ET";
    assert_eq!(texts(&one_page([mark, bold].concat().as_bytes(), WITH_FONT, &[HELVETICA])), ["12.50"]);
}

#[test]
fn a_font_says_by_itself_what_its_codes_are() {
    let table = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <6536> <42> <51650041> endbfchar endcmap";
    let font = "<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 65/LastChar 66/Widths[1000 1000]/ToUnicode 6 0 R>>";
    let table = String::from_utf8(stream("", table.as_bytes())).unwrap();
    let instructions = b"BT /F 12 Tf 60 700 Td (AB) Tj ET";
    assert_eq!(texts(&one_page(instructions, WITH_FONT, &[font, &table])), ["收入A"]);
    let font = "<</Type/Font/Subtype/Type1/BaseFont/X/FirstChar 1/Widths[500 500 500]/Encoding<</Differences[1/three/period/uni4E07]>>>>";
    let instructions = b"BT /F 12 Tf 60 700 Td <010203> Tj ET";
    assert_eq!(texts(&one_page(instructions, WITH_FONT, &[font])), ["3.万"]);
}

#[test]
fn forms_are_read_in_their_place() {
    let form = |instructions: &str, more: &str| {
        String::from_utf8(stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 595 842]{more}"),
            instructions.as_bytes(),
        ))
        .unwrap()
    };
    let page = "/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>";
    let inner = form("BT /F 12 Tf 10 10 Td (inside) Tj ET Q Q Q", "/Matrix[1 0 0 1 50 500]");
    let instructions =
        b"q 1 0 0 1 0 100 cm /X Do Q BT /F 12 Tf 60 700 Td (before) Tj ET BT 60 500 Td /F 12 Tf (after) Tj ET";
    assert_eq!(texts(&one_page(instructions, page, &[HELVETICA, &inner])), ["before", "inside", "after"]);
}

/// What is refused as more than any disclosure, or at least ends.
#[track_caller]
fn too_much(bytes: &[u8]) {
    let read = read(bytes);
    assert!(matches!(read, Err(ReadError::TooMuch(_))), "{:?}", read.map(|source| source.lines.len()));
}

#[test]
fn forms_that_show_forms_end() {
    // Each shows the next one many times; the last one nothing, or the first one again.
    let form = |number: usize, next: Option<usize>| {
        let shown = next.map_or(String::new(), |_| "/A Do ".repeat(60));
        let next = next.unwrap_or(number);
        let resources = format!("/Resources<</XObject<</A {} 0 R>>>>", 6 + next);
        let dict = format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}");
        String::from_utf8(stream(&dict, shown.as_bytes())).unwrap()
    };
    let page = "/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>";
    for last in [None, Some(0)] {
        let mut forms: Vec<String> = (0..5).map(|number| form(number, Some(number + 1))).collect();
        forms.push(form(5, last));
        let mut others = vec![HELVETICA];
        others.extend(forms.iter().map(String::as_str));
        too_much(&one_page(b"/X Do", page, &others));
    }
}

#[test]
fn streams_that_unpack_to_gigabytes_are_refused() {
    let bomb = deflated(&vec![b' '; 64 << 20]);
    let with = |filter: &str, data: &[u8]| {
        pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_vec(),
            stream(filter, data),
        ])
    };
    too_much(&with("/Filter/FlateDecode", &bomb));
    too_much(&with("/Filter[/FlateDecode/FlateDecode]", &deflated(&bomb)));
    too_much(&with("/Filter[/FlateDecode/FlateDecode/FlateDecode/FlateDecode/FlateDecode]", &bomb));
    too_much(&with("/Type/ObjStm/N 1/First 10/Filter/FlateDecode", &bomb));
    too_much(&with("/Type/ObjStm/N 1/First 10/Filter[/FlateDecode/FlateDecode]", &deflated(&bomb)));
}

#[test]
fn trees_of_pages_that_do_not_end_are_refused() {
    let tree = |kids: &[&str]| {
        let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec()];
        objects.extend(kids.iter().map(|kids| format!("<</Type/Pages/Kids{kids}/Count 1>>").into_bytes()));
        pdf(&objects)
    };
    too_much(&tree(&["[3 0 R]", "[2 0 R]"]));
    too_much(&tree(&["[2 0 R]"]));
    let aside = [b"<</Type/Catalog/Pages 2 0 R>>".as_slice(), b"<</Type/Pages/Kids 3 0 R/Count 1>>", b"[2 0 R]"];
    too_much(&pdf(&aside.map(<[u8]>::to_vec)));
    // Twice as many on each level.
    let levels: Vec<String> = (3..43).map(|next| format!("[{next} 0 R {next} 0 R]")).collect();
    too_much(&tree(&levels.iter().map(String::as_str).collect::<Vec<_>>()));
    // The same, packed.
    let packed = b"2 0 <</Type/Pages/Kids[2 0 R]/Count 1>>";
    let objects = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &deflated(packed));
    too_much(&pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"null".to_vec(), objects]));
    // A name is the same however it is written.
    too_much(&pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"%\n<</Type/Pages/K#69ds[2 0 R]/Count 1>>".to_vec()]));
}

#[test]
fn pages_with_too_much_on_them_are_refused() {
    let text = format!("BT /F 1 Tf 0 800 Td {} ET", "(0123456789) Tj 0 -2 Td ".repeat(7000));
    too_much(&one_page(text.as_bytes(), WITH_FONT, &[HELVETICA]));
    too_much(&one_page("0 0 5 5 re S ".repeat(70_000).as_bytes(), "", &[]));
    too_much(&one_page(&b"q ".repeat(20_000), "", &[]));
    too_much(&one_page(&b"[".repeat(100_000), "", &[]));
}

#[test]
fn reading_can_be_stopped() {
    let progress = Progress::default();
    progress.cancel();
    let bytes = one_page(b"BT /F 12 Tf 60 700 Td (text) Tj ET", WITH_FONT, &[HELVETICA]);
    assert!(matches!(super::read(&bytes, &progress), Err(ReadError::Cancelled)));
}

/// A TrueType font of these characters, the first of which is glyph 1, with a table of its characters where `has_characters`
/// and names of its glyphs where `has_names`: as much of one as tells what its glyphs are.
fn truetype(characters: &str, has_characters: bool, has_names: bool) -> Vec<u8> {
    let words = |words: &[u16]| words.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let codes: Vec<u32> = characters.chars().map(u32::from).collect();
    let count = codes.len() as u16 + 1;
    let head = [
        &1_u32.rotate_right(16).to_be_bytes()[..],
        &[0; 8],
        &0x5F0F_3CF5_u32.to_be_bytes(),
        &words(&[0, 1000]),
        &[0; 16],
        &words(&[0, 0, 1000, 1000, 0, 8, 2, 0, 0]),
    ];
    let hhea = [&words(&[1, 0, 800, 0xFF38, 0, 1000])[..], &[0; 22], &words(&[1])].concat();
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> = Vec::new();
    if has_characters {
        let mut sorted: Vec<(u32, u32)> = codes.iter().copied().zip(1..).collect();
        sorted.sort_unstable();
        let groups = sorted.iter().flat_map(|(code, glyph)| [*code, *code, *glyph]);
        let body: Vec<u8> = groups.flat_map(u32::to_be_bytes).collect();
        let size = 16 + body.len() as u32;
        let mut table = words(&[0, 1, 3, 10, 0, 12, 12, 0]);
        table.extend([size, 0, codes.len() as u32].into_iter().flat_map(u32::to_be_bytes));
        table.extend(body);
        tables.push((b"cmap", table));
    }
    tables.push((b"head", head.concat()));
    tables.push((b"hhea", hhea));
    tables.push((b"hmtx", words(&vec![1000; usize::from(count) + 1])));
    tables.push((b"maxp", [&0x0000_5000_u32.to_be_bytes()[..], &words(&[count])].concat()));
    if has_names {
        let mut table = [&0x0002_0000_u32.to_be_bytes()[..], &[0; 28], &words(&[count, 0])].concat();
        table.extend((0..count - 1).flat_map(|name| (258 + name).to_be_bytes()));
        for code in &codes {
            let name = format!("uni{code:04X}");
            table.push(name.len() as u8);
            table.extend(name.bytes());
        }
        tables.push((b"post", table));
    }
    let mut font = [&0x0001_0000_u32.to_be_bytes()[..], &words(&[tables.len() as u16, 0, 0, 0])].concat();
    let mut place = 12 + 16 * tables.len();
    for (name, table) in &tables {
        font.extend(*name);
        font.extend([0, place as u32, table.len() as u32].into_iter().flat_map(u32::to_be_bytes));
        place += table.len().next_multiple_of(4);
    }
    for (_, table) in tables {
        font.extend(&table);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    font
}

/// A document that writes `codes` in a composite font whose codes are glyphs, with this program.
fn of_glyphs(program: &[u8], codes: &[u16], map: Option<&[u16]>) -> Vec<u8> {
    let codes: Vec<u8> = codes.iter().flat_map(|code| code.to_be_bytes()).collect();
    let instructions = format!("BT /F 12 Tf 60 700 Td <{}> Tj ET", hex(&codes));
    let glyphs = if map.is_some() { "9 0 R" } else { "/Identity" };
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{WITH_FONT}>>").into_bytes(),
        stream("", instructions.as_bytes()),
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+SimSun/Encoding/Identity-H/DescendantFonts[6 0 R]>>".to_vec(),
        format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+SimSun/CIDToGIDMap {glyphs}/DW 1000/FontDescriptor 7 0 R/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>").into_bytes(),
        b"<</Type/FontDescriptor/FontName/ABCDEF+SimSun/Flags 4/FontFile2 8 0 R>>".to_vec(),
        stream("", program),
    ];
    let map = map.unwrap_or_default().iter().flat_map(|glyph| glyph.to_be_bytes()).collect::<Vec<u8>>();
    objects.push(stream("", &map));
    pdf(&objects)
}

#[test]
fn a_font_without_a_table_of_its_codes_is_asked_what_its_glyphs_are() {
    let characters = "收支总表，12.5万元⽀";
    let all: Vec<u16> = (1..).take(characters.chars().count()).collect();
    // A radical is read as the character that it looks like.
    let right = "收支总表，12.5万元支";
    for (has_characters, has_names) in [(true, false), (false, true), (true, true)] {
        let font = truetype(characters, has_characters, has_names);
        assert_eq!(texts(&of_glyphs(&font, &all, None)), [right], "{has_characters} {has_names}");
        // Codes that stand for glyphs by a table of the document.
        let map: Vec<u16> = (0..30).map(|code| if code < 10 { 0 } else { code - 9 }).collect();
        let codes: Vec<u16> = all.iter().map(|glyph| glyph + 9).collect();
        assert_eq!(texts(&of_glyphs(&font, &codes, Some(&map))), [right], "{has_characters} {has_names}");
    }
}

#[test]
fn characters_of_which_nothing_says_what_they_are_are_refused_in_a_sentence() {
    let codes: Vec<u16> = (1..40).collect();
    let font = truetype(&"收支总表".repeat(10), false, false);
    for bytes in [of_glyphs(&font, &codes, None), of_glyphs(b"no font", &codes, None)] {
        let error = read(&bytes).unwrap_err();
        assert!(matches!(error, ReadError::Unreadable(_)), "{error}");
        assert_eq!(
            error.to_string(),
            "这个 PDF 看得见字，却没有说明各个字符是什么字（字体没有对照表，复制出来也是乱码），读不出来；请改用生成它的 Word、Excel 文件，或者用原来的程序重新导出 PDF 再导入"
        );
    }
    // A CMap that nobody knows, and a font of one byte whose codes are its own.
    let [font, below] = chinese("WinCharSetFFFF-H");
    let instructions = format!("BT /F 12 Tf 60 700 Td <{}> Tj ET", "4e00".repeat(30));
    assert!(matches!(
        read(&one_page(instructions.as_bytes(), WITH_FONT, &[&font, &below])),
        Err(ReadError::Unreadable(_))
    ));
}

#[test]
fn codes_of_one_byte_that_a_font_dealt_out_are_no_letters() {
    let with = |first: u8, widths: &str, program: &[u8], text: &str| {
        pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{WITH_FONT}>>").into_bytes(),
            stream("", format!("BT /F 12 Tf 60 700 Td ({text}) Tj ET").as_bytes()),
            format!("<</Type/Font/Subtype/TrueType/BaseFont/ABCDEF+X/FirstChar {first}/LastChar 57/Widths[{widths}]/FontDescriptor 6 0 R>>").into_bytes(),
            b"<</Type/FontDescriptor/FontName/ABCDEF+X/Flags 4/FontFile2 7 0 R>>".to_vec(),
            stream("", program),
        ])
    };
    let nameless = truetype("甲乙丙", false, false);
    // 收 and 12 stand at the codes of 0 to 9: figures that nobody printed.
    let dealt = with(48, "1000 500 500 1000 1000 500 1000 1000 500 500", &nameless, "0123456789");
    assert!(matches!(read(&dealt), Err(ReadError::Unreadable(_))));
    // Digits of one width are digits.
    assert_eq!(texts(&with(48, &"500 ".repeat(10), &nameless, "0123456789")), ["0123456789"]);
    // A font that tells widths from the first code on may have letters: codes that are shown tell, not those that could be.
    assert_eq!(texts(&with(0, &"500 ".repeat(58), &nameless, "0123456789")), ["0123456789"]);
    let shown = with(1, &"500 ".repeat(57), &nameless, "\\001\\002\\003\\0040123456789");
    assert!(matches!(read(&shown), Err(ReadError::Unreadable(_))));
}

/// A font of PostScript outlines with these characters, the first of which is glyph 1 and has the number `first` in a
/// collection, the next the one after it: as much of one as tells what its glyphs are.
fn keyed_postscript(characters: &str, first: u16) -> Vec<u8> {
    let index = |items: &[Vec<u8>]| {
        let mut bytes = (items.len() as u16).to_be_bytes().to_vec();
        if !items.is_empty() {
            bytes.push(1);
            let end = |count: usize| 1 + items[..count].iter().map(Vec::len).sum::<usize>() as u8;
            bytes.extend((0..=items.len()).map(end));
            bytes.extend(items.concat());
        }
        bytes
    };
    let number = |value: usize| [&[29][..], &(value as i32).to_be_bytes()].concat();
    let entry = |value: usize, operator: &[u8]| [&number(value)[..], operator].concat();
    let count = characters.chars().count() as u16;
    let charset = [&[2][..], &first.to_be_bytes(), &(count - 1).to_be_bytes()].concat();
    let glyphs = index(&vec![vec![14]; usize::from(count) + 1]);
    let (fonts, select) = (index(&[Vec::new()]), vec![0; usize::from(count) + 2]);
    let build = |start: usize| {
        let starts = [start, start + charset.len(), start + charset.len() + select.len()];
        let fonts_at = starts[2] + glyphs.len();
        let top = [
            [number(391), number(392), number(0), vec![12, 30]].concat(),
            entry(starts[0], &[15]),
            entry(starts[1], &[12, 37]),
            entry(starts[2], &[17]),
            entry(fonts_at, &[12, 36]),
        ];
        let strings = index(&[b"Adobe".to_vec(), b"GB1".to_vec()]);
        [&[1, 0, 4, 4][..], &index(&[b"X".to_vec()]), &index(&[top.concat()]), &strings, &index(&[])].concat()
    };
    let head = build(0);
    let table = [build(head.len()), charset.clone(), select.clone(), glyphs.clone(), fonts.clone()].concat();
    with_table(&truetype(characters, true, false), *b"CFF ", &table)
}

/// `font` with one more table.
fn with_table(font: &[u8], name: [u8; 4], table: &[u8]) -> Vec<u8> {
    let count = u16::from_be_bytes([font[4], font[5]]);
    let (records, tables) = font[12..].split_at(usize::from(count) * 16);
    let moved = |record: &[u8]| {
        let place = u32::from_be_bytes([record[8], record[9], record[10], record[11]]) + 16;
        [&record[..8], &place.to_be_bytes(), &record[12..]].concat()
    };
    let place = (font.len() + 16) as u32;
    let own = [&name[..], &[0; 4], &place.to_be_bytes(), &(table.len() as u32).to_be_bytes()].concat();
    // Tables are looked for by their names in order.
    let head = [&font[..4], &(count + 1).to_be_bytes(), &font[6..12]].concat();
    [head, own, records.chunks(16).flat_map(moved).collect(), tables.to_vec(), table.to_vec()].concat()
}

#[test]
fn glyphs_that_have_numbers_of_a_collection_are_told_by_these() {
    let characters = "0123456789";
    let (numbers, glyphs): (Vec<u16>, Vec<u16>) = ((17..27).collect(), (1..11).cycle().take(40).collect());
    let font = keyed_postscript(characters, 17);
    assert_eq!(texts(&of_glyphs(&font, &numbers, None)), [characters]);
    // Numbers that are those of other glyphs are not read as these.
    let shifted = keyed_postscript(characters, 4);
    assert_eq!(texts(&of_glyphs(&shifted, &(4..14).collect::<Vec<_>>(), None)), [characters]);
    assert!(matches!(read(&of_glyphs(&font, &glyphs, None)), Err(ReadError::Unreadable(_))));
    // Where the numbers cannot be read, nothing is told.
    let broken = with_table(&truetype(characters, true, false), *b"CFF ", &[1, 0, 4, 4]);
    assert!(matches!(read(&of_glyphs(&broken, &glyphs, None)), Err(ReadError::Unreadable(_))));
}

#[test]
fn a_few_characters_that_nothing_tells_are_named_and_the_rest_is_read() {
    let [font, below] = chinese("UniGB-UCS2-H");
    let text = format!("{}\u{E123}", "收入预算总体情况说明");
    let instructions = format!("BT /F 12 Tf 60 700 Td <{}> Tj ET", hex(&encoded("UniGB-UCS2-H", &text)));
    assert_eq!(texts(&one_page(instructions.as_bytes(), WITH_FONT, &[&font, &below])).len(), 1);
    let table = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <41> <5a> <0041> endbfrange endcmap";
    let font = "<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 65/Widths[500]/Encoding<</Differences[1/g1]>>/ToUnicode 6 0 R>>";
    let table = String::from_utf8(stream("", table.as_bytes())).unwrap();
    let source =
        read(&one_page(b"BT /F 12 Tf 60 700 Td (ABCDEFGHIJ\\001KLMN) Tj ET", WITH_FONT, &[font, &table])).unwrap();
    assert_eq!(source.lines[0].cells[0].text, "ABCDEFGHIJ\u{FFFD}KLMN");
    assert_eq!(source.remarks, ["PDF里有 1 个字符没有说明是什么字（第 1 页起），读成 \u{FFFD}；请对照原文补上"]);
}
