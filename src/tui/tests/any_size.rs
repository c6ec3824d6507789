//! Properties that hold on every screen of every size.

use super::*;

/// The screen of the program with this number.
fn any_state(number: usize, screen: (u16, u16), ambiguous: Ambiguous) -> App {
    let app = app_in(Language::Chinese, screen, ambiguous);
    let mut app = match number {
        0 => return app,
        1 => return listed(app),
        2 => open(app, ANSWERS),
        10 => return safety::upgrading(app),
        11 => return safety::in_use(app),
        22 => return safety::without_template(app),
        12 => return palette::look_for(listed(app), "j"),
        13 => return palette::look_for(half_filled(listed(app)), "j"),
        14 => return palette::look_for(half_filled(app), "没有这个"),
        18 => return style::style_of(app, "draft_blanks"),
        19 => {
            let mut app = style::style_of(app, "margins");
            act(&mut app, Action::Confirm);
            return app;
        }
        15..=17 => {
            let mut app = export::written(app_in(Language::English, screen, ambiguous));
            for _ in 15..number {
                act(&mut app, Action::PageDown);
            }
            return app;
        }
        _ => half_filled(app),
    };
    let action = match number {
        2 | 3 => Action::NextUnanswered,
        4 => Action::SwitchPane,
        5 => Action::Export,
        6 => Action::Findings,
        7 => Action::Corrections,
        23 => Action::Suggestions,
        8 => {
            export::make_pdf(&mut app);
            return app;
        }
        20 => {
            act(&mut app, Action::DeleteLine);
            Action::Steps
        }
        9 => {
            go_to(&mut app, "term_end");
            Action::Helper
        }
        _ => Action::Help,
    };
    act(&mut app, action);
    app
}

/// The first cell with content in the right half of a wide character.
fn eaten(buffer: &Buffer) -> Option<(u16, u16)> {
    let columns = usize::from(buffer.area.width).max(1);
    (0_u16..)
        .zip(buffer.content().chunks(columns))
        .find_map(|(y, cells)| {
            let is_eaten = |pair: &[ratatui::buffer::Cell]| {
                pair[0].cell_width() > 1 && !matches!(pair[1].symbol(), "" | " ")
            };
            let x = cells.windows(2).position(is_eaten)?;
            Some((u16::try_from(x).unwrap(), y))
        })
}

/// `stty` accepts any size, and terminals in tests may have any size.
#[test]
fn no_screen_is_too_large_to_be_drawn() {
    for size in [(7_282, 30), (u16::MAX, 16), (60, 17_476)] {
        for number in 0..=23 {
            let app = any_state(number, size, Ambiguous::Narrow);
            let (buffer, _) = draw_on(&app, size);
            assert_eq!(buffer.area.width, size.0, "screen {number}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn no_size_of_the_screen_breaks_the_drawing(
        number in 0_usize..=23,
        columns in 1_u16..300,
        rows in 1_u16..100,
        drawn_columns in 1_u16..300,
        wide in any::<bool>(),
    ) {
        let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        let app = any_state(number, (columns, rows), ambiguous);
        for size in [(columns, rows), (drawn_columns, rows)] {
            let (buffer, cursor) = draw_on(&app, size);
            if let Some((x, y)) = cursor {
                prop_assert!(x < size.0 && y < size.1, "cursor at {x}, {y} of {size:?}");
            }
            prop_assert_eq!(buffer.area.width, size.0);
            prop_assert_eq!(eaten(&buffer), None, "half of a character is left");
        }
    }
}
