use super::*;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::Workbook;
use std::io::Cursor;

fn csv(book: &mut Workbook, sheet: Option<&str>) -> Result<(String, Sheet), Refusal> {
    let bytes = book.save_to_buffer().unwrap();
    let mut out = Vec::new();
    let sheet = to_csv(Cursor::new(bytes), sheet, Limits::default(), &mut out)?;
    Ok((String::from_utf8(out).unwrap(), sheet))
}

#[test]
fn a_sheet_reads_as_the_csv_of_its_rows() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("说明").unwrap();
    let sheet = book.add_worksheet().set_name("答卷").unwrap();
    let day = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    for (at, head) in (0u16..).zip(["id", "评分", "时间", "意见"]) {
        sheet.write(0, at, head).unwrap();
    }
    sheet.write(1, 0, "00001").unwrap();
    sheet.write(1, 1, 5).unwrap();
    let moment = ExcelDateTime::parse_from_str("2026-03-01T09:30:00").unwrap();
    sheet.write_with_format(1, 2, &moment, &day).unwrap();
    sheet.write(1, 3, "好, \"很好\"\n谢谢").unwrap();
    // Row 3 is blank; row 4 ends early.
    sheet.write(3, 0, "00002").unwrap();
    sheet.write(3, 1, 4.5).unwrap();
    let (text, sheet) = csv(&mut book, None).unwrap();
    assert_eq!(
        text,
        "id,评分,时间,意见\n00001,5,2026-03-01T09:30:00,\"好, \"\"很好\"\"\n谢谢\"\n\n00002,4.5,,\n"
    );
    assert_eq!((sheet.name.as_str(), sheet.rows), ("答卷", 4));
    assert!(sheet.others.is_empty());
}

#[test]
fn the_sheet_can_be_named_and_others_are_told() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("en").unwrap().write(0, 0, "a").unwrap();
    book.add_worksheet().set_name("zh").unwrap().write(0, 0, "b").unwrap();
    assert_eq!(csv(&mut book, None).unwrap().1.others, ["zh"]);
    assert_eq!(csv(&mut book, Some("zh")).unwrap().0, "b\n");
    let refused = csv(&mut book, Some("fr")).unwrap_err();
    assert_eq!(refused.words().en, "has no sheet `fr`; there are: en, zh");
}

#[test]
fn cells_far_apart_cost_no_rectangle() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "first").unwrap();
    sheet.write(1_048_575, 16_383, "last").unwrap();
    let (text, sheet) = csv(&mut book, None).unwrap();
    assert_eq!(sheet.rows, 1_048_576);
    assert!(text.len() < 1_100_000, "{}", text.len());
}

#[test]
fn what_unpacks_to_too_much_is_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..200 {
        sheet.write(row, 0, "x".repeat(30_000)).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let small = Limits {
        inflated: 10_000,
        ..Limits::default()
    };
    let refused = to_csv(Cursor::new(&bytes), None, small, &mut Vec::new());
    assert!(
        matches!(refused, Err(Refusal::Inflates { most: 10_000 })),
        "{refused:?}"
    );
    let few = Limits {
        cells: 10,
        ..Limits::default()
    };
    let refused = to_csv(Cursor::new(&bytes), None, few, &mut Vec::new());
    assert!(matches!(refused, Err(Refusal::Cells { most: 10 })));
}

#[test]
fn what_is_no_workbook_is_said_to_be_none() {
    for bytes in [
        &b"PK\x03\x04"[..],
        b"",
        b"id,overall\n1,5\n",
        b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ] {
        let refused = to_csv(Cursor::new(bytes), None, Limits::default(), &mut Vec::new());
        assert!(matches!(refused, Err(Refusal::Broken(_))), "{refused:?}");
    }
}

#[test]
fn a_part_that_packs_too_well_is_a_bomb() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    zip.write_all(&vec![b' '; 8 << 20]).unwrap();
    let mut bytes = zip.finish().unwrap();
    let refused = check(&mut bytes, Limits::default());
    assert!(matches!(refused, Err(Refusal::Ratio { most: 200 })), "{refused:?}");
}

#[test]
fn a_table_of_too_many_texts_is_refused_before_it_is_kept() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..50 {
        sheet.write(row, 0, format!("text {row}")).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let with = |text_count| Limits {
        text_count,
        ..Limits::default()
    };
    assert!(check(&mut Cursor::new(&bytes), with(50)).is_ok());
    let refused = check(&mut Cursor::new(&bytes), with(49));
    assert!(matches!(refused, Err(Refusal::Texts { most: 49 })), "{refused:?}");
}
