//! From a text to a value, by the kind of the field that it is for: the same for what is typed, for
//! what a template offers and for what a contract prints.

use super::model::{Field, FieldKind, Print};
use crate::value::{
    self, BankAccount, ClockTime, CreditCode, Email, IdCard, Number, Paragraph, PartyName, Percent,
    Phone, Postcode, Rate, Url, Value, ValueError,
};

impl Field {
    /// The value that a text says; `None` where people type none. The unit of the field may stand
    /// behind a number. Whether the value keeps the field's limits is not asked.
    ///
    /// # Errors
    /// The text is no value of this kind.
    pub fn value_of(&self, text: &str) -> Result<Option<Value>, ValueError> {
        Ok(Some(match &self.kind {
            FieldKind::Text => Value::Text(text.to_owned()),
            FieldKind::Paragraph => Value::Paragraph(Paragraph::parse(text)?),
            FieldKind::PartyName => Value::PartyName(PartyName::parse(text)?),
            FieldKind::Money => Value::Money(self.currency.parse(text, &self.unit)?),
            FieldKind::Integer => Value::Integer(value::parse_integer_with_unit(text, &self.unit)?),
            FieldKind::Number => Value::Number(Number::parse_with_unit(text, &self.unit)?),
            FieldKind::Percent => Value::Percent(Percent::parse(text)?),
            FieldKind::Rate(unit) => Value::Rate(Rate::parse(text, *unit)?),
            FieldKind::Date if matches!(self.print, Print::Month | Print::HanMonth) => {
                Value::Date(value::date::parse_month(text)?)
            }
            FieldKind::Date => Value::Date(value::date::parse_stored(text)?),
            FieldKind::Time => Value::Time(ClockTime::parse(text)?),
            FieldKind::Phone => Value::Phone(Phone::parse(text)?),
            FieldKind::Email => Value::Email(Email::parse(text)?),
            FieldKind::Url => Value::Url(Url::parse(text)?),
            FieldKind::BankAccount => Value::BankAccount(BankAccount::parse(text)?),
            FieldKind::CreditCode => Value::CreditCode(CreditCode::parse(text)?),
            FieldKind::IdCard => Value::IdCard(IdCard::parse(text)?),
            FieldKind::Postcode => Value::Postcode(Postcode::parse(text)?),
            FieldKind::Choice(_) => return Err(ValueError::ChoiceExpected),
            FieldKind::AmountInWords { .. } | FieldKind::Computed(_) | FieldKind::Hand { .. } => {
                return Ok(None);
            }
        }))
    }
}

/// Whether a text says that a blank does not apply, where its field may be struck.
#[must_use]
pub fn is_strike_mark(text: &str) -> bool {
    matches!(text, "/" | "／")
}
