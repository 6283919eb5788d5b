//! The loop on a small workspace, in exact words: from nothing to a report, in English and Chinese.

use crate::workbench::Workbench;
use crate::workbench::table;

#[test]
fn a_new_workspace_is_sound_and_builds() {
    let bench = Workbench::empty();
    let made = bench.spawn("init shop");
    made.says(
        0,
        "a workspace with the survey `support-csat` is in shop; next: `manyi check`, then `manyi serve`",
    );
    let bench = bench.file("shop/note.txt", "mine");
    let checked = bench.spawn("--workspace shop check");
    checked.says(
        0,
        "support-csat: 8 questions, 14 variables, 8 measures, in zh, en: sound",
    );
    bench
        .spawn("--workspace shop import")
        .says(0, "nothing to import in inbox");
    bench
        .spawn("--workspace shop score support-csat")
        .line("no answers to `support-csat` yet");
    assert_eq!(bench.spawn("--workspace shop build").code, 0);
    assert!(bench.path("shop/site/forms/support-csat.zh.html").is_file());
    assert_eq!(bench.text("shop/note.txt"), "mine");

    let again = bench.spawn("init shop");
    assert_eq!(again.code, 2);
    assert_eq!(
        again.err,
        "error: shop/manyi.toml is there already: `manyi init` changes nothing that exists; name another folder\n"
    );
}

#[test]
fn the_loop_says_what_it_does_in_english() {
    let bench = Workbench::two_seasons();
    bench
        .run("check")
        .says(0, "cafe: 5 questions, 6 variables, 7 measures, in zh, en: sound");
    bench.run("build").says(0, "built 6 files in site/");
    bench.run("import").says(
        0,
        "\
inbox/cafe/autumn.csv: 40 read = 40 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells
inbox/cafe/summer.csv: 40 read = 40 accepted + 0 replaced + 0 skipped + 0 refused; 0 invalid cells",
    );
    // Shares: Wilson 16 of 40. Mean: 3 ± t(39) · 1.281 / √40. Joy: 0.6 · 50 + 0.4 · 62.5.
    assert_eq!(
        bench.done("score cafe"),
        "\
measure     wave    value    low   high  base
─────────────────────────────────────────────
csat        2026Q4  40.0%  26.3%  55.4%    40
nps         2026Q4    −25    −48     +1    40
taste_mean  2026Q4   3.00   2.59   3.41    40
one_cup     2026Q4  75.0%  59.8%  85.8%    40
joy         2026Q4   55.0   48.6   61.4    40
drink       2026Q4   50.0   39.8   60.2    40
people      2026Q4   62.5   58.5   66.5    40
low–high: 95 % interval; base: unweighted valid answers
"
    );
    // Satisfied 40 % against 80 %: Newcombe −56.6 to −18.7, pooled z test p 0.00026, times 3 by Holm.
    assert_eq!(
        bench.done("compare cafe --measure csat,nps,joy,one_cup"),
        "\
measure  wave    value    low   high  base  against  change    low   high  p adj.  verdict
──────────────────────────────────────────────────────────────────────────────────────────────
csat     2026Q4  40.0%  26.3%  55.4%    40  2026Q3    −40.0  −56.6  −18.7  <0.001  fell
nps      2026Q4    −25    −48     +1    40  2026Q3      −50    −86    −14   0.007  fell
one_cup  2026Q4  75.0%  59.8%  85.8%    40  2026Q3      0.0  −18.6  +18.6   1.000  no_evidence
joy      2026Q4   55.0   48.6   61.4    40  2026Q3    −15.0  −23.3   −6.7   0.001  fell
low–high: 95 % intervals; p adjusted within its family
family headline/previous/2026Q4: 3 tests, Holm
family other/previous/2026Q4: 2 tests, Benjamini–Hochberg
"
    );
    bench
        .run("report")
        .says(0, "report of cafe 2026Q4: site/reports/cafe/2026Q4/");
    for page in ["report.en.html", "report.zh.html"] {
        let page = bench.text(&format!("site/reports/cafe/2026Q4/{page}"));
        assert!(page.contains("40.0") && page.contains("</html>"));
    }
    bench
        .run("freeze cafe 2026Q4")
        .says(0, "2026Q4 of cafe is closed: later answers are kept apart");
    assert_eq!(
        bench.done("responses"),
        "\
survey  wave    responses  late  first                 last                  state
───────────────────────────────────────────────────────────────────────────────────
cafe    2026Q3         40     0  2026-08-01T02:00:00Z  2026-08-28T02:00:00Z  ended
cafe    2026Q4         40     0  2026-10-01T02:00:00Z  2026-10-28T02:00:00Z  frozen
"
    );
}

