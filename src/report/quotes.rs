//! What people wrote, with what may be said of who wrote it.

use super::dates;
use super::facts::Facts;
use super::parts;
use super::parts::QuoteView;
use super::parts::QuotesView;
use super::verbatims::Verbatim;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::site::Html;
use crate::tabulation::Group;

/// Up to `most` answers to an open question in the wave.
pub fn quotes(facts: &Facts, question: VariableIndex, most: usize) -> Html {
    quotes_of(facts, question, Group::Total, most)
}

/// Up to `most` answers of a group whose answers were collected apart, or of everybody.
pub fn quotes_of(facts: &Facts, question: VariableIndex, group: Group, most: usize) -> Html {
    let tongue = facts.tongue();
    let wave = &facts.wave;
    let asked = facts.names().wording(question);
    let pool = facts.input.verbatims.pool_of(question, wave, group);
    let answered = pool.map_or(0, |pool| pool.answered);
    let title = parts::paragraph(facts, "table-title", &super::charts::quoted(&asked));
    let least = facts.settings().quotes_k.max(facts.settings().privacy_k);
    if answered == 0 {
        let text = tongue.pick("Nobody wrote anything here.", "没有人填写此题。");
        return parts::joined([title, parts::paragraph(facts, "quiet", text)]);
    }
    if answered < least {
        let text = tongue.pick(
            format!("Not shown: fewer than {least} people wrote something."),
            format!("填写者不足{least}人，不予显示。"),
        );
        return parts::joined([title, parts::paragraph(facts, "quiet", &text)]);
    }
    let quotes: Vec<&Verbatim> = pool.map(|pool| pool.quotes(most)).unwrap_or_default();
    let shown = quotes.len();
    let when = dates::wave(&facts.input.calendar, wave, tongue);
    let view = QuotesView {
        quotes: quotes.into_iter().map(|quote| view(facts, quote, (wave, group))).collect(),
        note: tongue.pick(
            format!("{shown} of {answered} answers in {when}, drawn by chance among those long enough to quote; addresses and long numbers are taken out."),
            format!("{when}共{answered}条，从篇幅足以引用者中随机抽取{shown}条；邮箱和长号码已抹去。"),
        ),
    };
    parts::joined([title, parts::part(facts, "quotes.html", &view)])
}

fn view(facts: &Facts, quote: &Verbatim, (wave, of): (&WaveId, Group)) -> QuoteView {
    let reader = facts.input.lang.tag();
    QuoteView {
        text: quote.text.clone(),
        source: source(facts, quote, (wave, of)).unwrap_or_default(),
        lang: Some(quote.lang.clone())
            .filter(|lang| !lang.is_empty() && lang != reader && crate::locale::Lang::new(lang).is_some()),
    }
}

/// The rating beside it, and of everybody's answers one group large enough not to point at anybody: within a unit it might.
fn source(facts: &Facts, quote: &Verbatim, (wave, of): (&WaveId, Group)) -> Option<String> {
    let tongue = facts.tongue();
    let rating = quote.rating.map(|(question, point)| {
        let variable = facts.survey().variable(question);
        let value = variable
            .domain
            .options()
            .and_then(|list| list.options.get(point))
            .map(|option| option.value);
        let ends_only = variable.domain.scale().is_some_and(|scale| scale.ends_only);
        match (value, ends_only) {
            (Some(value), true) => {
                let most = variable.domain.scale().map_or(0.0, |scale| scale.range().1);
                let most = crate::locale::plain(most, 0);
                tongue.pick(format!("gave {value} of {most}"), format!("评分{value}／{most}"))
            }
            _ => facts.names().option(question, point),
        }
    });
    let least = facts.settings().quotes_k.max(facts.settings().flag_below);
    let group = quote
        .groups
        .iter()
        .copied()
        .filter(|_| of == Group::Total)
        .find(|group| facts.rows(wave, *group) >= least && visible(facts, *group));
    let group = group.map(|group| facts.names().level(group));
    let parts: Vec<String> = rating
        .into_iter()
        .chain(group)
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(tongue.pick(", ", "，")))
}

/// Whether the group is shown for every headline measure.
fn visible(facts: &Facts, group: Group) -> bool {
    facts
        .headline()
        .iter()
        .all(|measure| !facts.now(measure, group).is_hidden())
}
