//! Rules about what is asked on the command line, and about names in targets and history.

use super::shared::fonts::FONT_FILE;
use super::shared::fonts::NO_FONT;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;
use crate::import::bare::BareReplicates;
use crate::model::Survey;
use crate::stats::design::Lonely;
use crate::stats::replicates::Fault;
use crate::stats::replicates::Scheme;
use crate::tabulation::DesignFaultKind;
use crate::tabulation::Tabulation;

/// A condition of `--where` that cannot be used.
pub const WHERE: RuleDoc = RuleDoc {
    code: "MY401",
    severity: Severity::Error,
    title: ["the condition of --where cannot be used", "--where 的条件无法使用"],
    page: [
        "`--where` takes the same expressions as `show_if` in a definition. A response counts when the condition is known \
         to hold; where an answer it needs is missing, the response does not count.\n\n\
         Wrong: `--where 'region == east'`\n\nRight: `--where 'region = \"east\"'`\n",
        "`--where` 使用与定义中 `show_if` 相同的表达式。条件确定成立的答卷才计入；所需答案缺失的答卷不计入。\n\n\
         错误：`--where 'region == east'`\n\n正确：`--where 'region = \"east\"'`\n",
    ],
};

/// A name after an option that the survey does not have.
pub const NAME: RuleDoc = RuleDoc {
    code: "MY402",
    severity: Severity::Error,
    title: ["the survey has nothing of this name", "调查中没有这个名称"],
    page: [
        "`--by` takes segments (choices, ratings, bands), `--measure` measures and index parts, `--wave` waves with \
         answers, all by their ids. `manyi check` shows a survey's names, `manyi responses` its waves.\n\n\
         Wrong: `--by regoin`\n\nRight: `--by region`\n",
        "`--by` 接受细分变量（单选、评分、分段），`--measure` 接受指标及指数的各部分，`--wave` 接受有数据的期次，均使用其 id。\
         `manyi check` 列出调查中的名称，`manyi responses` 列出期次。\n\n错误：`--by regoin`\n\n正确：`--by region`\n",
    ],
};

/// A question whose meaning was edited while it is being asked.
pub const IN_THE_FIELD: RuleDoc = RuleDoc {
    code: "MY370",
    severity: Severity::Error,
    title: [
        "the meaning of a question was edited while a wave is in the field",
        "期次进行中改动了题目的含义",
    ],
    page: [
        "Answers to two meanings would lie in one wave and nothing would tell them apart. So `manyi build` and `manyi import` compare \
         today's definition with the one that asked the answers of every wave that is neither closed nor over, and stop when a \
         question went, or changed its kind, its options, its scale or its direction. Wording may be mended at any time; it is told \
         by `manyi diff` and noted beside the trend.\n\n\
         Wrong: taking an option out in the middle of a quarter.\n\n\
         Right: change it with the next wave; or ask the new question under a new id; or say at the question what each earlier option \
         is today, `formerly: {app: online, web: online, fax: drop}` with `formerly_because: …`, so that answers to both versions count \
         as answers to today's; or, where the change alters no answer, write `comparable: true` and `comparable_because: …`.\n",
        "同一期次中会混入两种含义的答案，且无从分辨。因此 `manyi build` 和 `manyi import` 会把当前定义与询问各未结束期次的定义相比；\
         若题目被删去，或题型、选项、量表、方向有变，则停止。措辞随时可以修改：`manyi diff` 会列出，趋势旁会加注。\n\n\
         错误：季度中途删去一个选项。\n\n\
         正确：从下一期起改动；或以新的 id 提出新题；或在该题写明每个旧选项如今是哪个：`formerly: {app: online, web: online, fax: drop}`，\
         并写 `formerly_because: …`，两个版本的答案便都按现在的选项计；若改动不影响任何答案，可写 `comparable: true` 和 `comparable_because: …`。\n",
    ],
};

