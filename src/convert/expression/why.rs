//! Why a condition is not carried over.

/// The first part of a condition that has no equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::convert) enum Why {
    /// It is not written in a form that is known.
    Form,
    /// It names something that is no question before it.
    Name(String),
    /// It uses a function or operator without an equal.
    Function(String),
    /// It compares with something that is no option of the question.
    Option(String),
    /// It compares values that cannot be compared.
    Types,
    /// It has no equal where an answer is missing.
    Missing,
    /// The definition refuses it, with these words.
    Refused(String, String),
}

impl Why {
    pub(in crate::convert) fn english(&self) -> String {
        match self {
            Self::Form => "its form is not understood".to_owned(),
            Self::Name(name) => format!("`{name}` is no question that can be asked before"),
            Self::Function(name) => format!("`{name}` has no equal"),
            Self::Option(code) => format!("`{code}` is no answer to the question it is compared with"),
            Self::Types => "it compares what cannot be compared in a definition".to_owned(),
            Self::Missing => "it cannot be said with the same meaning for missing answers".to_owned(),
            Self::Refused(en, _) => en.clone(),
        }
    }

    pub(in crate::convert) fn chinese(&self) -> String {
        match self {
            Self::Form => "写法无法理解".to_owned(),
            Self::Name(name) => format!("`{name}` 不是前面可以提问的题目"),
            Self::Function(name) => format!("`{name}` 没有对应写法"),
            Self::Option(code) => format!("`{code}` 不是所比较题目的答案"),
            Self::Types => "比较的内容在问卷定义中不能比较".to_owned(),
            Self::Missing => "未作答时的含义无法保持一致".to_owned(),
            Self::Refused(_, zh) => zh.clone(),
        }
    }
}
