//! Addresses of electronic mail.

use super::digits::half_width;
use super::doubt::Doubt;
use super::error::ValueError;
use super::text::labelled;

/// Labels that people copy together with an address.
const LABELS: [&str; 8] = [
    "电子邮箱",
    "电子邮件",
    "邮箱",
    "邮件",
    "Email",
    "E-mail",
    "email",
    "e-mail",
];

/// Endings that are slips of the keyboard, with the ending that was meant.
const SLIPS: [(&str, &str); 8] = [
    (".con", ".com"),
    (".cmo", ".com"),
    (".ocm", ".com"),
    (".vom", ".com"),
    (".comm", ".com"),
    (".coom", ".com"),
    (".cn.com", ".com.cn"),
    (".ent", ".net"),
];

/// One address of mail, in half-width characters, without a leading label; never blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads one address: a name, `@`, and a host with a dot. Names and hosts may have letters of
    /// any script (RFC 6531). Full-width forms of a Chinese keyboard (`＠`, `。`) become ASCII.
    ///
    /// # Errors
    ///
    /// Blank, several addresses, or no address.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let typed = labelled(text, &LABELS)?;
        let address = half_width(&typed);
        let address = address.trim();
        let address = strip_scheme(address);
        // `、`, `;` and the like never stand in an address without quotes.
        let n_addresses = address
            .split([',', ';', '、', '/', ' ', '或', '和'])
            .filter(|part| part.contains('@'))
            .count();
        if n_addresses > 1 {
            return Err(ValueError::SeveralEmails { answer: typed });
        }
        if is_address(address) {
            Ok(Self(address.to_owned()))
        } else {
            Err(ValueError::NotAnEmail { answer: typed })
        }
    }

    /// The address in half-width characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A doubt about an ending that is probably a slip of the keyboard (H17).
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let lower = self.0.to_ascii_lowercase();
        let meant = SLIPS.iter().find_map(|(slip, ending)| {
            let head = lower.strip_suffix(slip)?.len();
            Some(format!("{}{ending}", self.0.get(..head)?))
        });
        let doubt = meant.map(|instead| Doubt::UnusualEmail { instead });
        doubt.into_iter().collect()
    }
}

/// The address behind `mailto:`, as a browser copies it.
fn strip_scheme(address: &str) -> &str {
    const SCHEME: &str = "mailto:";
    match address.split_at_checked(SCHEME.len()) {
        Some((head, rest)) if head.eq_ignore_ascii_case(SCHEME) => rest,
        Some(_) | None => address,
    }
}

fn is_address(address: &str) -> bool {
    let Some((name, host)) = address.split_once('@') else {
        return false;
    };
    let is_plain = |c: char| c.is_alphanumeric();
    let is_name = |part: &str| {
        let may_stand = |c: char| is_plain(c) || "!#$%&'*+-/=?^_`{|}~".contains(c);
        !part.is_empty() && part.chars().all(may_stand)
    };
    let is_label = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| is_plain(c) || c == '-')
    };
    // RFC 5321, 4.5.3.1: 64 octets before the @, 255 behind it.
    let fits = name.len() <= 64 && host.len() <= 255;
    let ends_in_word = host
        .rsplit('.')
        .next()
        .is_some_and(|last| !last.chars().all(|c| c.is_ascii_digit()));
    fits && host.contains('.')
        && ends_in_word
        && name.split('.').all(is_name)
        && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::{Doubt, Email, ValueError};
    use proptest::prelude::*;

    #[test]
    fn an_address_is_understood_as_people_type_it() {
        for (input, expected) in [
            ("a@example.com", "a@example.com"),
            (
                " Zhang.San+ht@mail.example.com.cn ",
                "Zhang.San+ht@mail.example.com.cn",
            ),
            ("zhang＠example。com", "zhang@example.com"),
            ("电子邮箱：a_b@example.com", "a_b@example.com"),
            ("mailto:a@example.com", "a@example.com"),
            ("10001@qq.com", "10001@qq.com"),
            ("张三@例子.中国", "张三@例子.中国"),
        ] {
            let address = Email::parse(input).unwrap();
            assert_eq!(address.as_str(), expected, "input: {input}");
            assert_eq!(address.doubts(), [], "input: {input}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_its_reason() {
        let none = |answer: String| ValueError::NotAnEmail { answer };
        let several = |answer: String| ValueError::SeveralEmails { answer };
        for (input, expected) in [
            ("abc", none as fn(String) -> ValueError),
            ("a@", none),
            ("@example.com", none),
            ("a@example", none),
            ("a@@example.com", none),
            ("a b@example.com", none),
            ("a@example.com（王工）", none),
            ("a..b@example.com", none),
            (".a@example.com", none),
            ("a@example..com", none),
            ("a@example.com.", none),
            ("a@-example.com", none),
            ("a@10.0.0.1", none),
            ("www.example.com", none),
            ("a@example.com；b@example.com", several),
            ("a@example.com, b@example.com", several),
            ("a@example.com 或 b@example.com", several),
            ("a@example.com、b@example.com", several),
        ] {
            let refused = Email::parse(input);
            assert_eq!(refused, Err(expected(input.to_owned())), "input: {input}");
        }
        assert_eq!(Email::parse("\u{3164}"), Err(ValueError::Blank));
        let long = format!("{}@example.com", "a".repeat(65));
        assert!(Email::parse(&long).is_err());
    }

    #[test]
    fn a_slip_of_the_keyboard_is_doubted_with_what_was_meant() {
        for (input, instead) in [
            ("a@example.con", "a@example.com"),
            ("A@QQ.CON", "A@QQ.com"),
            ("a@example.cn.com", "a@example.com.cn"),
            ("a@example.ent", "a@example.net"),
        ] {
            let instead = instead.to_owned();
            let doubts = Email::parse(input).unwrap().doubts();
            assert_eq!(doubts, [Doubt::UnusualEmail { instead }], "input: {input}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_an_address_reads_back(
            text in prop_oneof![any::<String>(), "[a-z@.＠。 ]{0,30}"],
        ) {
            if let Ok(address) = Email::parse(&text) {
                let _ = address.doubts();
                prop_assert_eq!(Email::parse(address.as_str()), Ok(address));
            }
        }
    }
}