/// A map of earlier options that leaves some out.
pub const UNMAPPED: RuleDoc = RuleDoc {
    code: "MY652",
    severity: Severity::Error,
    title: [
        "it is not said what an earlier option is today",
        "没有写明某个旧选项如今是哪个",
    ],
    page: [
        "Options were edited while their wave is in the field, and `formerly` says what earlier ones are today, but not all of them. Answers \
         to those left out would be lost, so nothing is built or imported. Every option that is gone stands on the left once; those that \
         are still there need not be named. Of a scale that changed, every point is named, by its value.\n\n\
         Wrong: `formerly: {app: online}` where the earlier options were app, web and store\n\n\
         Right: `formerly: {app: online, web: online}`\n",
        "期次进行中改动了选项，`formerly` 写了部分旧选项如今是哪个，但没有写全。未写到的回答会丢失，因此不作构建和导入。\
         每个已不存在的选项都须在左边写一次；仍然存在的不必写。量表改动时，须按数值写出每个分点。\n\n\
         错误：以前的选项为 app、web、store，却只写 `formerly: {app: online}`\n\n\
         正确：`formerly: {app: online, web: online}`\n",
    ],
};

/// A map of earlier options that names one there never was.
pub const NEVER_AN_OPTION: RuleDoc = RuleDoc {
    code: "MY653",
    severity: Severity::Warning,
    title: ["what is called an earlier option never was one", "所写的旧选项从未有过"],
    page: [
        "`formerly` names an option on its left that none of the versions had whose answers are in the store. Perhaps it is misspelt; then \
         answers to the real one are not read. A version that was fielded and brought no answer is not looked at.\n\n\
         Wrong: `formerly: {ap: online}` where the earlier option was app\n\nRight: `formerly: {app: online}`\n",
        "`formerly` 左边写了一个选项，而收过答卷的各版本都没有它。可能是写错了，那么对真正旧选项的回答就读不出来。\
         投放过但没有收到答卷的版本不在其内。\n\n\
         错误：以前的选项为 app，却写 `formerly: {ap: online}`\n\n正确：`formerly: {app: online}`\n",
    ],
};

/// A file with waves that different versions asked.
pub const MIXED_WAVES: RuleDoc = RuleDoc {
    code: "MY371",
    severity: Severity::Warning,
    title: [
        "a file holds waves that different versions asked",
        "文件含有由不同版本询问的期次",
    ],
    page: [
        "Rows that do not say which version asked them are read by the definition that asked their wave, once that wave is over. This \
         file holds several such waves, or one of them and the present one; all its rows were read by today's definition, and trends \
         do not see what changed.\n\n\
         Wrong: one export with all quarters.\n\nRight: a file for each wave; or the column `definition` that manyi's own forms send.\n",
        "未注明版本的行，在其期次结束后按询问该期次的定义读入。本文件含有多个这样的期次，或同时含有当前期次；全部行已按当前定义读入，\
         趋势因此看不到其间的改动。\n\n错误：一次导出全部季度。\n\n正确：每期一个文件；或保留 manyi 表单自带的 `definition` 列。\n",
    ],
};

/// A target or published figure for something the survey does not have.
pub const REFERENCE: RuleDoc = RuleDoc {
    code: "MY403",
    severity: Severity::Warning,
    title: [
        "a target or published figure is for something unknown",
        "目标值或历史值对应的名称不存在",
    ],
    page: [
        "A line of `targets/` or `history/` names a measure (or a level of a segment) that the survey does not have; the line \
         is left out. Names are ids: `measure` as in the definition, `segment` as `region=east`.\n\n\
         Wrong: `CSAT,,75,,plan`\n\nRight: `csat,,75,,plan`\n",
        "`targets/` 或 `history/` 中有一行指向调查中不存在的指标或细分组，该行不予采用。名称使用 id：`measure` 与定义一致，\
         `segment` 写作 `region=east`。\n\n错误：`CSAT,,75,,plan`\n\n正确：`csat,,75,,plan`\n",
    ],
};

/// Responses without a usable weight.
pub const WEIGHT: RuleDoc = RuleDoc {
    code: "MY404",
    severity: Severity::Error,
    title: ["responses have no weight", "有答卷没有权重"],
    page: [
        "The survey is weighted, and some responses have no weight, or a negative one. They would drop out of every base without a \
         word, so nothing is computed. Give them a weight in `fixes/` (a weight of 0 leaves a response out on purpose), or say that \
         they are to be left out.\n\nLeft out on purpose: `--where 'weight >= 0'`\n",
        "调查是加权的，但有些答卷没有权重或权重为负。它们会在无提示的情况下退出所有基数，因此不作计算。请在 `fixes/` 中补上权重\
         （权重为 0 表示有意不计入），或写明不计入这些答卷。\n\n有意不计入：`--where 'weight >= 0'`\n",
    ],
};

