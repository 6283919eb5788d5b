//! What the template of a form sees: finished texts only.

use crate::site::Html;
use serde::Serialize;

/// A questionnaire in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormView {
    /// Title of the survey. Plain text.
    pub title: String,
    /// Language tag.
    pub lang: String,
    /// The form in the survey's other languages.
    pub languages: Vec<LanguageLink>,
    /// Sentences about the form: how long, what is required.
    pub facts: Vec<String>,
    /// What stands before the first question.
    pub intro: Option<Html>,
    /// Privacy notice.
    pub privacy: Option<Html>,
    /// Where answers are sent.
    pub endpoint: String,
    /// Attributes of the form's element that the service it goes to asks for.
    pub attributes: Vec<FieldView>,
    /// Fields sent along: survey, definition, language, then the survey's hidden variables, empty.
    pub hidden: Vec<FieldView>,
    /// What the part of the script for a station knows, as JSON.
    pub station: Option<Html>,
    /// Name of the field that people leave empty.
    pub trap: &'static str,
    /// The parts in order.
    pub parts: Vec<PartView>,
    /// Where to find help.
    pub help: Option<HelpLink>,
    /// Survey and version of its definition, for the foot of the page and of its print.
    pub mark: String,
    /// What the script shows after sending, with `{code}` for the receipt.
    pub after: ThanksView,
    /// What the script knows of the survey.
    pub program: Html,
    /// Words of our own.
    pub words: FixedWords,
}

/// Words that are the same on every form of a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FixedWords {
    /// Leads past the head of the page.
    pub skip: String,
    /// Names the list of languages.
    pub languages: String,
    /// That nothing is kept before it is sent: true without the script, which puts its own words here.
    pub in_one_go: String,
    /// Heads the privacy notice.
    pub privacy: String,
    /// Labels the field to be left empty.
    pub trap: String,
    /// What stands between two sentences.
    pub gap: &'static str,
    /// The send button.
    pub send: String,
    /// The empty line of a menu.
    pub choose: String,
}

/// The form in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageLink {
    /// The language's own name.
    pub text: String,
    /// File of that form, in the same folder.
    pub href: String,
    /// Language tag.
    pub lang: String,
}

/// A link to help.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HelpLink {
    /// Its words.
    pub text: String,
    /// Its address.
    pub href: String,
}

/// A field that is sent along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldView {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A part of the form: a page of the definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartView {
    /// Id of its heading.
    pub id: String,
    /// "Part 2 of 4"; `None` where there is only one.
    pub progress: Option<String>,
    /// Its title, may be empty. Plain text.
    pub title: String,
    /// Its title with the places of answers, where it asks for some.
    pub piped: Option<Html>,
    /// Who should answer it.
    pub condition: Option<Html>,
    /// Its questions.
    pub questions: Vec<QuestionView>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// Its id: that of the element, and the name of its control unless it has rows.
    pub id: String,
    /// Its number; notes have none.
    pub number: Option<usize>,
    /// `radio`, `checkbox`, `menu`, `matrix`, `line`, `long`, `note`, `ranking`, `allocation`, `importance`, `kano`, `slider` or `consent`.
    pub kind: &'static str,
    /// The question; for a note whole paragraphs.
    pub text: Html,
    /// "required", where it always or sometimes is.
    pub need: Option<String>,
    /// Whether the browser itself demands an answer.
    pub required: bool,
    /// Who should answer it.
    pub condition: Option<Html>,
    /// Hints: the author's, and what the kind of question asks for.
    pub hints: Vec<Html>,
    /// Ids of the elements that describe it.
    pub described_by: Option<String>,
    /// Further classes of the options' frame, each with a space before it.
    pub layout: &'static str,
    /// What can be chosen; for a battery its columns.
    pub options: Vec<OptionView>,
    /// Answers that say why there is none.
    pub aside: Vec<OptionView>,
    /// Words of the two ends of a numbered scale.
    pub ends: Option<[Html; 2]>,
    /// Rows of a battery.
    pub rows: Vec<RowView>,
    /// Boxes for the respondent's own words beside options.
    pub other: Vec<OtherView>,
    /// The box, for numbers, words and dates; for an allocation that of each row.
    pub input: Option<InputView>,
    /// The two batteries of a dual battery; the features of a Kano question, with two rows each.
    pub batteries: Vec<BatteryView>,
    /// What a slider spans.
    pub range: Option<RangeView>,
    /// What is agreed to.
    pub consent: Option<ConsentView>,
}

/// Several things rated on one scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatteryView {
    /// Id of its heading.
    pub id: String,
    /// What is rated, or a feature. Plain text.
    pub heading: String,
    /// The same with the places of answers, where it asks for some.
    pub piped: Option<Html>,
    /// Further classes of its frame, each with a space before it.
    pub layout: &'static str,
    /// The points.
    pub options: Vec<OptionView>,
    /// Answers that say why there is none.
    pub aside: Vec<OptionView>,
    /// Words of the two ends of a numbered scale.
    pub ends: Option<[Html; 2]>,
    /// Who should answer it.
    pub condition: Option<Html>,
    /// What is rated.
    pub rows: Vec<RowView>,
}

/// What a slider spans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RangeView {
    /// The lower end.
    pub min: String,
    /// The upper end.
    pub max: String,
    /// From one value to the next.
    pub step: String,
}

/// What is agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConsentView {
    /// What kind of consent it is.
    pub heading: String,
    /// The sentence beside the box.
    pub sentence: Html,
    /// What the data are for.
    pub purpose: Option<Html>,
    /// Field and value of the fingerprint of the wording.
    pub wording: FieldView,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OptionView {
    /// What is sent.
    pub value: String,
    /// What print shows for data entry.
    pub code: String,
    /// Its label. Plain text.
    pub label: String,
    /// Its label with the places of answers, where it asks for some.
    pub piped: Option<Html>,
    /// Words that only a screen reader gets, behind the label.
    pub spoken: Option<String>,
    /// Who may choose it.
    pub condition: Option<Html>,
    /// In a menu: the label of the group it stands in.
    pub group: Option<String>,
}

/// A row of a battery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowView {
    /// Id of its heading.
    pub id: String,
    /// Name of its controls.
    pub name: String,
    /// What is rated. Plain text.
    pub text: String,
    /// What is rated with the places of answers, where it asks for some.
    pub piped: Option<Html>,
    /// Who should answer it.
    pub condition: Option<Html>,
    /// Whether the browser itself demands an answer to this row.
    pub needed: bool,
}

/// A box for the respondent's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherView {
    /// Name of the box.
    pub name: String,
    /// Its label.
    pub label: String,
}

/// A box to write in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InputView {
    /// `number`, `text`, `date`, `email` or `tel`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Keyboard of a phone.
    pub mode: Option<&'static str>,
    /// Smallest number.
    pub min: Option<String>,
    /// Largest number.
    pub max: Option<String>,
    /// Step of numbers.
    pub step: Option<String>,
    /// Unit behind the box.
    pub unit: Option<String>,
    /// The unit with the places of answers, where it asks for some.
    pub piped: Option<Html>,
    /// What a browser may fill in by itself; `off` for all but contact fields.
    pub autocomplete: &'static str,
}

/// What is shown after sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThanksView {
    /// The heading.
    pub title: String,
    /// Title of the survey.
    pub survey: String,
    /// That the answers have arrived.
    pub sent: String,
    /// The code by which the answers can be found again, where whoever took them gives one.
    pub receipt: Option<String>,
    /// The survey's own words.
    pub thanks: Option<Html>,
    /// That the page can be closed.
    pub close: String,
}
