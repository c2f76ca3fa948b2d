use std::io::Write;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// An archive of files, by their names as bytes.
fn archive(files: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut renamed = Vec::new();
    for (place, (name, contents)) in files.iter().enumerate() {
        // The library writes names in UTF-8: others are put in their places afterwards.
        let (own, stands) = match std::str::from_utf8(name) {
            Ok(name) => (name.to_owned(), None),
            Err(_) => {
                let stands = format!("{place:0width$}", width = name.len());
                (stands.clone(), Some(stands))
            }
        };
        zip.start_file(own, options).unwrap();
        zip.write_all(contents).unwrap();
        renamed.extend(stands.map(|stands| (stands.into_bytes(), name.to_vec())));
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    for (from, to) in renamed {
        for at in 0..bytes.len() - from.len() {
            if bytes[at..].starts_with(&from) {
                bytes[at..at + from.len()].copy_from_slice(&to);
            }
        }
    }
    bytes
}

fn read(bytes: &[u8]) -> Result<Vec<(String, PackedState, Vec<u8>)>, ReadError> {
    let mut files = Vec::new();
    unpack(bytes, true, &Progress::default(), &mut |file, contents| {
        files.push((file.path.join("/"), file.state, contents.unwrap_or_default()));
        Ok(())
    })?;
    Ok(files)
}

#[test]
fn documents_come_out_with_those_of_archives_in_it_and_other_files_are_named() {
    let inner = archive(&[("二中.xlsx".as_bytes(), b"two")]);
    let bytes = archive(&[
        ("教育局/一中.docx".as_bytes(), b"one"),
        ("教育局/内.zip".as_bytes(), &inner),
        ("教育局\\照片.jpg".as_bytes(), b"x"),
        ("__MACOSX/教育局/._一中.docx".as_bytes(), b"x"),
        ("~$一中.docx".as_bytes(), b"x"),
        ("../../出去.pdf".as_bytes(), b"out"),
    ]);
    let taken = |name: &str, contents: &[u8]| (name.to_owned(), PackedState::Taken, contents.to_vec());
    assert_eq!(
        read(&bytes).unwrap(),
        [
            taken("教育局/一中.docx", b"one"),
            taken("教育局/内.zip/二中.xlsx", b"two"),
            ("教育局/照片.jpg".to_owned(), PackedState::PassedOver, Vec::new()),
            taken("出去.pdf", b"out"),
        ]
    );
}

#[test]
fn names_in_the_encoding_of_chinese_windows_are_read() {
    let (name, _, _) = encoding_rs::GB18030.encode("财政局/预算公开.docx");
    let bytes = archive(&[(&name, b"x")]);
    assert_eq!(read(&bytes).unwrap()[0].0, "财政局/预算公开.docx");
}

#[test]
fn one_that_is_damaged_is_told_and_the_others_come_out() {
    let bytes = archive(&[("坏.zip".as_bytes(), b"PK\x03\x04no"), ("好.docx".as_bytes(), b"x")]);
    let files = read(&bytes).unwrap();
    assert!(matches!(&files[0].1, PackedState::Refused(why) if why.contains("损坏")), "{files:?}");
    assert_eq!(files[1].1, PackedState::Taken);
    assert!(matches!(read(b"PK\x03\x04no"), Err(ReadError::Broken(_))));
}

#[test]
fn archives_in_archives_end_somewhere() {
    let mut bytes = archive(&[("一.docx".as_bytes(), b"x")]);
    for _ in 0..DEEPEST + 3 {
        bytes = archive(&[("内.zip".as_bytes(), &bytes)]);
    }
    let files = read(&bytes).unwrap();
    assert!(matches!(&files[..], [(_, PackedState::Refused(why), _)] if why.contains("套了 4 层")), "{files:?}");
}

#[test]
fn what_unpacks_without_end_is_refused_whole() {
    // Each is within the bounds of a file, and together they are not.
    let zeros = vec![0; 63 << 20];
    let files: Vec<(String, &[u8])> = (0..5).map(|number| (format!("{number}.pdf"), &zeros[..])).collect();
    let files: Vec<(&[u8], &[u8])> = files.iter().map(|(name, zeros)| (name.as_bytes(), *zeros)).collect();
    assert!(matches!(read(&archive(&files)), Err(ReadError::TooMuch(_))));
    let large = vec![0; (64 << 20) + 1];
    let files = read(&archive(&[(b"a.pdf", &large), (b"b.pdf", b"x")])).unwrap();
    assert!(matches!(&files[0].1, PackedState::Refused(why) if why.contains("64 MB")));
    assert_eq!((&files[1].1, files[1].2.as_slice()), (&PackedState::Taken, &b"x"[..]));
    let name = |number: usize| format!("{number}.txt");
    let many: Vec<String> = (0..=MOST_ENTRIES).map(name).collect();
    let many: Vec<(&[u8], &[u8])> = many.iter().map(|name| (name.as_bytes(), &b""[..])).collect();
    assert!(matches!(read(&archive(&many)), Err(ReadError::TooMuch(_))));
}