/// The problem of responses without a usable weight; none when there are none.
pub fn weights(survey: &Survey, without: u64) -> Option<Problem> {
    let name = &survey.variable(survey.weight?).id;
    (without > 0).then(|| {
        Problem::new(&WEIGHT, Place::file(survey.id.as_str()))
            .says(
                format!("{without} responses have no weight in `{name}`, or a negative one"),
                format!("有 {without} 份答卷的权重 `{name}` 缺失或为负"),
            )
            .help(
                format!("give them one in `fixes/`, or leave them out with `--where '{name} >= 0'`"),
                format!("请在 `fixes/` 中补上，或用 `--where '{name} >= 0'` 不计入这些答卷"),
            )
    })
}

/// Responses that name no stratum or no cluster.
pub const UNIT: RuleDoc = RuleDoc {
    code: "MY405",
    severity: Severity::Error,
    title: ["responses belong to no sampling unit", "有答卷不属于任何抽样单元"],
    page: [
        "The survey says how its sample was drawn (`design`), and some responses name no stratum or no cluster. They would drop out of every base without a word, so nothing is computed. Give them one in `fixes/`, or say that they are to be left out.\n\nLeft out on purpose: `--where 'answered(store)'`\n",
        "调查写明了抽样设计（`design`），但有些答卷没有所在层或所属单元。它们会在无提示的情况下退出所有基数，因此不作计算。请在 `fixes/` 中补上，或写明不计入这些答卷。\n\n有意不计入：`--where 'answered(store)'`\n",
    ],
};

/// Strata that contradict themselves.
pub const STRATUM: RuleDoc = RuleDoc {
    code: "MY406",
    severity: Severity::Warning,
    title: ["a stratum gives no interval", "某一层无法给出区间"],
    page: [
        "A stratum contradicts itself: its responses name different populations (or none), more units answered than exist, or there is a single unit, whose spread is unknown. Estimates of the wave then have a value and no interval. Mend the population in `fixes/`; merge a stratum of a single unit with a neighbour, or write `lonely: adjust` in the design.\n\nWrong: `design: {stratum: region, cluster: store}` where one region has one store\n\nRight: `design: {stratum: region, cluster: store, lonely: adjust}`\n",
        "某一层自相矛盾：同层答卷所写的总体单元数不一致（或没有写）、抽到的单元多于总体、或只有一个单元而无从知道差异。该期次的估计值因此没有区间。请在 `fixes/` 中更正总体单元数；只有一个单元的层可与相邻的层合并，或在设计中写 `lonely: adjust`。\n\n错误：某地区只有一家门店时写 `design: {stratum: region, cluster: store}`\n\n正确：`design: {stratum: region, cluster: store, lonely: adjust}`\n",
    ],
};

