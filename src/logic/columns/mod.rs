//! Evaluation over columns: the same results as [`row`](super::row), faster.
//!
//! A part that depends on one coded column only, such as `region = "east"` or `recommend <= 6 and recommend > 2`, is asked once per
//! code, of the row evaluator itself, and then looked up. Parts over texts are asked row by row. The rest are loops over slices.

mod table;

use super::column::Column;
use super::column::Frame;
use super::column::Vector;
use super::missing::Missing;
use super::missing::missing_code;
use super::node::Node;
use super::node::Slot;
use super::node::Sort;
use super::node::Typed;
use super::row;
use super::types::Type;
use super::value::Row;
use super::value::Value;
use std::collections::BTreeMap;
use table::Only;
use table::Table;

/// What a truth vector holds for a missing truth of this kind.
fn unknown(kind: Missing) -> u8 {
    kind.byte() + 1
}

fn truth_byte(truth: Result<bool, Missing>) -> u8 {
    truth.map_or_else(unknown, u8::from)
}

fn code_word(code: Result<u32, Missing>) -> u16 {
    match code {
        Ok(code) => u16::try_from(code).unwrap_or(missing_code(Missing::Invalid)),
        Err(kind) => missing_code(kind),
    }
}

impl Typed {
    /// The results for all respondents, of the expression's type.
    #[must_use]
    pub fn vector(&self, frame: &dyn Frame) -> Vector {
        let (node, over) = (
            &self.node,
            Over {
                frame,
                rows: frame.len(),
            },
        );
        match &self.ty {
            Type::Bool => Vector::Bool(over.truths(node)),
            Type::Number => {
                let (values, kinds) = over.numbers(node).split(over.rows);
                Vector::Number { values, kinds }
            }
            Type::Date => {
                let (values, kinds) = over.numbers(node).split(over.rows);
                Vector::Date {
                    values: values.into_iter().map(row::whole).collect(),
                    kinds,
                }
            }
            Type::Option(_) | Type::Band(_) => Vector::Coded(over.codes(node)),
            Type::Text => Vector::Text(over.each(node, |row| row::text(node, row).map(std::borrow::Cow::into_owned))),
            Type::Moment => {
                let (values, kinds) = over.plain(
                    node,
                    |value| {
                        if let Value::Moment(seconds) = value {
                            Some(seconds)
                        } else {
                            None
                        }
                    },
                    self,
                );
                Vector::Moment { values, kinds }
            }
            Type::Set(_) => {
                let (values, kinds) = over.plain(
                    node,
                    |value| if let Value::Set(bits) = value { Some(bits) } else { None },
                    self,
                );
                Vector::Set { values, kinds }
            }
        }
    }

    /// Which respondents a condition keeps: those of whom it is known to hold. None for expressions that are no conditions.
    #[must_use]
    pub fn keeps(&self, frame: &dyn Frame) -> Vec<bool> {
        if self.ty != Type::Bool {
            return vec![false; frame.len()];
        }
        Over {
            frame,
            rows: frame.len(),
        }
        .truths(&self.node)
        .into_iter()
        .map(|truth| truth == 1)
        .collect()
    }
}

/// Numbers of all rows, or one that all share.
enum Numbers {
    Same(f64),
    Each { values: Vec<f64>, kinds: Vec<u8> },
}

impl Numbers {
    /// The number of a row, and 0 or the byte of its kind of missing.
    #[inline]
    fn at(&self, row: usize) -> (f64, u8) {
        match self {
            Self::Same(value) => (*value, 0),
            Self::Each { values, kinds } => (values[row], kinds[row]),
        }
    }

    fn result(&self, row: usize) -> Result<f64, Missing> {
        let (value, kind) = self.at(row);
        Missing::from_byte(kind).map_or(Ok(value), Err)
    }

    fn split(self, rows: usize) -> (Vec<f64>, Vec<u8>) {
        match self {
            Self::Same(value) => (vec![value; rows], vec![0; rows]),
            Self::Each { values, kinds } => (values, kinds),
        }
    }

    fn collect(results: impl Iterator<Item = Result<f64, Missing>>) -> Self {
        let (values, kinds) = results.map(number_pair).unzip();
        Self::Each { values, kinds }
    }
}

fn number_pair(result: Result<f64, Missing>) -> (f64, u8) {
    match result {
        Ok(value) => (value, 0),
        Err(kind) => (0.0, kind.byte()),
    }
}

/// A frame under evaluation.
struct Over<'a> {
    frame: &'a dyn Frame,
    rows: usize,
}

/// One row of a frame, with the columns it is asked for at hand.
struct RowOf<'a> {
    columns: BTreeMap<usize, Column<'a>>,
    row: usize,
}

