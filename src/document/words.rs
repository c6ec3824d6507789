//! The words that the program adds to a contract, in the contract's language.

/// The words that the program adds to a contract.
#[derive(Debug)]
pub struct PaperWords {
    /// Marks a draft in every format, on paper on every page, so that it cannot be signed by
    /// mistake.
    pub draft_mark: &'static str,
    /// The parts of the page line around its two numbers: before, between, behind.
    pub page_line: [&'static str; 3],
    /// The line after the last clause.
    pub(super) end_mark: &'static str,
    /// The parts of the first line of a separate signature page around the title.
    pub(super) signature_page: [&'static str; 2],
    /// What stands between an option and the text that completes it.
    pub(super) colon: &'static str,
}

const CHINESE: PaperWords = PaperWords {
    draft_mark: "草稿",
    page_line: ["第 ", " 页 共 ", " 页"],
    end_mark: "（以下无正文）",
    signature_page: ["（本页无正文，为《", "》签署页）"],
    colon: "：",
};

const ENGLISH: PaperWords = PaperWords {
    draft_mark: "DRAFT",
    page_line: ["Page ", " of ", ""],
    end_mark: "(End of text)",
    signature_page: ["(Signature page of ", ")"],
    colon: ": ",
};

impl PaperWords {
    /// The words for a contract in this language (a BCP 47 tag): Chinese for `zh` and where no
    /// language is said, English for any other.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        if language.is_empty() || language.starts_with("zh") {
            &CHINESE
        } else {
            &ENGLISH
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_primary_language_decides() {
        for (language, expected) in [
            ("zh-CN", "草稿"),
            ("en", "DRAFT"),
            ("en-GB", "DRAFT"),
            ("fr", "DRAFT"),
            ("zh", "草稿"),
            ("", "草稿"),
        ] {
            assert_eq!(PaperWords::of(language).draft_mark, expected, "{language}");
        }
    }
}