/// The problems of a sample's design: responses outside it, and strata that contradict themselves.
pub fn design(survey: &Survey, tabulation: &Tabulation) -> Vec<Problem> {
    let Some(design) = &survey.design else {
        return Vec::new();
    };
    let place = || Place::file(survey.id.as_str());
    let mut found = Vec::new();
    let without = tabulation.without_unit();
    if without > 0 {
        let names: Vec<String> = design
            .stratum
            .iter()
            .chain(&design.cluster)
            .map(|variable| format!("`{}`", survey.variable(*variable).id))
            .collect();
        let problem = Problem::new(&UNIT, place()).says(
            format!("{without} responses have no {}", names.join(" or no ")),
            format!("有 {without} 份答卷缺少 {}", names.join(" 或 ")),
        );
        found.push(problem.help(
            "give them one in `fixes/`, or leave them out with `--where`",
            "请在 `fixes/` 中补上，或用 `--where` 不计入这些答卷",
        ));
    }
    for fault in tabulation.design_faults() {
        let level = design.stratum.zip(fault.stratum).and_then(|(variable, level)| {
            let list = survey.variable(variable).domain.options()?;
            Some(format!("`{}`", list.options.get(level)?.id))
        });
        let (en, zh) = match &level {
            Some(level) => (
                format!("stratum {level} of {}", fault.wave),
                format!("{} 的 {level} 层", fault.wave),
            ),
            None => (
                format!("the sample of {}", fault.wave),
                format!("{} 的样本", fault.wave),
            ),
        };
        let adjusted = design.lonely == Lonely::Adjust;
        let (en, zh) = match fault.kind {
            DesignFaultKind::LonelyUnit if adjusted => continue,
            DesignFaultKind::LonelyUnit => (
                format!("{en} has a single sampling unit"),
                format!("{zh}只有一个抽样单元"),
            ),
            DesignFaultKind::Population => (
                format!("{en} names no population, or several"),
                format!("{zh}的总体单元数缺失或不一致"),
            ),
            DesignFaultKind::TooManyUnits => (
                format!("{en} has more units than its population"),
                format!("{zh}抽到的单元多于总体"),
            ),
        };
        found.push(Problem::new(&STRATUM, place()).says(en, zh).help(
            "mend the population, merge the stratum with another, or write `lonely: adjust`",
            "请更正总体单元数、与其他层合并，或写 `lonely: adjust`",
        ));
    }
    found
}

/// A population that the answers cannot be weighted to.
pub const POPULATION: RuleDoc = RuleDoc {
    code: "MY410",
    severity: Severity::Error,
    title: ["the answers cannot be weighted to the population", "答卷无法加权到总体"],
    page: [
        "The definition says what the population looks like (`weighting`), and its targets cannot be read, name something the survey does not have, or cannot be reached by these answers. Figures without the weights would look like figures with them, so nothing is computed. `manyi weight SURVEY` reports how the weights come about.\n\nWrong: `weighting: {margins: [\"region=east:52,west:48\"]}` where the option is called `south`\n\nRight: `weighting: {margins: [\"region=east:52,south:48\"]}`\n",
        "定义写明了总体的构成（`weighting`），但其中的目标无法读取、指向调查中不存在的内容，或以现有答卷无法达到。不加权的数字看起来与加权的一样，因此不作计算。`manyi weight SURVEY` 可查看权重的产生过程。\n\n错误：选项名为 `south`，却写 `weighting: {margins: [\"region=east:52,west:48\"]}`\n\n正确：`weighting: {margins: [\"region=east:52,south:48\"]}`\n",
    ],
};

/// Responses without replicate weights.
pub const REPLICATE: RuleDoc = RuleDoc {
    code: "MY411",
    severity: Severity::Error,
    title: ["responses have no replicate weights", "有答卷没有重复权重"],
    page: [
        "The accuracy of this survey comes from replicate weights, and some responses lack one of them, or have a negative one. They would drop out of every base without a word, so nothing is computed. Give them their weights in `fixes/` (0 where a replicate leaves them out), or say that they are to be left out.\n\nLeft out on purpose: `--where 'answered(rep_1)'`\n",
        "本调查的精度来自重复权重，但有些答卷缺少其中之一，或为负。它们会在无提示的情况下退出所有基数，因此不作计算。请在 `fixes/` 中补上（某个重复不含该答卷时写 0），或写明不计入这些答卷。\n\n有意不计入：`--where 'answered(rep_1)'`\n",
    ],
};

/// The problem of responses without replicate weights; none when there are none.
pub fn replicates(survey: &Survey, without: u64) -> Option<Problem> {
    let first = survey.replicates.as_ref()?.weights.first()?;
    let name = &survey.variable(*first).id;
    (without > 0).then(|| {
        Problem::new(&REPLICATE, Place::file(survey.id.as_str()))
            .says(
                format!("{without} responses lack one of the replicate weights `{name}` …, or have a negative one"),
                format!("有 {without} 份答卷缺少 `{name}` 等重复权重之一，或为负"),
            )
            .help(
                format!("give them one in `fixes/`, or leave them out with `--where 'answered({name})'`"),
                format!("请在 `fixes/` 中补上，或用 `--where 'answered({name})'` 不计入这些答卷"),
            )
    })
}

