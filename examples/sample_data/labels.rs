//! Files that hold labels in place of codes, as people save them from a survey tool.

use crate::answers::DONT_KNOW;
use crate::answers::NOT_APPLICABLE;
use crate::table::Table;

type Words = [(&'static str, &'static str)];

const SATISFACTION_ZH: [(&str, &str); 5] = [
    ("1", "非常不满意"),
    ("2", "不满意"),
    ("3", "一般"),
    ("4", "满意"),
    ("5", "非常满意"),
];
const SATISFACTION_EN: [(&str, &str); 5] = [
    ("1", "Very dissatisfied"),
    ("2", "Dissatisfied"),
    ("3", "Neither satisfied nor dissatisfied"),
    ("4", "Satisfied"),
    ("5", "Very satisfied"),
];
const AGREEMENT_ZH: [(&str, &str); 7] = [
    ("1", "非常不同意"),
    ("2", "不同意"),
    ("3", "有点不同意"),
    ("4", "中立"),
    ("5", "有点同意"),
    ("6", "同意"),
    ("7", "非常同意"),
];
const AGREEMENT_EN: [(&str, &str); 7] = [
    ("1", "Strongly disagree"),
    ("2", "Disagree"),
    ("3", "Somewhat disagree"),
    ("4", "Neither agree nor disagree"),
    ("5", "Somewhat agree"),
    ("6", "Agree"),
    ("7", "Strongly agree"),
];
const LIKELY_ZH: [(&str, &str); 5] = [
    ("1", "很不可能"),
    ("2", "不太可能"),
    ("3", "说不准"),
    ("4", "比较可能"),
    ("5", "很可能"),
];
const REGION_ZH: [(&str, &str); 6] = [
    ("east", "华东"),
    ("south", "华南"),
    ("central", "华中"),
    ("north", "华北"),
    ("northwest", "西北"),
    ("southwest", "西南"),
];
const ORDER_ZH: [(&str, &str); 5] = [
    ("app", "手机应用"),
    ("web", "网站"),
    ("phone", "电话"),
    ("store", "门店"),
    ("social", "社交平台"),
];
const BOUGHT_ZH: [(&str, &str); 7] = [
    ("clothing", "服装鞋包"),
    ("home", "家居日用"),
    ("appliances", "家用电器"),
    ("digital", "手机数码"),
    ("food", "食品生鲜"),
    ("beauty", "美妆个护"),
    ("other", "其他"),
];
const CONTACT_ZH: [(&str, &str); 7] = [
    ("delivery", "查询或催促物流"),
    ("quality", "商品质量或缺件"),
    ("refund", "退货、换货或退款"),
    ("invoice", "发票或价格"),
    ("account", "账户或支付"),
    ("other", "其他事情"),
    ("none", "没有联系过客服"),
];
const MISSING_ZH: [(&str, &str); 2] = [(DONT_KNOW, "不清楚"), (NOT_APPLICABLE, "不适用")];
const MISSING_EN: [(&str, &str); 2] = [(DONT_KNOW, "Don't know"), (NOT_APPLICABLE, "Not applicable")];
const CONTACTED_EN: [(&str, &str); 4] = [
    ("chat", "Live chat"),
    ("phone", "Phone"),
    ("email", "Email"),
    ("wechat", "WeChat"),
];
const RESOLVED_EN: [(&str, &str); 3] = [
    ("first_time", "Yes, the first time"),
    ("later", "Yes, but it took more than one contact"),
    ("not_yet", "No, it is still open"),
];
const TRIED_EN: [(&str, &str); 5] = [
    ("help_page", "Looked at the help pages"),
    ("bot", "Asked the chatbot"),
    ("search", "Searched the web"),
    ("other", "Something else"),
    ("nothing", "Nothing"),
];

/// The Chinese labels of the after-sales survey; the numbers of the 0–10 scale stay numbers.
pub fn chinese(table: &mut Table) -> Result<(), String> {
    let by_column: [(&str, &Words); 6] = [
        ("region", &REGION_ZH),
        ("channel", &ORDER_ZH),
        ("bought", &BOUGHT_ZH),
        ("contact", &CONTACT_ZH),
        ("effort", &AGREEMENT_ZH),
        ("buy_again", &LIKELY_ZH),
    ];
    for (column, words) in by_column {
        relabel(table, column, &[words, &MISSING_ZH])?;
    }
    for column in table.columns_of(&["overall", "product", "service", "experience", "security", "brand"]) {
        relabel(table, &column, &[&SATISFACTION_ZH, &MISSING_ZH])?;
    }
    Ok(())
}

/// The English labels of the support survey.
pub fn english(table: &mut Table) -> Result<(), String> {
    let by_column: [(&str, &Words); 4] = [
        ("channel", &CONTACTED_EN),
        ("resolved", &RESOLVED_EN),
        ("tried_before", &TRIED_EN),
        ("effort", &AGREEMENT_EN),
    ];
    for (column, words) in by_column {
        relabel(table, column, &[words, &MISSING_EN])?;
    }
    for column in table.columns_of(&["overall", "waiting", "staff"]) {
        relabel(table, &column, &[&SATISFACTION_EN, &MISSING_EN])?;
    }
    Ok(())
}

fn relabel(table: &mut Table, column: &str, words: &[&Words]) -> Result<(), String> {
    for row in 0..table.len() {
        let label = |code: &str| {
            let known = words
                .iter()
                .flat_map(|words| words.iter())
                .find(|(known, _)| *known == code);
            known.map_or_else(|| code.to_owned(), |(_, label)| (*label).to_owned())
        };
        let labels: Vec<String> = table.get(row, column)?.split(';').map(label).collect();
        table.set(row, column, &labels.join(";"))?;
    }
    Ok(())
}
