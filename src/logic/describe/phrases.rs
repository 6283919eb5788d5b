//! Conditions worded by phrases that come from outside, for all languages that have no file of their own.
//!
//! A phrase is a whole clause with places, so that each language has its own order of words. English and Chinese are named as an
//! example of what is meant; conditions in these two are worded in their own files, which know more.

use super::Clause;
use super::Scale;
use super::Subject;
use super::Term;
use super::is_numeral;
use super::moment_parts;
use crate::locale::catalogue;
use crate::locale::filled;
use crate::logic::dates;
use crate::logic::missing::Missing;
use crate::logic::node::Aggregation;
use crate::logic::node::Comparison;
use crate::logic::node::Operation;

catalogue! {
    /// What a condition is made of.
    Phrase "conditions"
    If "if" ["condition"] "if {condition}" "若{condition}"
    Always "always" "in any case" "在任何情况下"
    Never "never" "in no case" "在任何情况下都不"
    And "and" ["first" "second"] "{first} and {second}" "{first}，且{second}"
    Or "or" ["first" "second"] "{first} or {second}" "{first}，或{second}"
    Group "group" ["condition"] "({condition})" "（{condition}）"
    Answer "answer" ["question"] "your answer to “{question}”" "「{question}」的回答"
    Named "named" ["name"] "“{name}”" "「{name}」"
    Equals "equals" ["left" "right"] "{left} is {right}" "{left}是{right}"
    Differs "differs" ["left" "right"] "{left} is not {right}" "{left}不是{right}"
    Less "less" ["left" "right"] "{left} is less than {right}" "{left}小于{right}"
    AtMost "at_most" ["left" "right"] "{left} is at most {right}" "{left}不超过{right}"
    More "more" ["left" "right"] "{left} is more than {right}" "{left}大于{right}"
    AtLeast "at_least" ["left" "right"] "{left} is at least {right}" "{left}不少于{right}"
    Before "before" ["left" "right"] "{left} is before {right}" "{left}早于{right}"
    Until "until" ["left" "right"] "{left} is {right} or earlier" "{left}不晚于{right}"
    After "after" ["left" "right"] "{left} is after {right}" "{left}晚于{right}"
    From "from" ["left" "right"] "{left} is {right} or later" "{left}不早于{right}"
    OneOf "one_of" ["left" "list"] "{left} is one of {list}" "{left}是{list}之一"
    NoneOf "none_of" ["left" "list"] "{left} is none of {list}" "{left}不是{list}中的任何一项"
    Includes "includes" ["left" "option"] "{left} includes {option}" "{left}包含{option}"
    Lacks "lacks" ["left" "option"] "{left} does not include {option}" "{left}不包含{option}"
    Answered "answered" ["question"] "you answered “{question}”" "您回答了「{question}」"
    NotAnswered "not_answered" ["question"] "you did not answer “{question}”" "您没有回答「{question}」"
    Known "known" ["name"] "“{name}” is known" "「{name}」已知"
    NotKnown "not_known" ["name"] "“{name}” is not known" "「{name}」未知"
    Marked "marked" ["left" "reason"] "{left} is marked “{reason}”" "{left}标记为「{reason}」"
    NotMarked "not_marked" ["left" "reason"] "{left} is not marked “{reason}”" "{left}未标记为「{reason}」"
    Yes "yes" ["left"] "{left} is yes" "{left}为是"
    No "no" ["left"] "{left} is no" "{left}为否"
    Alike "alike" ["first" "second"] "both or neither of these hold: {first}; {second}" "以下两项同时成立或同时不成立：{first}；{second}"
    Unlike "unlike" ["first" "second"] "exactly one of these holds: {first}; {second}" "以下两项恰有一项成立：{first}；{second}"
    Minus "minus" ["value"] "minus {value}" "负{value}"
    Plus "plus" ["left" "right"] "{left} plus {right}" "{left}加{right}"
    Subtract "subtract" ["left" "right"] "{left} minus {right}" "{left}减{right}"
    Times "times" ["left" "right"] "{left} times {right}" "{left}乘以{right}"
    Divided "divided" ["left" "right"] "{left} divided by {right}" "{left}除以{right}"
    Average "average" ["list"] "the average of {list}" "{list}的平均值"
    Total "total" ["list"] "the total of {list}" "{list}的总和"
    Lowest "lowest" ["list"] "the lowest of {list}" "{list}的最低值"
    Highest "highest" ["list"] "the highest of {list}" "{list}的最高值"
    CountAnswered "count_answered" ["list"] "how many of {list} are answered" "{list}中已回答的题数"
    CountChosen "count_chosen" ["left"] "how many options {left} includes" "{left}中所选的项数"
    Length "length" ["left"] "the number of characters of {left}" "{left}的字数"
    Kano "kano" ["with" "without"] "the Kano category of {with} and {without}" "由{with}与{without}得出的卡诺类别"
    Band "band" ["left" "bands"] "the group of {left} ({bands})" "{left}的分组（{bands}）"
    BandOf "band_of" ["band" "n"] "{band} is {n}" "{band} 为 {n}"
    Comma "comma" ["first" "second"] "{first}, {second}" "{first}、{second}"
    NotAsked "not_asked" "not asked" "未提问"
    NotReached "not_reached" "not reached" "未答到"
    Skipped "skipped" "left out" "未填"
    DontKnow "dont_know" "don’t know" "不知道"
    NotApplicable "not_applicable" "not applicable" "不适用"
    Refused "refused" "refused" "不愿回答"
    Invalid "invalid" "cannot be read" "无法识别"
    NotInVersion "not_in_version" "not in the questionnaire" "所用问卷无此项"
    TimeOfSending "submitted" "the time of sending" "提交时间"
    Wave "wave" "the wave" "调查期次"
    FormLanguage "language" "the language of the form" "问卷语言"
}

