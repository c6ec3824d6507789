//! Characters that arrive together have the same effect as characters that arrive one by one.

use proptest::prelude::*;

use super::*;

/// A field of each kind that takes a line of text.
const FIELDS: [&str; 5] = [
    "party_a_name",
    "first_year_fee",
    "term_start",
    "copies_total",
    "late_fee_percent",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn typing_at_once_is_typing_one_by_one(
        field in prop::sample::select(FIELDS.to_vec()),
        before in "[甲，1]{0,3}",
        typed in "[甲乙a1290. ，。；、\u{3000}-]{0,12}",
    ) {
        let steps = |app: &App| app.editor.as_ref().unwrap().steps();
        let mut one_by_one = editor();
        go_to(&mut one_by_one, field);
        type_text(&mut one_by_one, &before);
        let mut at_once = editor();
        go_to(&mut at_once, field);
        type_text(&mut at_once, &before);
        type_text(&mut one_by_one, &typed);
        at_once.update(Message::Typed(typed));
        prop_assert_eq!(answer(&at_once, field), answer(&one_by_one, field));
        prop_assert_eq!(steps(&at_once), steps(&one_by_one));
    }
}
