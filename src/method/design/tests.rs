//! Reference cases, and what goes wrong with designs.

use super::super::golden::assert_agree;

#[test]
fn weights_agree_with_r() {
    assert_agree(&["kish_neff"], 3);
}

#[test]
fn estimates_agree_with_r_survey() {
    assert_agree(&["design_mean"], 19);
    assert_agree(&["design_proportion", "design_domain_means", "design_t_test"], 18);
}

#[test]
fn tables_agree_with_r_survey() {
    assert_agree(&["rao_scott"], 4);
}
