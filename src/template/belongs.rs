//! Whose an answer is: this decides what a copy of a contract carries.

use super::model::{Field, FieldKind, ProfileKey, Template};

/// Whose an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Belongs {
    /// The other party's: its name, telephone, account. Another client never gets the answer.
    Client,
    /// The user's own company's.
    Us,
    /// The deal's: product, price, conditions.
    Deal,
    /// A day of the term, or another day.
    Term,
}

/// Words in the name of a field that asks for data of a person or company.
const CONTACT_WORDS: [&str; 15] = [
    "邮箱",
    "邮件",
    "微信",
    "地址",
    "住所",
    "联系人",
    "联系方式",
    "电话",
    "手机",
    "传真",
    "账号",
    "账户",
    "税号",
    "证件",
    "代表人",
];

impl Template {
    /// Whose the answer to a field is: what the template says, or else what source, kind, label and
    /// `[summary]` suggest. In doubt, data of a person or company is the client's, because another
    /// client must never see it.
    #[must_use]
    pub fn owner(&self, field: &Field) -> Belongs {
        if let Some(belongs) = field.belongs {
            return belongs;
        }
        if field.profile.is_some() {
            return Belongs::Us;
        }
        match &field.kind {
            FieldKind::PartyName if self.is_our_name(field) => Belongs::Us,
            FieldKind::PartyName
            | FieldKind::Phone
            | FieldKind::Email
            | FieldKind::BankAccount
            | FieldKind::CreditCode
            | FieldKind::IdCard
            | FieldKind::Postcode => Belongs::Client,
            FieldKind::Date => Belongs::Term,
            FieldKind::Text | FieldKind::Url if asks_for_contact_data(field) => {
                match self.party_named_in(field) {
                    Some(party) if self.owner(party) == Belongs::Us => Belongs::Us,
                    Some(_) | None => Belongs::Client,
                }
            }
            FieldKind::Text
            | FieldKind::Paragraph
            | FieldKind::Money
            | FieldKind::Integer
            | FieldKind::Number
            | FieldKind::Percent
            | FieldKind::Rate(_)
            | FieldKind::Time
            | FieldKind::Choice(_)
            | FieldKind::Url
            | FieldKind::AmountInWords { .. }
            | FieldKind::Computed(_)
            | FieldKind::Hand { .. } => Belongs::Deal,
        }
    }

    /// The fields whose owner the author should name: text that asks for data of a person or
    /// company, without a source.
    pub(super) fn unclear_owners(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| {
            let is_said = field.belongs.is_some() || field.profile.is_some();
            let is_text = matches!(field.kind, FieldKind::Text | FieldKind::Url);
            !is_said && is_text && field.copy != Some(false) && asks_for_contact_data(field)
        })
    }

    /// Whether a party without a source is the user's own company: the template has two parties,
    /// `[summary]` names the other one, and no party comes from the profile.
    fn is_our_name(&self, field: &Field) -> bool {
        let is_party = |field: &&Field| field.kind == FieldKind::PartyName;
        let n_parties = self.fields.iter().filter(is_party).count();
        let has_source = |field: &Field| field.profile == Some(ProfileKey::Name);
        let other = self.summary.party.as_ref();
        n_parties == 2
            && other.is_some_and(|other| *other != field.id)
            && !self.fields.iter().any(has_source)
    }

    /// The party that the name of a field begins with: 甲方 in 甲方联系电话.
    fn party_named_in(&self, field: &Field) -> Option<&Field> {
        let label = &field.label.zh;
        let mut parties = self.fields.iter();
        parties.find(|party| {
            let is_other = party.kind == FieldKind::PartyName && party.id != field.id;
            let word = party_word(&party.label.zh);
            is_other && word.is_some_and(|word| label.starts_with(word))
        })
    }
}

/// The word for a party at the beginning of the label of its name: 甲方 in 甲方（客户）名称.
fn party_word(label: &str) -> Option<&str> {
    const LONGEST: usize = 5;
    let mut starts = label.char_indices().take(LONGEST);
    let (at, last) = starts.find(|(_, character)| matches!(character, '方' | '人'))?;
    label.get(..at + last.len_utf8())
}

