//! Parts of the customer journey as a reader says them.

use crate::diagnostic::Tongue;

/// What the touchpoints of the library's surveys are called: as written, English, Chinese.
const NAMES: [[&str; 3]; 25] = [
    ["account", "Account", "账户"],
    ["after", "Afterwards", "购后"],
    ["bill", "Bill", "账单"],
    ["browse", "Browsing", "浏览"],
    ["buy", "Purchase", "购买"],
    ["care", "Care", "关怀"],
    ["choose", "Choosing", "选购"],
    ["contact", "Contact with us", "联系客服"],
    ["content", "Content", "内容"],
    ["delivery", "Delivery", "配送"],
    ["do", "Getting it done", "办理"],
    ["find", "Finding", "查找"],
    ["handling", "Handling", "处理过程"],
    ["help", "Help", "帮助"],
    ["network", "Network", "网络"],
    ["open", "Opening", "开通"],
    ["order", "Ordering", "下单"],
    ["pay", "Payment", "付款"],
    ["repair", "Repair", "维修"],
    ["result", "Result", "结果"],
    ["trust", "Trust", "信任"],
    ["use", "Use", "使用"],
    ["waiting", "Waiting", "等待"],
    ["whole", "As a whole", "整体"],
    ["workshop", "Workshop", "维修车间"],
];

/// The name of a touchpoint: of those that the library's surveys use in the reader's language, of others as it is written.
#[must_use]
pub fn name(touchpoint: &str, tongue: Tongue) -> String {
    let known = NAMES.iter().find(|[id, ..]| *id == touchpoint);
    known.map_or_else(|| touchpoint.to_owned(), |[_, en, zh]| tongue.pick(*en, *zh).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_touchpoint_of_the_library_has_a_name_in_both_languages() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys");
        let mut seen = 0;
        for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if file.extension().is_none_or(|ending| ending != "yaml") {
                continue;
            }
            let text = std::fs::read_to_string(&file).unwrap();
            for written in text.split("touchpoint: ").skip(1) {
                let id = written.split([',', '}', '\n']).next().unwrap().trim();
                let known = NAMES.iter().any(|[known, ..]| *known == id);
                assert!(known, "`{id}` of {} has no name", file.display());
                seen += 1;
            }
        }
        assert!(seen > 20, "{seen}");
    }

    #[test]
    fn others_are_said_as_they_are_written() {
        assert_eq!(name("自助机", Tongue::En), "自助机");
        assert_eq!(
            [Tongue::En, Tongue::Zh].map(|tongue| name("pay", tongue)),
            ["Payment", "付款"]
        );
    }
}
