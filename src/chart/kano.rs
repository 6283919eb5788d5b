//! A Kano map: what the presence of a feature adds, against what its absence takes away.

use serde::{Deserialize, Serialize};

use super::input::{Estimate, Showing, Words};
use super::quadrant::{Axis, Quadrant, QuadrantItem};
use super::said::{self, DataTable};
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Features by their coefficients of satisfaction and dissatisfaction, both from 0 to 1.
///
/// Source: C. Berger et al. (1993), "Kano's methods for understanding customer-defined quality", Center for Quality of
/// Management Journal 2(4), 3–36.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Kano {
    /// Title, description, text when there are no features.
    pub words: Words,
    /// What runs up: satisfaction when the feature is there.
    pub better_name: String,
    /// What runs across: dissatisfaction when it is missing, without its minus sign.
    pub worse_name: String,
    /// Names of the fields: attractive, one-dimensional, indifferent, must-be.
    pub fields: [String; 4],
    /// The features.
    pub items: Vec<KanoItem>,
}

/// A feature.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KanoItem {
    /// Its name.
    pub label: String,
    /// Coefficient of satisfaction, 0 to 1.
    pub better: Estimate,
    /// Size of the coefficient of dissatisfaction, 0 to 1; a minus sign is ignored.
    pub worse: Estimate,
    /// The category its answers gave, such as "Must-be".
    pub category: String,
    /// The base, such as "n = 120".
    pub base: String,
    /// Small and hidden features.
    pub showing: Showing,
}

impl Kano {
    fn map(&self) -> Quadrant {
        let axis = |name: &String| Axis {
            name: name.clone(),
            unit: String::new(),
            range: Some((0.0, 1.0)),
        };
        Quadrant {
            words: self.words.clone(),
            across: axis(&self.worse_name),
            up: axis(&self.better_name),
            split: Some((0.5, 0.5)),
            fields: self.fields.clone(),
            items: self.items.iter().map(KanoItem::point).collect(),
        }
    }
}

impl KanoItem {
    fn point(&self) -> QuadrantItem {
        let size = |estimate: &Estimate| {
            let size = |end: Option<f64>| end.map(f64::abs);
            Estimate {
                value: size(estimate.value),
                low: size(estimate.low),
                high: size(estimate.high),
                text: estimate.text.clone(),
            }
        };
        QuadrantItem {
            label: self.label.clone(),
            across: size(&self.worse),
            up: size(&self.better),
            tone: None,
            showing: self.showing.clone(),
        }
    }
}

impl Chart for Kano {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        self.map().draw(width, ids)
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown = self
            .items
            .iter()
            .filter(|item| !matches!(item.showing, Showing::Hidden(_)));
        // Categories in the order of their first feature, each named once.
        let mut by_category: Vec<(&str, Vec<&str>)> = Vec::new();
        for item in shown.filter(|item| !item.category.is_empty()).take(12) {
            let found = by_category.iter_mut().find(|(category, _)| *category == item.category);
            match found {
                Some((_, labels)) => labels.push(&item.label),
                None => by_category.push((&item.category, vec![&item.label])),
            }
        }
        let parts: Vec<String> = by_category
            .into_iter()
            .map(|(category, labels)| {
                tongue.pick(
                    format!("{category}: {}", labels.join(", ")),
                    format!("{category}：{}", labels.join("、")),
                )
            })
            .collect();
        if parts.is_empty() {
            return self.map().sentence(tongue);
        }
        format!("{}{}", parts.join(tongue.pick("; ", "；")), tongue.pick(".", "。"))
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["Feature", "功能"], ["Category", "类别"]]);
        let interval = || tongue.pick(said::INTERVAL[0], said::INTERVAL[1]).to_owned();
        table.head.extend([
            self.better_name.clone(),
            interval(),
            self.worse_name.clone(),
            interval(),
        ]);
        table.head.push(tongue.pick(said::BASE[0], said::BASE[1]).to_owned());
        for item in &self.items {
            let is_hidden = matches!(item.showing, Showing::Hidden(_));
            let [better, better_interval] = said::value_and_interval(Some(&item.better).filter(|_| !is_hidden), tongue);
            let [worse, worse_interval] = said::value_and_interval(Some(&item.worse).filter(|_| !is_hidden), tongue);
            let unless_hidden = |text: &String| if is_hidden { String::new() } else { text.clone() };
            table.row([
                item.label.clone(),
                unless_hidden(&item.category),
                better,
                better_interval,
                worse,
                worse_interval,
                unless_hidden(&item.base),
            ]);
        }
        table
    }
}
