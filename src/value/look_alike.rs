//! Look-alike characters: radicals and compatibility ideographs, which a copy from a PDF brings,
//! and letters of another script inside a Latin word.

use unicode_normalization::UnicodeNormalization as _;

/// The radicals of U+2E80 to U+2EF3, each followed by the ideograph that it resembles (Unicode,
/// `EquivalentUnifiedIdeograph.txt`). U+2E80 resembles none. NFKC covers the other blocks.
const RADICALS: &str = "\
    ⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍尐⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心\
    ⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爬⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹\
    ⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艺⻀艻⻁虎⻂衤⻃覀⻄西⻅见⻆角\
    ⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辷⻎辸⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食\
    ⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟\
";

/// The ordinary ideograph that a radical or a compatibility ideograph resembles.
#[must_use]
pub(super) fn ideograph(character: char) -> Option<char> {
    match character {
        '\u{2E80}'..='\u{2EF3}' => {
            let mut pairs = RADICALS.chars();
            while let (Some(radical), Some(like)) = (pairs.next(), pairs.next()) {
                if radical == character {
                    return Some(like);
                }
            }
            None
        }
        '\u{2F00}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
            // Twelve characters of these blocks are unified ideographs; NFKC leaves them unchanged.
            std::iter::once(character)
                .nfkc()
                .next()
                .filter(|like| *like != character)
        }
        _ => None,
    }
}

/// The look-alikes of ideographs in a text, each once, with the ordinary ideograph.
#[must_use]
pub(super) fn radicals(text: &str) -> Vec<(char, char)> {
    let mut found = Vec::new();
    for character in text.chars() {
        if let Some(like) = ideograph(character)
            && !found.contains(&(character, like))
        {
            found.push((character, like));
        }
    }
    found
}

/// Cyrillic and Greek letters that look like Latin letters.
const LATIN_LOOKING: &str = "\
    \u{0405}\u{0406}\u{0408}\u{0410}\u{0412}\u{0415}\u{041A}\u{041C}\u{041D}\u{041E}\u{0420}\u{0421}\u{0422}\u{0423}\u{0425}\
    \u{0430}\u{0435}\u{043E}\u{0440}\u{0441}\u{0443}\u{0445}\u{0455}\u{0456}\u{0458}\u{04AE}\u{04BB}\u{0501}\u{051B}\u{051D}\
    \u{0391}\u{0392}\u{0395}\u{0396}\u{0397}\u{0399}\u{039A}\u{039C}\u{039D}\u{039F}\u{03A1}\u{03A4}\u{03A5}\u{03A7}\u{03BF}";

/// The foreign letters of a text, each once: letters of another script inside a Latin word, and
/// the letters of a foreign word in which every letter looks Latin.
#[must_use]
pub(super) fn foreign_letters(text: &str) -> String {
    let mut found = String::new();
    if text.is_ascii() {
        return found;
    }
    // A text with clearly Cyrillic or Greek letters is written in that language. A word that
    // happens to look Latin is then normal.
    let is_foreign_text = text
        .chars()
        .any(|letter| is_foreign(letter) && !LATIN_LOOKING.contains(letter));
    for word in text.split(|character| !is_of_word(character)) {
        let is_mixed = word.chars().any(is_latin) && !is_unit(word);
        let is_mimic = !is_foreign_text
            && !word.is_empty()
            && word.chars().all(|letter| LATIN_LOOKING.contains(letter));
        if is_mixed || is_mimic {
            for letter in word.chars().filter(|letter| is_foreign(*letter)) {
                if !found.contains(letter) {
                    found.push(letter);
                }
            }
        }
    }
    found
}

fn is_of_word(character: char) -> bool {
    is_latin(character) || is_foreign(character)
}

fn is_latin(character: char) -> bool {
    character.is_ascii_alphabetic()
        || (matches!(
            character,
            '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}'
        ) && character.is_alphabetic())
}