fn asks_for_contact_data(field: &Field) -> bool {
    CONTACT_WORDS
        .iter()
        .any(|word| field.label.zh.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::parse;

    /// A template with these fields; each has an id, further keys, and a Chinese label.
    fn template(summary: &str, fields: &[(&str, &str, &str)]) -> Template {
        let mut front = format!("id = \"note\"\ntitle = \"便条\"\nversion = \"1\"\n{summary}\n");
        let mut body = String::new();
        for (id, keys, label) in fields {
            front.push_str(&format!(
                "[[fields]]\nid = \"{id}\"\n{keys}\nlabel = {{ zh = \"{label}\", en = \"X\" }}\n"
            ));
            body.push_str(&format!("{{{{ {id} }}}}\n\n"));
        }
        let source = format!("+++\n{front}+++\n{body}");
        parse(source.as_bytes()).unwrap_or_else(|errors| panic!("{errors:?}: {source}"))
    }

    const TEXT: &str = "kind = \"text\"";
    const PARTY: &str = "kind = \"text\"\nparty = true";

    #[test]
    fn whose_an_answer_is_follows_from_the_declaration_or_is_guessed() {
        let template = template(
            "[summary]\nparty = \"a\"",
            &[
                ("a", PARTY, "甲方名称"),
                (
                    "b",
                    "kind = \"text\"\nparty = true\nsource = \"profile.name\"",
                    "乙方名称",
                ),
                ("guarantor", PARTY, "担保人名称"),
                ("a_phone", "kind = \"phone\"", "联系电话"),
                (
                    "b_phone",
                    "kind = \"phone\"\nsource = \"profile.phone\"",
                    "联系电话",
                ),
                ("a_account", "kind = \"bank_account\"", "开户银行账号"),
                ("a_code", "kind = \"credit_code\"", "税号"),
                ("mail", TEXT, "接收资料的电子邮箱"),
                ("a_mail", TEXT, "甲方邮箱"),
                ("b_mail", TEXT, "乙方邮箱"),
                ("b_site", "kind = \"url\"", "乙方联系方式网址"),
                ("said", "kind = \"text\"\nbelongs = \"deal\"", "送货地址"),
                ("ours", "kind = \"date\"\nbelongs = \"us\"", "成立日期"),
                ("day", "kind = \"date\"", "签署日期"),
                ("product", TEXT, "产品名称"),
                ("price", "kind = \"money\"", "单价"),
            ],
        );
        let owners: Vec<(&str, Belongs)> = (template.fields.iter())
            .map(|field| (field.id.as_str(), template.owner(field)))
            .collect();
        let (client, us, deal, term) = (Belongs::Client, Belongs::Us, Belongs::Deal, Belongs::Term);
        assert_eq!(
            owners,
            [
                ("a", client),
                ("b", us),
                ("guarantor", client),
                ("a_phone", client),
                ("b_phone", us),
                ("a_account", client),
                ("a_code", client),
                ("mail", client),
                ("a_mail", client),
                ("b_mail", us),
                ("b_site", us),
                ("said", deal),
                ("ours", us),
                ("day", term),
                ("product", deal),
                ("price", deal),
            ]
        );
        let unclear = template.unclear_owners().map(|field| field.id.as_str());
        assert_eq!(
            unclear.collect::<Vec<_>>(),
            ["mail", "a_mail", "b_mail", "b_site"]
        );
    }

    #[test]
    fn a_party_without_a_source_is_ours_only_if_no_other_can_be() {
        for (summary, second, expected) in [
            ("[summary]\nparty = \"a\"", PARTY, Belongs::Us),
            ("", PARTY, Belongs::Client),
        ] {
            let two = template(summary, &[("a", PARTY, "甲方"), ("b", second, "乙方")]);
            let owner = |id: &str| two.owner(two.field(id).unwrap());
            assert_eq!(owner("a"), Belongs::Client, "{summary}");
            assert_eq!(owner("b"), expected, "{summary}");
        }
        let three = template(
            "[summary]\nparty = \"a\"",
            &[
                ("a", PARTY, "甲方"),
                ("b", PARTY, "乙方"),
                ("c", PARTY, "丙方"),
            ],
        );
        for id in ["a", "b", "c"] {
            assert_eq!(
                three.owner(three.field(id).unwrap()),
                Belongs::Client,
                "{id}"
            );
        }
    }
}
