//! What a path model consists of, and what may be wrong with it.

use serde::Serialize;

/// How the scores of neighbouring constructs are combined while weights are sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// The sign of their correlation.
    #[default]
    Centroid,
    /// Causes by their regression coefficients, effects by their correlation.
    Path,
    /// Their correlation.
    Factorial,
}

/// Constructs, each with its block of items and the constructs it depends on. Valid by construction.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    blocks: Vec<Vec<usize>>,
    causes: Vec<Vec<usize>>,
    /// Constructs in an order in which causes come first.
    order: Vec<usize>,
    /// The construct of each item; items are `0..items`.
    owner: Vec<usize>,
    scheme: Scheme,
}

/// What is wrong with a model. Constructs and items are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// There are fewer than two constructs.
    TooFew,
    /// A construct has no items.
    NoItems(usize),
    /// An item belongs to two constructs, or is left out while a later one is used.
    Shared(usize),
    /// A construct depends on itself, by a circle of paths.
    Circle(usize),
    /// A construct is joined to no other.
    Apart(usize),
}

impl Model {
    /// A model of `blocks` (items of each construct; together every item from 0 once) and `causes` (the constructs each
    /// depends on).
    ///
    /// # Errors
    /// The first [`Flaw`].
    pub fn new(blocks: Vec<Vec<usize>>, causes: Vec<Vec<usize>>, scheme: Scheme) -> Result<Self, Flaw> {
        if blocks.len() < 2 || causes.len() != blocks.len() {
            return Err(Flaw::TooFew);
        }
        let items: usize = blocks.iter().map(Vec::len).sum();
        let mut owner = vec![usize::MAX; items];
        for (construct, block) in blocks.iter().enumerate() {
            if block.is_empty() {
                return Err(Flaw::NoItems(construct));
            }
            for item in block {
                match owner.get_mut(*item) {
                    Some(free) if *free == usize::MAX => *free = construct,
                    _ => return Err(Flaw::Shared(*item)),
                }
            }
        }
        for (construct, own) in causes.iter().enumerate() {
            if own.iter().any(|cause| *cause >= blocks.len()) {
                return Err(Flaw::TooFew);
            }
            let an_effect = causes.iter().any(|others| others.contains(&construct));
            if own.is_empty() && !an_effect {
                return Err(Flaw::Apart(construct));
            }
        }
        let order = ordered(&causes).map_err(Flaw::Circle)?;
        Ok(Self {
            blocks,
            causes,
            order,
            owner,
            scheme,
        })
    }

    /// Items of each construct.
    #[must_use]
    pub fn blocks(&self) -> &[Vec<usize>] {
        &self.blocks
    }

    /// Constructs each construct depends on.
    #[must_use]
    pub fn causes(&self) -> &[Vec<usize>] {
        &self.causes
    }

    /// Number of constructs.
    #[must_use]
    pub fn constructs(&self) -> usize {
        self.blocks.len()
    }

    /// Number of items.
    #[must_use]
    pub fn items(&self) -> usize {
        self.owner.len()
    }

    /// The construct of each item.
    #[must_use]
    pub fn owner(&self) -> &[usize] {
        &self.owner
    }

    /// Constructs with causes before effects.
    #[must_use]
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// How weights are sought.
    #[must_use]
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }
}

/// Causes before effects; a construct of a circle when there is one.
fn ordered(causes: &[Vec<usize>]) -> Result<Vec<usize>, usize> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < causes.len() {
        let free = |construct: &usize| {
            !order.contains(construct) && causes[*construct].iter().all(|cause| order.contains(cause))
        };
        match (0..causes.len()).find(free) {
            Some(next) => order.push(next),
            None => return Err((0..causes.len()).find(|one| !order.contains(one)).unwrap_or(0)),
        }
    }
    Ok(order)
}
