//! The words of the examples in Chinese.

use serde_json::Value;

/// An example with its texts in Chinese; texts that are not in the list stay as they are.
pub fn chinese(input: Value) -> Value {
    match input {
        Value::String(text) => Value::String(word(&text).map_or(text, str::to_owned)),
        Value::Array(items) => items.into_iter().map(chinese).collect(),
        Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, chinese(value))).collect(),
        other => other,
    }
}

fn word(english: &str) -> Option<&'static str> {
    WORDS
        .iter()
        .find(|(known, _)| *known == english)
        .map(|(_, chinese)| *chinese)
}

/// English and Chinese of every text of the examples that has letters of a word in it.
pub const WORDS: &[(&str, &str)] = &[
    ("No answers yet.", "尚无答卷。"),
    ("Attitude is rated best, speed worst", "态度评价最好，速度最差"),
    (
        "Shares of five answers for four aspects of the service.",
        "服务四个方面的五级回答分布。",
    ),
    ("Very dissatisfied", "很不满意"),
    ("Dissatisfied", "不满意"),
    ("Neither", "一般"),
    ("Satisfied", "满意"),
    ("Very satisfied", "非常满意"),
    ("Don't know", "不知道"),
    ("% of answers", "占回答的 %"),
    ("Attitude", "态度"),
    ("Problem solved at the first contact", "首次联系即解决问题"),
    ("Speed", "速度"),
    ("Home visit", "上门服务"),
    ("Replacement", "换货"),
    ("fewer than 10 answers", "回答少于 10 份"),
    ("2025-Q2: fewer than 10 answers", "2025-Q2：回答少于 10 份"),
    ("still open: 140 answers so far", "尚未结束：目前 140 份答卷"),
    ("Satisfaction is back above 80", "满意度回到 80 以上"),
    (
        "Satisfaction index by quarter with 95 % intervals.",
        "各季度满意度指数与 95 % 区间。",
    ),
    ("Satisfaction index", "满意度指数"),
    ("2025-Q3: the question changed", "2025-Q3：题目有改动"),
    ("Target 85", "目标 85"),
    ("New return policy", "新的退货政策"),
    ("95 % interval", "95 % 区间"),
    ("as published", "按已发布数值"),
    ("base under 30", "样本量不足 30"),
    ("The east is ahead, the app behind", "东部领先，App 落后"),
    (
        "Satisfaction index by region and channel with 95 % intervals.",
        "各地区、渠道的满意度指数与 95 % 区间。",
    ),
    ("Region", "地区"),
    ("East", "东部"),
    ("North", "北部"),
    ("South-west", "西南"),
    ("Channel", "渠道"),
    ("Store", "门店"),
    ("App", "App"),
    ("Social media", "社交媒体"),
    ("All 80.2", "全部 80.2"),
    ("Service pulls the index up, price down", "服务拉高指数，价格拉低"),
    (
        "The index and its parts from 0 to 100 with 95 % intervals.",
        "指数及其组成，0 至 100 分，附 95 % 区间。",
    ),
    ("Value", "价值"),
    ("Price", "价格"),
    ("Service quality", "服务质量"),
    ("Speed of response", "响应速度"),
    ("Attitude of the people who helped", "服务人员的态度"),
    ("Problem solved", "问题解决"),
    ("Speed made up for price", "速度的提升抵消了价格的下滑"),
    ("How the index moved from 78.9 to 79.4.", "指数如何从 78.9 变为 79.4。"),
    ("Index over six waves", "六期指数"),
    ("Up from 76.1 to 82.3.", "从 76.1 升至 82.3。"),
    ("More promoters than a quarter ago", "推荐者比上季度多"),
    (
        "Detractors, passives and promoters in two waves.",
        "两期的贬损者、被动者与推荐者。",
    ),
    ("Detractors (0–6)", "贬损者（0–6）"),
    ("Passives (7–8)", "被动者（7–8）"),
    ("Promoters (9–10)", "推荐者（9–10）"),
    ("The app is behind in speed", "App 的速度落后"),
    (
        "Three aspects by channel, tinted by distance from the total.",
        "各渠道的三个方面，按与总体的差距着色。",
    ),
    ("All", "全部"),
    ("Web", "网站"),
    ("Phone", "电话"),
];