/// Words conditions by phrases.
pub(super) struct Phrased<'a> {
    pub(super) say: &'a dyn Fn(Phrase) -> String,
}

impl Phrased<'_> {
    fn put(&self, phrase: Phrase, values: &[(&str, &str)]) -> String {
        filled(&(self.say)(phrase), values)
    }

    fn pair(&self, phrase: Phrase, [first, second]: [&str; 2], left: &str, right: &str) -> String {
        self.put(phrase, &[(first, left), (second, right)])
    }

    /// The whole condition.
    pub(super) fn condition(&self, what: &Clause) -> String {
        match what {
            Clause::Always(true) => self.put(Phrase::Always, &[]),
            Clause::Always(false) => self.put(Phrase::Never, &[]),
            clause => self.put(Phrase::If, &[("condition", &self.clause(clause, 0))]),
        }
    }

    fn clause(&self, what: &Clause, depth: usize) -> String {
        match what {
            Clause::All(parts) => self.joined(parts, Phrase::And, depth),
            Clause::Any(parts) => self.joined(parts, Phrase::Or, depth),
            Clause::Always(true) => self.put(Phrase::Always, &[]),
            Clause::Always(false) => self.put(Phrase::Never, &[]),
            Clause::Compare { left, op, right, by } => self.pair(
                comparison(*op, *by),
                ["left", "right"],
                &self.term(left),
                &self.term(right),
            ),
            Clause::OneOf { of, list, sign } => {
                let phrase = match (sign.is_denied(), list.len()) {
                    (false, 1) => {
                        return self.pair(Phrase::Equals, ["left", "right"], &self.term(of), &self.list(list));
                    }
                    (true, 1) => {
                        return self.pair(Phrase::Differs, ["left", "right"], &self.term(of), &self.list(list));
                    }
                    (false, _) => Phrase::OneOf,
                    (true, _) => Phrase::NoneOf,
                };
                self.pair(phrase, ["left", "list"], &self.term(of), &self.list(list))
            }
            Clause::Has { of, option, sign } => {
                let phrase = if sign.is_denied() {
                    Phrase::Lacks
                } else {
                    Phrase::Includes
                };
                self.pair(phrase, ["left", "option"], &self.subject(of), &self.label(option))
            }
            Clause::Answered(Subject::Question(text), sign) => {
                let phrase = if sign.is_denied() {
                    Phrase::NotAnswered
                } else {
                    Phrase::Answered
                };
                self.put(phrase, &[("question", text)])
            }
            Clause::Answered(Subject::Fact(name), sign) => {
                let phrase = if sign.is_denied() {
                    Phrase::NotKnown
                } else {
                    Phrase::Known
                };
                self.put(phrase, &[("name", name)])
            }
            Clause::Is(subject, kind, sign) => {
                let phrase = if sign.is_denied() {
                    Phrase::NotMarked
                } else {
                    Phrase::Marked
                };
                let reason = self.put(reason(*kind), &[]);
                self.pair(phrase, ["left", "reason"], &self.subject(subject), &reason)
            }
            Clause::Yes(of, sign) => {
                let phrase = if sign.is_denied() { Phrase::No } else { Phrase::Yes };
                self.put(phrase, &[("left", &self.term(of))])
            }
            Clause::Alike(left, right, sign) => {
                let phrase = if sign.is_denied() {
                    Phrase::Unlike
                } else {
                    Phrase::Alike
                };
                let [first, second] = [left, right].map(|side| self.clause(side, depth + 1));
                self.pair(phrase, ["first", "second"], &first, &second)
            }
        }
    }

    fn joined(&self, parts: &[Clause], phrase: Phrase, depth: usize) -> String {
        let worded = parts.iter().map(|part| self.clause(part, depth + 1));
        let text = self.folded(phrase, worded);
        if depth == 0 {
            return text;
        }
        self.put(Phrase::Group, &[("condition", &text)])
    }

    fn folded(&self, phrase: Phrase, parts: impl Iterator<Item = String>) -> String {
        parts
            .reduce(|before, next| self.pair(phrase, ["first", "second"], &before, &next))
            .unwrap_or_default()
    }

    fn list(&self, parts: &[Term]) -> String {
        self.folded(Phrase::Comma, parts.iter().map(|part| self.term(part)))
    }

    fn subject(&self, subject: &Subject) -> String {
        match subject {
            Subject::Question(text) => self.put(Phrase::Answer, &[("question", text)]),
            Subject::Fact(name) => self.put(Phrase::Named, &[("name", name)]),
        }
    }

    fn label(&self, text: &str) -> String {
        if is_numeral(text) {
            return text.to_owned();
        }
        self.put(Phrase::Named, &[("name", text)])
    }

    /// A value in words; days as ISO 8601 has them.
    pub(super) fn term(&self, what: &Term) -> String {
        match what {
            Term::Answer(subject) => self.subject(subject),
            Term::Label(text) => self.label(text),
            Term::Number(value) => value.to_string(),
            Term::Day(days) => day(*days),
            Term::Moment(seconds) => {
                let (days, hour, minute) = moment_parts(*seconds);
                format!("{} {hour:02}:{minute:02}", day(days))
            }
            Term::Minus(of) => self.put(Phrase::Minus, &[("value", &self.term(of))]),
            Term::Arithmetic(op, left, right) => {
                let phrase = match op {
                    Operation::Add => Phrase::Plus,
                    Operation::Subtract => Phrase::Subtract,
                    Operation::Multiply => Phrase::Times,
                    Operation::Divide => Phrase::Divided,
                };
                self.pair(phrase, ["left", "right"], &self.side(left), &self.side(right))
            }
            Term::Aggregate(function, parts) => {
                let phrase = match function {
                    Aggregation::Mean => Phrase::Average,
                    Aggregation::Sum => Phrase::Total,
                    Aggregation::Min => Phrase::Lowest,
                    Aggregation::Max => Phrase::Highest,
                };
                self.put(phrase, &[("list", &self.list(parts))])
            }
            Term::Answers(parts) => self.put(Phrase::CountAnswered, &[("list", &self.list(parts))]),
            Term::Chosen(subject) => self.put(Phrase::CountChosen, &[("left", &self.subject(subject))]),
            Term::Length(of) => self.put(Phrase::Length, &[("left", &self.term(of))]),
            Term::Kano(with, without) => {
                self.pair(Phrase::Kano, ["with", "without"], &self.term(with), &self.term(without))
            }
            Term::Band(of, bands) => {
                let band = |(place, band): (usize, &super::Band)| {
                    self.pair(Phrase::BandOf, ["band", "n"], &band.to_string(), &place.to_string())
                };
                let bands = self.folded(Phrase::Comma, bands.iter().enumerate().map(band));
                self.pair(Phrase::Band, ["left", "bands"], &self.term(of), &bands)
            }
        }
    }

    /// A side of a calculation; one that is a calculation itself stands in parentheses.
    fn side(&self, what: &Term) -> String {
        let text = self.term(what);
        if matches!(what, Term::Arithmetic(..)) {
            self.put(Phrase::Group, &[("condition", &text)])
        } else {
            text
        }
    }
}