/// Replicate weights of a file that cannot be used.
pub const REPLICATES: RuleDoc = RuleDoc {
    code: "MY412",
    severity: Severity::Error,
    title: [
        "the replicate weights of the file cannot be used",
        "文件中的重复权重无法使用",
    ],
    page: [
        "`--replicates` names the columns that hold replicate weights, at least two, and `--replicate-kind` how they were made: brr, fay (with `--replicate-rho`), jk1, jkn (with `--replicate-scales`, one a replicate) or bootstrap. The documentation of the file says it.\n\nWrong: `--replicates 'rep*' --replicate-kind jkn`\n\nRight: `--replicates 'rep*' --replicate-kind jkn --replicate-scales 0.5,0.5,0.75,0.75,0.75,0.75`\n",
        "`--replicates` 指明存放重复权重的列，至少两列；`--replicate-kind` 说明其制作方法：brr、fay（须写 `--replicate-rho`）、jk1、jkn（须写 `--replicate-scales`，每个重复一个）或 bootstrap。数据文件的说明中会写明。\n\n错误：`--replicates 'rep*' --replicate-kind jkn`\n\n正确：`--replicates 'rep*' --replicate-kind jkn --replicate-scales 0.5,0.5,0.75,0.75,0.75,0.75`\n",
    ],
};

/// The problem of a file's replicate weights, `count` of which were found; none when all is well.
pub fn bare_replicates(asked: &BareReplicates, count: usize) -> Option<Problem> {
    let fault = Scheme::new(&asked.asked, count).err()?;
    let (en, zh) = match fault {
        Fault::Few => (
            format!(
                "`{}` names {count} columns; two replicates are the least",
                asked.pattern
            ),
            format!("`{}` 对应 {count} 列；至少需要两个重复", asked.pattern),
        ),
        Fault::Rho => (
            "fay needs `--replicate-rho`, from 0 to below 1".to_owned(),
            "fay 须写 `--replicate-rho`，0 至小于 1".to_owned(),
        ),
        Fault::ForeignRho => (
            "`--replicate-rho` belongs to fay alone".to_owned(),
            "`--replicate-rho` 仅用于 fay".to_owned(),
        ),
        Fault::FixedScale => (
            "the scale of brr and fay is fixed; leave `--replicate-scales` out".to_owned(),
            "brr 与 fay 的系数是固定的；请删去 `--replicate-scales`".to_owned(),
        ),
        Fault::NoScales => (
            "jkn needs `--replicate-scales`: (n−1)/n of the stratum each replicate leaves a unit out of".to_owned(),
            "jkn 须写 `--replicate-scales`：每个重复所去掉单元所在层的 (n−1)/n".to_owned(),
        ),
        Fault::Count => (
            format!("there are {count} replicates and {} scales", asked.asked.scales.len()),
            format!("重复有 {count} 个，系数有 {} 个", asked.asked.scales.len()),
        ),
        Fault::Scale => (
            "a scale is a number of at least 0".to_owned(),
            "系数应为不小于 0 的数".to_owned(),
        ),
    };
    let place = Place::Argument {
        name: "--replicates".to_owned(),
        text: asked.pattern.clone(),
        start: 0,
        end: asked.pattern.len(),
    };
    Some(Problem::new(&REPLICATES, place).says(en, zh).help(
        "write what the documentation of the file says of its replicate weights",
        "请按数据文件的说明填写重复权重的制作方法",
    ))
}

/// A kiosk whose answers anybody could fetch.
pub const NO_PIN: RuleDoc = RuleDoc {
    code: "MY221",
    severity: Severity::Error,
    title: ["a kiosk has no number for its staff", "自助终端没有工作人员密码"],
    page: [
        "Answers wait on a kiosk until staff fetch them. The number keeps passers-by from opening that part; it is no lock against somebody who takes the device away.\n\nWrong: `[site]` with `modes = [\"kiosk\"]` alone\n\nRight: `[site]` with `modes = [\"kiosk\"]` and `pin = \"2468\"`\n",
        "答卷保存在自助终端上，等工作人员取回。密码防止路人打开取卷界面，但防不住把设备带走的人。\n\n错误：`[site]` 下只写 `modes = [\"kiosk\"]`\n\n正确：`[site]` 下写 `modes = [\"kiosk\"]` 和 `pin = \"2468\"`\n",
    ],
};

