//! The ready-made surveys, carried in the program.

/// A ready-made survey.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ready {
    /// Its name, also that of its file.
    pub name: &'static str,
    /// What it is for: English, Chinese.
    pub purpose: [&'static str; 2],
    /// The definition.
    pub definition: &'static str,
    /// What invented answers to it hold, so that a report has something to find.
    pub effects: &'static str,
    /// Who asks whom, when and how, and which figure answers what.
    pub scenario: &'static str,
}

macro_rules! ready {
    ($name:literal, $en:literal, $zh:literal) => {
        Ready {
            name: $name,
            purpose: [$en, $zh],
            definition: include_str!(concat!("../../../surveys/", $name, ".yaml")),
            effects: include_str!(concat!("../../../surveys/effects/", $name, ".toml")),
            scenario: include_str!(concat!("../../../docs/library/", $name, ".md")),
        }
    };
}

/// All of them, in the order of docs/surveys-library.md.
pub(super) const ALL: [Ready; 12] = [
    ready!(
        "nps-relationship",
        "all customers, twice or four times a year: recommendation and what stands behind it",
        "面向全体客户，每年两次或四次：推荐意愿及其背后的原因"
    ),
    ready!(
        "after-sales",
        "after an order was delivered: an index of product, service, experience, information security and brand",
        "订单送达之后：由产品、服务、体验、信息安全、品牌组成的满意度指数"
    ),
    ready!(
        "support-csat",
        "when an online support case is closed: satisfaction, effort, first-contact resolution, the agent",
        "在线客服会话结束时：满意率、办事轻松度、首次解决率、客服人员"
    ),
    ready!(
        "service-quality",
        "after a visit or contact: performance and importance of twelve items on five dimensions",
        "办理业务之后：五个维度、十二项的满意度与重要性"
    ),
    ready!(
        "ecommerce-index",
        "an online shop: an index from choosing to after-sales, late deliveries, repurchase",
        "网上商城：从选购到售后的满意度指数、延迟送达、再次购买"
    ),
    ready!(
        "digital-experience",
        "an app or website: task success, ease, touchpoints, the System Usability Scale",
        "应用或网站：办成率、容易程度、各触点、系统可用性量表（SUS）"
    ),
    ready!(
        "social-media",
        "when a conversation on a social platform is closed: speed, quality and privacy of the reply",
        "社交平台上的联系结束后：回复的速度、质量和信息保护"
    ),
    ready!(
        "telecom-quality",
        "users of phone and broadband, every quarter: network, bills, service, information security",
        "通信用户，每季度：网络、资费账单、客户服务、信息安全"
    ),
    ready!(
        "complaint-followup",
        "after a complaint was closed: settled or not, and how fair outcome and procedure were",
        "投诉办结之后：是否解决，结果与过程是否公平"
    ),
    ready!(
        "appraisal-360",
        "a service unit as customers, colleagues and superiors see it",
        "客户、同事、上级眼中的服务团队"
    ),
    ready!(
        "kano-features",
        "before deciding what to build: which features are expected, wanted, or would delight (Kano)",
        "决定开发什么之前：哪些功能是必备、期望或魅力属性（Kano）"
    ),
    ready!(
        "price-value",
        "price sensitivity (van Westendorp), willingness to buy, value for money",
        "价格敏感度（van Westendorp）、购买意愿、物有所值"
    ),
];