fn comparison(op: Comparison, by: Scale) -> Phrase {
    let in_time = by == Scale::Time;
    match op {
        Comparison::Equal => Phrase::Equals,
        Comparison::NotEqual => Phrase::Differs,
        Comparison::Less if in_time => Phrase::Before,
        Comparison::AtMost if in_time => Phrase::Until,
        Comparison::More if in_time => Phrase::After,
        Comparison::AtLeast if in_time => Phrase::From,
        Comparison::Less => Phrase::Less,
        Comparison::AtMost => Phrase::AtMost,
        Comparison::More => Phrase::More,
        Comparison::AtLeast => Phrase::AtLeast,
    }
}

fn reason(kind: Missing) -> Phrase {
    match kind {
        Missing::NotAsked => Phrase::NotAsked,
        Missing::NotReached => Phrase::NotReached,
        Missing::Skipped => Phrase::Skipped,
        Missing::DontKnow => Phrase::DontKnow,
        Missing::NotApplicable => Phrase::NotApplicable,
        Missing::Refused => Phrase::Refused,
        Missing::Invalid => Phrase::Invalid,
        Missing::NotInVersion => Phrase::NotInVersion,
    }
}

fn day(days: i32) -> String {
    let (year, month, day) = dates::civil_of(days);
    format!("{year:04}-{month:02}-{day:02}")
}