#[test]
fn the_loop_says_what_it_does_in_chinese() {
    let bench = Workbench::two_seasons().set("LANG", "zh_CN.UTF-8");
    bench
        .run("check")
        .says(0, "cafe：5 道题，6 个变量，7 个指标，语言 zh, en：无误");
    bench.run("build").says(0, "已生成 6 个文件，位于 site/");
    bench.run("import").says(
        0,
        "\
inbox/cafe/autumn.csv：读取 40 = 接收 40 + 替换 0 + 略过 0 + 拒收 0；无效单元格 0
inbox/cafe/summer.csv：读取 40 = 接收 40 + 替换 0 + 略过 0 + 拒收 0；无效单元格 0",
    );
    assert_eq!(
        bench.done("score cafe --measure csat,nps --by region"),
        "\
指标  期次    细分    组别      值   下限   上限  样本量  备注
────────────────────────────────────────────────────────────────────
csat  2026Q4                 40.0%  26.3%  55.4%      40
csat  2026Q4  region  north  40.0%  21.9%  61.3%      20  small_base
csat  2026Q4  region  south  40.0%  21.9%  61.3%      20  small_base
nps   2026Q4                   −25    −48     +1      40
nps   2026Q4  region  north    −25    −55    +12      20  small_base
nps   2026Q4  region  south    −25    −55    +12      20  small_base
下限–上限：95% 置信区间；样本量为未加权的有效回答数
"
    );
    assert_eq!(
        bench.done("compare cafe --measure csat"),
        "\
指标  期次       值   下限   上限  样本量  对比     变化   下限   上限  校正 p  结论
────────────────────────────────────────────────────────────────────────────────────
csat  2026Q4  40.0%  26.3%  55.4%      40  2026Q3  −40.0  −56.6  −18.7  <0.001  fell
下限–上限：95% 置信区间；p 值在所属检验族内校正
检验族 headline/previous/2026Q4：3 个检验，Holm 校正
"
    );
    bench
        .run("report")
        .says(0, "cafe 2026Q4 的报告：site/reports/cafe/2026Q4/");
}

#[test]
fn one_command_does_the_campaign_day() {
    let bench = Workbench::two_seasons();
    let day = bench.run("run");
    assert_eq!(day.code, 0, "{}", day.err);
    assert_eq!(
        day.out,
        "
cafe
measure  wave    value    low   high  base
──────────────────────────────────────────
csat     2026Q4  40.0%  26.3%  55.4%    40
nps      2026Q4    −25    −48     +1    40
joy      2026Q4   55.0   48.6   61.4    40
low–high: 95 % interval; base: unweighted valid answers
"
    );
    assert_eq!(
        day.err.lines().last(),
        Some("open site/index.html in a browser, or `manyi serve` to walk the loop by hand")
    );
    let index = bench.text("site/index.html");
    assert!(index.contains("forms/cafe.zh.html"), "{index}");
    assert!(
        index.contains("reports/cafe/2026Q4/"),
        "the index leads to the report: {index}"
    );
}

#[test]
fn report_and_score_give_the_same_numbers() {
    let bench = Workbench::two_seasons();
    bench.done("import");
    bench.done("report");
    let report: serde_json::Value =
        serde_json::from_str(&bench.text("site/reports/cafe/2026Q4/report.en.json")).unwrap();
    let text = report.to_string();
    for row in table(&bench.done("score cafe --format csv")) {
        assert!(text.contains(&row["id"]), "{} is not in report.en.json", row["id"]);
    }
}