impl Row for RowOf<'_> {
    fn get(&self, slot: usize) -> Value<'_> {
        self.columns
            .get(&slot)
            .map_or(Value::Missing(Missing::Invalid), |column| column.value(self.row))
    }
}

impl<'a> Over<'a> {
    /// The column of a slot; `None` when its length is not the frame's.
    fn column(&self, slot: &Slot) -> Option<Column<'a>> {
        Some(self.frame.column(slot.slot)).filter(|column| column.len() == self.rows)
    }

    /// The one coded column a part depends on, and how many options it has.
    fn coded(&self, node: &Node) -> Option<(&'a [u16], usize)> {
        let mut slots = BTreeMap::new();
        node.collect(&mut slots);
        let (_, slot) = slots.pop_first().filter(|_| slots.is_empty())?;
        let is_coded = matches!(slot.ty, Type::Bool | Type::Option(_) | Type::Band(_));
        match self.column(slot) {
            Some(Column::Coded(codes)) if is_coded => Some((codes, row::options(&slot.ty))),
            _ => None,
        }
    }

    /// Asks the row evaluator row by row.
    fn each<T>(&self, node: &Node, ask: impl Fn(&dyn Row) -> T) -> Vec<T> {
        let mut slots = BTreeMap::new();
        node.collect(&mut slots);
        let columns = slots
            .into_values()
            .filter_map(|slot| self.column(slot).map(|column| (slot.slot, column)))
            .collect();
        let mut at = RowOf { columns, row: 0 };
        (0..self.rows)
            .map(|row| {
                at.row = row;
                ask(&at)
            })
            .collect()
    }

    fn plain<T: Copy + Default>(
        &self,
        node: &Node,
        unwrap: impl Fn(Value<'_>) -> Option<T>,
        typed: &Typed,
    ) -> (Vec<T>, Vec<u8>) {
        let pairs = self.each(node, |row| match typed.value(row) {
            Value::Missing(kind) => (T::default(), kind.byte()),
            value => unwrap(value).map_or((T::default(), Missing::Invalid.byte()), |value| (value, 0)),
        });
        pairs.into_iter().unzip()
    }

    fn truths(&self, node: &Node) -> Vec<u8> {
        if let Some((codes, options)) = self.coded(node) {
            return Table::new(options, |row| truth_byte(row::truth(node, row))).look_up(codes);
        }
        match node {
            Node::Bool(value) => vec![u8::from(*value); self.rows],
            Node::Not(of) => self
                .truths(of)
                .into_iter()
                .map(|truth| if truth < 2 { 1 - truth } else { truth })
                .collect(),
            Node::And(parts) => self.kleene(parts, 0),
            Node::Or(parts) => self.kleene(parts, 1),
            Node::Compare {
                with: Sort::Numbers,
                op,
                left,
                right,
            } => {
                let (left, right) = (self.numbers(left), self.numbers(right));
                self.compared(&left, &right, |left, right| op.holds(left, right))
            }
            Node::OneOf {
                with: Sort::Numbers,
                of,
                list,
            } => {
                let list: Vec<f64> = list
                    .iter()
                    .filter_map(|item| row::number(item, &Only(Value::Missing(Missing::Invalid))).ok())
                    .collect();
                self.compared(&self.numbers(of), &Numbers::Same(0.0), |value, _| {
                    list.iter()
                        .any(|item| super::node::Comparison::Equal.holds(value, *item))
                })
            }
            Node::Has { of, index, .. } => self
                .bits(of)
                .map(|bits| truth_byte(bits.map(|bits| row::has(bits, *index))))
                .collect(),
            _ => self.each(node, |row| truth_byte(row::truth(node, row))),
        }
    }

    /// `and` with `decides` 0, `or` with `decides` 1; see the row evaluator.
    fn kleene(&self, parts: &[Node], decides: u8) -> Vec<u8> {
        let mut result = vec![1 - decides; self.rows];
        for part in parts {
            for (so_far, truth) in result.iter_mut().zip(self.truths(part)) {
                let undecided = *so_far == 1 - decides;
                if truth == decides || (truth > 1 && undecided) {
                    *so_far = truth;
                }
            }
        }
        result
    }

    fn compared(&self, left: &Numbers, right: &Numbers, holds: impl Fn(f64, f64) -> bool) -> Vec<u8> {
        let one = |row| {
            let ((left, left_kind), (right, right_kind)) = (left.at(row), right.at(row));
            match (left_kind, right_kind) {
                (0, 0) => u8::from(holds(left, right)),
                (0, kind) | (kind, _) => kind + 1,
            }
        };
        (0..self.rows).map(one).collect()
    }

    fn numbers(&self, node: &Node) -> Numbers {
        if let Some((codes, options)) = self.coded(node) {
            let table = Table::new(options, |row| number_pair(row::number(node, row)));
            let (values, kinds) = table.look_up(codes).into_iter().unzip();
            return Numbers::Each { values, kinds };
        }
        match node {
            Node::Number(value) => Numbers::Same(*value),
            Node::Date(days) => Numbers::Same(f64::from(*days)),
            Node::Moment(seconds) => Numbers::Same(*seconds as f64),
            Node::Slot(slot) => self.slot_numbers(slot),
            Node::Points { of, values } => {
                let points: Vec<(f64, u8)> = (0..values.len())
                    .filter_map(|code| u32::try_from(code).ok())
                    .map(|code| number_pair(row::point(values, code)))
                    .collect();
                let find = |code: u16| {
                    points.get(usize::from(code)).copied().unwrap_or_else(|| {
                        (
                            0.0,
                            super::missing::code_missing(code).unwrap_or(Missing::Invalid).byte(),
                        )
                    })
                };
                let (values, kinds) = self.codes(of).into_iter().map(find).unzip();
                Numbers::Each { values, kinds }
            }
            Node::Negate(of) => match self.numbers(of) {
                Numbers::Same(value) => Numbers::Same(-value),
                numbers @ Numbers::Each { .. } => self.numbered(|row| numbers.result(row).map(|value| -value)),
            },
            Node::Arithmetic { op, left, right } => {
                let (left, right) = (self.numbers(left), self.numbers(right));
                self.numbered(|row| row::finite(op.apply(left.result(row)?, right.result(row)?)))
            }
            Node::Aggregate { function, of, at_least } => {
                let parts: Vec<Numbers> = of.iter().map(|part| self.numbers(part)).collect();
                self.numbered(|row| row::aggregate(*function, parts.iter().map(|part| part.result(row)), *at_least))
            }
            Node::CountOptions(slot) => Numbers::collect(
                self.bits(slot)
                    .map(|bits| bits.map(|bits| f64::from(bits.count_ones()))),
            ),
            _ => Numbers::collect(self.each(node, |row| row::number(node, row)).into_iter()),
        }
    }

    fn numbered(&self, result: impl Fn(usize) -> Result<f64, Missing>) -> Numbers {
        Numbers::collect((0..self.rows).map(result))
    }

    fn slot_numbers(&self, slot: &Slot) -> Numbers {
        match (&slot.ty, self.column(slot)) {
            (Type::Number, Some(Column::Number { values, kinds })) => {
                let one =
                    |(value, kind): (&f64, &u8)| Missing::from_byte(*kind).map_or_else(|| row::finite(*value), Err);
                Numbers::collect(values.iter().zip(kinds).map(one))
            }
            (Type::Date, Some(Column::Date { values, kinds })) => {
                let one =
                    |(days, kind): (&i32, &u8)| Missing::from_byte(*kind).map_or_else(|| Ok(f64::from(*days)), Err);
                Numbers::collect(values.iter().zip(kinds).map(one))
            }
            _ => {
                let node = Node::Slot(slot.clone());
                Numbers::collect(self.each(&node, |row| row::number(&node, row)).into_iter())
            }
        }
    }

    fn codes(&self, node: &Node) -> Vec<u16> {
        if let Some((codes, options)) = self.coded(node) {
            return Table::new(options, |row| code_word(row::code(node, row))).look_up(codes);
        }
        match node {
            Node::Band { of, bands } => {
                let numbers = self.numbers(of);
                (0..self.rows)
                    .map(|row| code_word(numbers.result(row).and_then(|value| row::band(bands, value))))
                    .collect()
            }
            Node::Kano { with, without } => {
                let (with, without) = (self.numbers(with), self.numbers(without));
                (0..self.rows)
                    .map(|row| code_word(with.result(row).and_then(|one| row::kano(one, without.result(row)?))))
                    .collect()
            }
            _ => self.each(node, |row| code_word(row::code(node, row))),
        }
    }

    /// The options chosen in a multiple choice, row by row.
    fn bits(&self, slot: &Slot) -> impl Iterator<Item = Result<u128, Missing>> {
        let options = row::options(&slot.ty);
        let column = self.column(slot);
        (0..self.rows).map(move |row| match column.map(|column| column.value(row)) {
            Some(Value::Set(bits)) if row::set_fits(bits, options) => Ok(bits),
            Some(Value::Missing(kind)) => Err(kind),
            _ => Err(Missing::Invalid),
        })
    }
}
