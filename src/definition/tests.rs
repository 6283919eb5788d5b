use super::samples::Form;
use super::samples::codes;
use super::*;

#[test]
fn placeholder() {
    assert_eq!(codes(&Form::Question.whole("")), Vec::<&str>::new());
}
