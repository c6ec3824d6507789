//! Characters that no output may contain.

/// The first character that commands the terminal, changes the order of characters, or is
/// invisible.
pub fn unseen(text: &str, allowed: &[char]) -> Option<char> {
    let mut before = ' ';
    for character in text.chars() {
        let joins = character == '\u{200D}' && u32::from(before) > 0x2000;
        let is_unseen = character.is_control()
            || matches!(character,
                '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}');
        if is_unseen && !joins && !allowed.contains(&character) {
            return Some(character);
        }
        before = character;
    }
    None
}

/// Asserts that no part of a DOCX contains such characters, neither directly nor as character
/// references.
pub fn nothing_unseen_in(name: &str, bytes: &[u8]) {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let part_name = part.name().to_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let found = unseen(&text, &['\n', '\r', '\t']);
        assert_eq!(found, None, "{name}: {part_name}");
        let text = quick_xml::escape::unescape(&text).unwrap();
        let found = unseen(&text, &['\n', '\r', '\t']);
        assert_eq!(found, None, "{name}: {part_name}, as a reference");
    }
}
