//! What the after-sales survey asks, and how often each answer comes.

use crate::answers::Item;

/// Where orders come from, with shares.
pub const CHANNELS: [(&str, f64); 5] = [
    ("app", 0.46),
    ("web", 0.20),
    ("phone", 0.11),
    ("store", 0.11),
    ("social", 0.12),
];
/// What is bought, with shares.
pub const BOUGHT: [(&str, f64); 7] = [
    ("clothing", 0.26),
    ("home", 0.19),
    ("appliances", 0.11),
    ("digital", 0.15),
    ("food", 0.14),
    ("beauty", 0.11),
    ("other", 0.04),
];
/// Reasons for a contact, with shares.
pub const REASONS: [(&str, f64); 6] = [
    ("delivery", 0.33),
    ("quality", 0.2),
    ("refund", 0.22),
    ("invoice", 0.11),
    ("account", 0.09),
    ("other", 0.05),
];

/// Overall satisfaction.
pub const OVERALL: Item = Item::new("overall", 0.8, 0.0);
/// Recommendation.
pub const RECOMMEND: Item = Item::new("recommend", 0.75, 0.0);
/// Intention to buy again.
pub const BUY_AGAIN: Item = Item::new("buy_again", 0.65, -0.05);
/// Ease of getting help.
pub const EFFORT: Item = Item::new("effort", 0.6, -0.1);
/// The battery on the product.
pub const PRODUCT: [Item; 3] = [
    Item::new("product.quality", 0.72, 0.1),
    Item::new("product.description", 0.7, 0.0),
    Item::new("product.value", 0.62, -0.2),
];
/// The first half of the battery on service.
pub const DELIVERY: [Item; 2] = [
    Item::new("service.speed", 0.6, -0.05).unsure(0.02),
    Item::new("service.condition", 0.55, 0.2).unsure(0.02),
];
/// Its second half.
pub const SUPPORT: [Item; 2] = [
    Item::new("service.response", 0.65, -0.15).unsure(0.04),
    Item::new("service.solved", 0.7, -0.2).unsure(0.05),
];
/// The battery on shopping.
pub const EXPERIENCE: [Item; 3] = [
    Item::new("experience.search", 0.6, -0.1),
    Item::new("experience.checkout", 0.6, 0.25),
    Item::new("experience.tracking", 0.6, 0.1),
];
/// The battery on information security.
pub const SECURITY: [Item; 3] = [
    Item::new("security.privacy", 0.55, -0.25).unsure(0.09),
    Item::new("security.payment", 0.55, 0.1).unsure(0.06),
    Item::new("security.messages", 0.5, -0.45).unsure(0.04),
];
/// The battery on the brand.
pub const BRAND: [Item; 2] = [
    Item::new("brand.promises", 0.75, -0.1).unsure(0.03),
    Item::new("brand.reputation", 0.72, 0.05).unsure(0.04),
];

/// Columns of the files.
pub const HEADER: [&str; 32] = [
    "response_id",
    "submitted_at",
    "started_at",
    "language",
    "customer_id",
    "region",
    "channel",
    "bought",
    "bought.other",
    "overall",
    "product.quality",
    "product.description",
    "product.value",
    "contact",
    "contact.other",
    "effort",
    "service.speed",
    "service.condition",
    "service.response",
    "service.solved",
    "experience.search",
    "experience.checkout",
    "experience.tracking",
    "security.privacy",
    "security.payment",
    "security.messages",
    "brand.promises",
    "brand.reputation",
    "recommend",
    "reason",
    "buy_again",
    "suggestion",
];
