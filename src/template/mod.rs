//! Templates: the text of a contract, its fields, and the rules about them. Parsing lives here too.

mod belongs;
mod body;
mod body_text;
mod computed;
mod corrections;
mod declare;
mod error;
mod expression;
mod fields;
mod findings;
mod formula;
mod front_matter;
mod id_hash;
mod lines;
mod markdown;
mod message;
mod model;
mod numbering;
mod options;
mod parse;
mod place;
mod reading;
mod rows;
mod style;
mod table;
mod tags;

pub use belongs::Belongs;
pub use body::{
    Alignment, Body, BodyBlock, BodyContent, BodyInline, BodyRow, Column, Condition,
    ConditionIndex, Edge, EdgeLine, Guard, OptionOf, Parties, Shape, TableRole, TableRule,
    printed_rows,
};
pub use corrections::overlap;
pub use error::{RemarkKind, TemplateError, TemplateProblem, TemplateRemark, Unsupported};
pub use expression::{
    EvaluationError, Expression, ExpressionError, Remark, Scope, ScopeValue, Totals,
};
pub use findings::{Check, Correction, CorrectionKind, Severity};
pub use formula::{Figures, Formula, FormulaError};
pub use id_hash::IdHash;
pub use message::CheckMessage;
pub use model::{
    Computed, ComputedAs, DefaultAnswer, Field, FieldId, FieldKind, Group, Limits, Options, Print,
    ProfileKey, Summary, Template, TemplateOption,
};
pub use numbering::{Counters, Numbering};
pub use parse::{parse, parse_by};
pub use place::{BlockId, Place, RowId};
pub use reading::is_strike_mark;
pub use rows::RowGroup;
pub use style::{
    AmountStyle, BlankMark, CopiesStyle, PageSize, PaperStyle, Protection, Separator,
    SignaturePage, Style, StyleError, StyleGroup, StyleKey, StyleKeys, StyleKind, StyleValue,
    Underline, size_name,
};