/// Whether the character is a letter of an alphabet other than Latin. East Asian letters do not
/// count, because they end a Latin word; letter-like symbols (℃, µ) belong to every script.
fn is_foreign(character: char) -> bool {
    matches!(
        character,
        '\u{370}'..='\u{1FFF}' | '\u{2C00}'..='\u{2DFF}' | '\u{A4D0}'..='\u{A7FF}' | '\u{AB30}'..='\u{ABFF}'
            | '\u{10280}'..='\u{107FF}'
    ) && character.is_alphabetic()
        && !is_latin(character)
        && !is_east_asian(character)
}

fn is_east_asian(character: char) -> bool {
    matches!(character, '\u{1100}'..='\u{11FF}' | '\u{A960}'..='\u{A97F}')
}

/// Whether the word is a unit of measurement that mixes alphabets: μm, kΩ.
fn is_unit(word: &str) -> bool {
    let is_short = word.chars().count() <= 3;
    is_short && (word.starts_with('μ') || word.ends_with('Ω'))
}

#[cfg(test)]
mod tests {
    use super::{RADICALS, foreign_letters, ideograph, radicals};

    #[test]
    fn radicals_and_compatibility_ideographs_are_what_they_look_like() {
        for (character, expected) in [
            ('\u{2F34}', Some('广')),
            ('\u{2FBC}', Some('高')),
            ('\u{2ED3}', Some('长')),
            ('\u{2E81}', Some('厂')),
            ('\u{2EF3}', Some('龟')),
            ('\u{F90A}', Some('金')),
            ('\u{FA12}', Some('晴')),
            ('\u{2F804}', Some('你')),
            ('\u{2E80}', None),
            // Unified ideographs in a block that is named for compatibility ideographs.
            ('\u{FA0E}', None),
            ('\u{FA29}', None),
            ('广', None),
            ('（', None),
            ('Ａ', None),
            ('①', None),
            ('㈱', None),
        ] {
            assert_eq!(ideograph(character), expected, "character: {character:?}");
        }
        assert_eq!(RADICALS.chars().count(), 2 * 114);
        let all = ('\u{2F00}'..='\u{2FD5}')
            .chain('\u{2E81}'..='\u{2E99}')
            .chain('\u{2E9B}'..='\u{2EF3}');
        for character in all {
            let like = ideograph(character);
            assert!(
                like.is_some_and(|like| ideograph(like).is_none()),
                "{character:?}"
            );
        }
        assert_eq!(
            radicals("\u{2F34}东\u{2FBC}科\u{2F34}"),
            [('\u{2F34}', '广'), ('\u{2FBC}', '高')]
        );
    }

    #[test]
    fn letters_of_another_script_are_found_inside_latin_words() {
        for (text, expected) in [
            ("\u{0410}cme Ltd", "\u{0410}"),
            ("Acm\u{0435}", "\u{0435}"),
            ("杭州\u{0410}cme有限公司", "\u{0410}"),
            ("www.\u{0430}cme.com", "\u{0430}"),
            ("Ac\u{3BC}e", "\u{3BC}"),
            ("A\u{3BF}\u{3BF}b", "\u{3BF}"),
            ("\u{0410}座101室", "\u{0410}"),
            (
                "\u{0410}\u{0421}\u{041C}\u{0415}公司",
                "\u{0410}\u{0421}\u{041C}\u{0415}",
            ),
            ("Acme", ""),
            ("Ａcme", ""),
            ("Société Générale", ""),
            ("Ростелеком", ""),
            ("Общество с ограниченной ответственностью", ""),
            ("ОАО Ромашка (Romashka JSC)", ""),
            ("β版", ""),
            ("α测试", ""),
            ("50μm 10kΩ 5µL 20℃", ""),
            ("ABCアプリ한글", ""),
            ("杭州虚构青禾茶业有限公司", ""),
        ] {
            assert_eq!(foreign_letters(text), expected, "text: {text}");
        }
    }
}
