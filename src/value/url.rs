//! Web addresses.

use super::digits::half_width;
use super::doubt::{Doubt, UrlOddity};
use super::error::ValueError;
use super::text::labelled;

/// Labels that people copy together with an address.
const LABELS: [&str; 6] = ["官方网站", "官网", "网址", "网站", "链接", "URL"];

/// A web address as typed, with or without its scheme, without a leading label; never blank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(String);

impl Url {
    /// Accepts any visible text; [`Url::doubts`] reports oddities.
    ///
    /// # Errors
    ///
    /// Blank.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        labelled(text, &LABELS).map(Self)
    }

    /// The address as typed, without surrounding spaces and leading label.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The oddities that a browser would probably not accept (H07). Host names may have letters of
    /// any script.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        let (address, ends_with_stop) = match self.0.strip_suffix('。') {
            Some(address) => (address, true),
            None => (self.0.as_str(), false),
        };
        let oddities: Vec<UrlOddity> = [
            (address.contains(char::is_whitespace), UrlOddity::Space),
            (
                address.contains(is_full_width_punctuation),
                UrlOddity::FullWidthPunctuation,
            ),
            (ends_with_stop, UrlOddity::TrailingFullStop),
            (!has_dot(&half_width(address)), UrlOddity::NoDot),
            (!begins_well(&half_width(address)), UrlOddity::Scheme),
            (is_mail(&half_width(address)), UrlOddity::Mail),
        ]
        .into_iter()
        .filter_map(|(found, oddity)| found.then_some(oddity))
        .collect();
        if oddities.is_empty() {
            Vec::new()
        } else {
            vec![Doubt::UnusualUrl { oddities }]
        }
    }
}

fn is_full_width_punctuation(character: char) -> bool {
    matches!(
        character,
        '\u{3001}'..='\u{3002}'
            | '\u{3008}'..='\u{3011}'
            | '\u{2018}'..='\u{201F}'
            | '\u{2014}'
            | '\u{2026}'
            | '\u{FF01}'..='\u{FF0F}'
            | '\u{FF1A}'..='\u{FF20}'
            | '\u{FF3B}'..='\u{FF40}'
            | '\u{FF5B}'..='\u{FF65}'
    )
}

/// Whether the address has no scheme or a known scheme, with both slashes and no backslash.
fn begins_well(address: &str) -> bool {
    let scheme = address.split_once("//").map(|(scheme, _)| scheme);
    let is_known = |scheme: &str| {
        ["http:", "https:", "ftp:"]
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known))
    };
    let misses_slash = ["http:", "https:"].iter().any(|scheme| {
        address
            .get(..scheme.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(scheme))
            && !address
                .get(scheme.len()..)
                .unwrap_or_default()
                .starts_with("//")
    });
    !address.contains('\\')
        && !misses_slash
        && scheme.is_none_or(|scheme| {
            // A dot or slash before // means that // is part of the path.
            is_known(scheme) || scheme.contains(['.', '/'])
        })
}

fn is_mail(address: &str) -> bool {
    !address.contains("//")
        && address.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !name.contains('/') && host.contains('.')
        })
}

/// Whether the host has a dot between two names. The caller passes half-width text, so that a
/// full-width dot counts here; full-width characters are an oddity of their own.
fn has_dot(address: &str) -> bool {
    let after_scheme = address
        .split_once("://")
        .map_or(address, |(_, after_scheme)| after_scheme);
    let host = after_scheme
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default();
    let mut names = host.split('.').filter(|name| !name.trim().is_empty());
    names.next().is_some() && names.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::{Doubt, Url, UrlOddity};
    use proptest::prelude::*;

    #[test]
    fn an_address_says_what_is_odd_about_it() {
        for (input, expected) in [
            ("www.example.com", vec![]),
            ("https://help.example.com/a?b=c#d", vec![]),
            ("http://帮助.中国", vec![]),
            ("https://例子.公司/售后", vec![]),
            ("192.168.1.1:8080", vec![]),
            ("www.example .com", vec![UrlOddity::Space]),
            ("www.example.com\u{3000}a", vec![UrlOddity::Space]),
            (
                "http：//www.example.com",
                vec![UrlOddity::FullWidthPunctuation],
            ),
            ("www。example。com", vec![UrlOddity::FullWidthPunctuation]),
            ("www.example.com。", vec![UrlOddity::TrailingFullStop]),
            ("example", vec![UrlOddity::NoDot]),
            ("https://example/index.html", vec![UrlOddity::NoDot]),
            ("example.", vec![UrlOddity::NoDot]),
            ("http:\\\\www.example.com", vec![UrlOddity::Scheme]),
            (
                "http:/www.example.com",
                vec![UrlOddity::NoDot, UrlOddity::Scheme],
            ),
            ("htps://www.example.com", vec![UrlOddity::Scheme]),
            (
                "http//www.example.com",
                vec![UrlOddity::NoDot, UrlOddity::Scheme],
            ),
            ("HTTPS://www.example.com//a", vec![]),
            ("www.example.com//a", vec![]),
            ("help@example.com", vec![UrlOddity::Mail]),
            ("https://user@example.com/@a", vec![]),
            ("www.example.com/@a.b", vec![]),
            (
                "见 官网。",
                vec![
                    UrlOddity::Space,
                    UrlOddity::TrailingFullStop,
                    UrlOddity::NoDot,
                ],
            ),
        ] {
            let doubts = Url::parse(input).unwrap().doubts();
            let expected = if expected.is_empty() {
                vec![]
            } else {
                vec![Doubt::UnusualUrl { oddities: expected }]
            };
            assert_eq!(doubts, expected, "input: {input}");
        }
    }

    #[test]
    fn a_label_before_the_address_is_no_part_of_it() {
        for (input, expected) in [
            ("网址：www.example.com", "www.example.com"),
            ("官网: https://www.example.com", "https://www.example.com"),
            ("http://www.example.com", "http://www.example.com"),
            ("网址：", "网址："),
        ] {
            assert_eq!(
                Url::parse(input).unwrap().as_str(),
                expected,
                "input: {input}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in any::<String>()) {
            if let Ok(url) = Url::parse(&text) {
                let _ = url.doubts();
            }
        }
    }
}