/// People who are to be followed from wave to wave and are not known.
pub const NO_PEOPLE: RuleDoc = RuleDoc {
    code: "MY670",
    severity: Severity::Error,
    title: ["nobody is known in both waves", "没有人在两期中都能认出"],
    page: [
        "`compare --paired` follows people from wave to wave by their pseudonym (`respondent`). It is made at import from a column of \
         respondents with the workspace's key, comes with personal links, or stands in the column `respondent` of a CSV file. An \
         anonymous survey has none, and nobody may be told apart in it.\n\n\
         Wrong: `manyi compare cafe --paired` where no wave has respondents\n\n\
         Right: `[privacy]` with `key_file = \"secrets/respondents.key\"` in `manyi.toml`, then import both waves; or `manyi compare cafe`, \
         which takes the waves for different people.\n",
        "`compare --paired` 凭化名（`respondent`）在各期中追踪同一人。化名在导入时由受访者列和工作区密钥生成，或随专属链接而来，或取自 CSV 文件的 \
         `respondent` 列。匿名调查没有化名，也不允许辨认个人。\n\n\
         错误：各期均无受访者，却运行 `manyi compare cafe --paired`\n\n\
         正确：在 `manyi.toml` 的 `[privacy]` 下写 `key_file = \"secrets/respondents.key\"` 后导入两期；或运行 `manyi compare cafe`，把两期看作不同的人。\n",
    ],
};

/// A sample whose design the paired test does not know.
pub const PAIRED_DESIGN: RuleDoc = RuleDoc {
    code: "MY671",
    severity: Severity::Error,
    title: [
        "the same people are not compared under a sample design",
        "带抽样设计的调查不作同人比较",
    ],
    page: [
        "With strata, clusters, a finite population or replicate weights, people are not the sampling units, and a test that took them for \
         such would be too sure of itself. `manyi compare` without `--paired` uses the design; it takes the waves for independent samples, \
         which is on the safe side where the same people answer.\n\n\
         Wrong: `manyi compare visits --paired` where the definition has `design: {cluster: shop}`\n\n\
         Right: `manyi compare visits`\n",
        "设有分层、整群、有限总体或重复权重时，抽样单元不是个人；若按个人检验，结论会过于肯定。不带 `--paired` 的 `manyi compare` 使用该设计，并把各期看作独立样本；\
         受访者相同时，这样偏于保守。\n\n\
         错误：定义中写有 `design: {cluster: shop}`，却运行 `manyi compare visits --paired`\n\n\
         正确：`manyi compare visits`\n",
    ],
};

/// The problem of a survey of which the same people cannot be compared; none when they can.
pub fn paired_design(survey: &Survey) -> Option<Problem> {
    let designed = survey.design.is_some() || survey.replicates.is_some();
    designed.then(|| {
        Problem::new(&PAIRED_DESIGN, Place::file(survey.id.as_str()))
            .says(
                format!(
                    "the accuracy of `{}` comes from its sample design, in which people are not the units",
                    survey.id
                ),
                format!("`{}` 的精度来自抽样设计，其抽样单元不是个人", survey.id),
            )
            .help(
                "leave `--paired` out: the waves are then compared under the design, as independent samples",
                "请去掉 `--paired`：将按设计比较，并把各期看作独立样本",
            )
    })
}

/// The problem of waves in which nobody is known; `nameless` responses have no respondent.
pub fn no_people(survey: &Survey, nameless: u64) -> Problem {
    Problem::new(&NO_PEOPLE, Place::file(survey.id.as_str()))
        .says(
            format!("no respondent answered in both of two waves ({nameless} responses are of nobody in particular)"),
            format!("没有受访者在两期中都作答（{nameless} 份答卷没有受访者）"),
        )
        .help(
            "import the waves with respondents, or leave `--paired` out",
            "请导入带受访者的数据，或去掉 `--paired`",
        )
}

