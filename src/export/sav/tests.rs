use super::super::fixture;
use super::super::{Answers, Multiples};
use super::*;

fn written() -> Vec<u8> {
    let (survey, calendar) = (fixture::survey(), fixture::calendar());
    let layout = Layout::new(&survey, &calendar, &fixture::wish(Answers::Values, Multiples::Apart));
    let batch = fixture::batch(&survey);
    let mut widths = Widths::new(&layout);
    widths.see(&layout, &batch);
    let mut bytes = Vec::new();
    let mut file = Box::new(SavFile::new(&layout, &widths, &mut bytes).unwrap());
    file.batch(&batch).unwrap();
    file.finish().unwrap();
    bytes
}

#[test]
#[expect(clippy::float_cmp, reason = "the bias is written exactly")]
fn the_header_says_format_compression_and_cases() {
    let bytes = written();
    let int = |at: usize| i32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!(&bytes[..4], b"$FL2");
    assert_eq!((int(64), int(72), int(80)), (2, 1, 3));
    assert_eq!(f64::from_le_bytes(bytes[84..92].try_into().unwrap()), 100.0);
}

#[test]
fn long_texts_are_laid_out_in_parts_of_255() {
    assert_eq!(bytes::parts(0), [0]);
    assert_eq!(bytes::parts(255), [255]);
    assert_eq!(bytes::parts(256), [255, 4]);
    assert_eq!(bytes::parts(600), [255, 255, 96]);
}

#[test]
fn values_are_packed_as_the_format_has_them() {
    let mut out = Vec::new();
    let mut packed = Packed::new(&mut out);
    for number in [Some(5.0), Some(-99.0), Some(2.5), None, Some(152.0)] {
        packed.number(number).unwrap();
    }
    packed.text(b"ab", 8).unwrap();
    packed.text(b"", 16).unwrap();
    packed.finish().unwrap();
    let mut wanted = vec![105, 1, 253, 255, 253, 253, 254, 254];
    wanted.extend(2.5f64.to_le_bytes());
    wanted.extend(152f64.to_le_bytes());
    wanted.extend(b"ab      ");
    wanted.extend([252, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(out, wanted);
}
