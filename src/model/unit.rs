//! What a row is, where it is not a whole response: a visited shop, a rated colleague, a ticket.

use super::Id;
use super::VariableIndex;

/// The unit of a survey whose rows belong to the responses of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLink {
    /// The survey whose responses they belong to.
    pub of: Id,
    /// The hidden text that holds the id of the response.
    pub key: VariableIndex,
    /// Hidden variables filled from that response's answer of the same name.
    pub fills: Vec<Id>,
    /// The repeated page of that survey whose copies are the rows.
    pub repeats: Option<Id>,
}
