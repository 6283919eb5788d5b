//! The program of a form as it is written: the keys that the script reads.

use crate::model::RandomOrder;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// All of it.
#[derive(Debug, Serialize)]
pub(super) struct Program {
    pub survey: String,
    pub definition: String,
    pub language: String,
    pub to: String,
    /// What counts as success there, unless a receipt is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success: Option<&'static str>,
    pub trap: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<&'static str>,
    /// Names of options, each list once.
    pub lists: Vec<Vec<String>>,
    pub variables: Vec<VariableOf>,
    /// Names that a link may fill.
    pub hidden: Vec<String>,
    pub pages: Vec<PageOf>,
    pub words: serde_json::Map<String, Value>,
}

/// A variable at the place of its slot.
#[derive(Debug, Serialize)]
pub(super) struct VariableOf {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<i32>>,
    /// Labels of options that have no control to read them off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labels: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
    /// Its control holds words, and its answer is only that it was given.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub personal: bool,
    /// How it is calculated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Value>,
}

/// A part of the form.
#[derive(Debug, Serialize)]
pub(super) struct PageOf {
    pub id: String,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub asked: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderOf>,
    pub questions: Vec<QuestionOf>,
}

/// A random order: the slot that holds it, and the places that keep theirs.
#[derive(Debug, Serialize)]
pub(super) struct OrderOf {
    pub slot: usize,
    pub anchors: Vec<usize>,
}

/// A question.
#[derive(Debug, Serialize)]
pub(super) struct QuestionOf {
    pub id: String,
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<usize>,
    /// Its variables, those of other words apart.
    pub slots: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<usize>,
    /// The option that asks for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// How many rows it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<usize>,
    /// Names of the rows, where they come in random order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_ids: Option<Vec<String>>,
    /// The row of each slot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_of: Option<Vec<usize>>,
    /// Options that stand alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alone: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u32>,
    /// How many characters or ranks there may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
    /// What numbers make together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// What may be answered, as the hint says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub asked: Option<Value>,
    /// Whether it has a condition that only words can tell: a browser does not know the wave.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
    /// Conditions of its options and rows, by place.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub options_if: BTreeMap<usize, Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rows_if: BTreeMap<usize, Value>,
    /// How many options it has, where they have conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// The order of its rows, or where it has none its options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderOf>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid: Option<Value>,
    /// What is said then: words, and the places of answers as slot and fallback.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub message: Vec<Value>,
}

impl OrderOf {
    /// That of a page, a question or its rows.
    pub fn new(order: &RandomOrder) -> Self {
        Self {
            slot: order.variable.0,
            anchors: order.anchors.clone(),
        }
    }
}