/// A segment that makes no units.
pub const NO_UNITS: RuleDoc = RuleDoc {
    code: "MY630",
    severity: Severity::Error,
    title: ["this makes no units to compare", "无法以此划分单位"],
    page: [
        "A league (`manyi league --by`) and unit pages (`manyi report --per`) take one segment whose answers are the units: a choice, a \
         rating, a band, a multiple choice, or a hidden value with options. A combination of segments, free text, numbers and dates make none.\n\n\
         Wrong: `--per 'region>store'`\n\nRight: `--per store`\n",
        "排名表（`manyi league --by`）和单位页面（`manyi report --per`）以一个细分的各选项为单位：单选、评分、分段、多选，或带选项的隐藏值。\
         细分的组合、文字、数字和日期都不能作为单位。\n\n错误：`--per 'region>store'`\n\n正确：`--per store`\n",
    ],
};

/// Pages of units of a segment that no survey has.
pub const PER_NOTHING: RuleDoc = RuleDoc {
    code: "MY686",
    severity: Severity::Error,
    title: [
        "pages are asked for units that no survey has",
        "要求按不存在的细分生成单位页面",
    ],
    page: [
        "`[report] per` in manyi.toml names segments; `manyi run` writes a page for every group of them and the league of all, beside the \
         report of each survey that has the segment. A name that no survey of the workspace has is misspelt, or its survey is gone.\n\n\
         Wrong: `per = [\"chanel\"]`\n\nRight: `per = [\"channel\"]`\n",
        "manyi.toml 的 `[report] per` 列出细分；对有该细分的每份问卷，`manyi run` 在报告之外为其中每个组生成一个页面，并生成排名表。\
         若工作区内没有任何问卷有此名称，则是写错了，或问卷已不在。\n\n\
         错误：`per = [\"chanel\"]`\n\n正确：`per = [\"channel\"]`\n",
    ],
};

/// More units than pages are written for.
pub const TOO_MANY_UNITS: RuleDoc = RuleDoc {
    code: "MY631",
    severity: Severity::Error,
    title: ["there are too many units", "单位过多"],
    page: [
        "Each unit becomes a page and a row of the league; 10,000 are the most.\n\nWrong: `--per customer`, a list of all customers\n\n\
         Right: `--per store`\n",
        "每个单位对应一个页面和排名表中的一行；最多 10,000 个。\n\n错误：`--per customer`（全部客户的名单）\n\n正确：`--per store`\n",
    ],
};

/// Units that cannot see how the others do.
pub const NO_REST: RuleDoc = RuleDoc {
    code: "MY632",
    severity: Severity::Warning,
    title: [
        "no unit can be compared with the rest on its page",
        "单位页面上无法与其余比较",
    ],
    page: [
        "A unit's page shows the rest of all units, and no other unit alone. Where the rest is one other unit, or one makes up more than \
         four fifths of it, the rest would be that unit's own figure; so it is not shown. With two units this holds for both: their \
         pages show their own figures only. The league shows all units, for management.\n\n\
         Wrong: `--per region` with two regions\n\nRight: `--per store`\n",
        "单位页面上只显示全部其余单位合计，不显示任何单个其他单位。若“其余”只有一个单位，或其中一个占五分之四以上，“其余”就等于那个单位的数值，\
         因此不予显示。只有两个单位时两者都是如此：页面只显示各自的数值。供管理层使用的排名表会列出所有单位。\n\n\
         错误：只有两个地区时使用 `--per region`\n\n正确：`--per store`\n",
    ],
};

/// Every rule of the commands.
pub static RULES: [&RuleDoc; 22] = [
    &FONT_FILE,
    &NO_FONT,
    &NO_UNITS,
    &PER_NOTHING,
    &TOO_MANY_UNITS,
    &NO_REST,
    &NO_PIN,
    &WHERE,
    &NAME,
    &REFERENCE,
    &WEIGHT,
    &UNIT,
    &STRATUM,
    &POPULATION,
    &REPLICATE,
    &REPLICATES,
    &IN_THE_FIELD,
    &UNMAPPED,
    &NEVER_AN_OPTION,
    &MIXED_WAVES,
    &NO_PEOPLE,
    &PAIRED_DESIGN,
];
