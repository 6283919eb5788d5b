//! What is said of a file that is the export of a platform.

use crate::command::Context;
use crate::import::Summary;

/// Says which platform's export a file was recognised as and by what, and which rows were left out for it; nothing of our own.
pub fn recognised(name: &str, summary: &Summary, context: &mut Context<'_>) {
    let Some(found) = summary.profile.as_ref().filter(|found| found.name != "manyi") else {
        return;
    };
    let mut en: Vec<String> = found.evidence.iter().map(|why| why.en.clone()).collect();
    let mut zh: Vec<String> = found.evidence.iter().map(|why| why.zh.clone()).collect();
    if found.header_rows != 1 {
        en.push(format!("{} header rows", found.header_rows));
        zh.push(format!("表头 {} 行", found.header_rows));
    }
    if let Some(zone) = &found.time_zone {
        en.push(format!("times in {zone}"));
        zh.push(format!("时间按 {zone}"));
    }
    if !found.personal.is_empty() {
        let names: Vec<String> = found.personal.iter().map(|name| format!("`{name}`")).collect();
        en.push(format!("not read, being personal: {}", names.join(", ")));
        zh.push(format!("涉及个人、未读入：{}", names.join("、")));
    }
    if found.by_number > 0 {
        en.push(format!(
            "{} columns known by the number of their question alone",
            found.by_number
        ));
        zh.push(format!("{} 列仅凭题号识别", found.by_number));
    }
    let (title, profile) = (&found.title, &found.name);
    context.say(
        &format!(
            "`{name}` is read as {} (profile {profile}): {}",
            title.en,
            en.join("; ")
        ),
        &format!("`{name}` 按{}（{profile}）读取：{}", title.zh, zh.join("；")),
    );
    for (why, count) in &summary.left_out {
        let rows = if *count == 1 { "row is" } else { "rows are" };
        context.say(
            &format!("`{name}`: {count} {rows} left out: {}", why.en),
            &format!("`{name}` 略去 {count} 行：{}", why.zh),
        );
    }
}
