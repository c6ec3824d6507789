//! A message of the client that is pasted, and what is taken from it.

use super::*;
use crate::draft::{Origin, Source};
use crate::template::Place;

const MESSAGE: &str = "小王你好，开票资料如下：\r\n名称：虚构市样例茶业有限公司\r\n\
    税号：91000000MADEMA1A19\r\n电话：0571-00000011\r\n开户行：虚构银行样例支行\r\n\
    账号：0000000000000000011\r\n年费12800，先签一年，3月1号开始，付款走对公转账\r\n\
    合同一式两份，明天见";

/// The screen with the message pasted.
fn pasted(mut app: App, message: &str) -> App {
    act(&mut app, Action::Paste);
    app.update(Message::Pasted(message.to_owned()));
    app
}

fn answer(app: &App, id: &str) -> Option<String> {
    let draft = app.editor.as_ref().unwrap().work.draft();
    draft.answers.get(&id.into()).map(Answer::as_text)
}

fn origin(app: &App, id: &str) -> Option<Origin> {
    let draft = app.editor.as_ref().unwrap().work.draft();
    draft.origins.get(&id.into()).cloned()
}

/// Gives a blank an answer of another contract that nobody has confirmed.
fn carry(app: &mut App, id: &str, text: &str) {
    let work = &mut app.editor.as_mut().unwrap().work;
    let place: Place = id.into();
    let mut draft = work.draft().clone();
    let answer = Answer::Text(text.to_owned());
    draft.answers.insert(place.clone(), answer);
    let origin = Origin {
        from: Source::Copy,
        ..Origin::default()
    };
    draft.origins.insert(place.clone(), origin);
    let replace = crate::desk::work::Edit::Replace(Box::new(draft));
    work.edit(&place, [replace]).unwrap();
}

#[test]
fn a_message_is_pasted_read_and_taken() {
    for (language, screen, name) in [
        (Language::Chinese, WIDE, "paste_at_120_columns"),
        (Language::Chinese, USUAL, "paste_at_80_columns"),
        (Language::Chinese, SMALL, "paste_at_60_columns"),
        (Language::English, WIDE, "paste_at_120_columns_in_english"),
        (Language::English, USUAL, "paste_at_80_columns_in_english"),
        (Language::English, SMALL, "paste_at_60_columns_in_english"),
    ] {
        let app = app_in(language, screen, Ambiguous::Narrow);
        let mut app = open(app, &[("unit_price", "9800")]);
        act(&mut app, Action::Paste);
        let empty = seen(&app);
        app.update(Message::Pasted(MESSAGE.to_owned()));
        let read = seen(&app);
        act(&mut app, Action::TakeSure);
        let taken = seen(&app);
        assert_snapshot!(name, format!("{empty}\n\n{read}\n\n{taken}"));
    }
}

#[test]
fn one_key_takes_all_sure_pieces_in_one_step() {
    let mut app = pasted(open(app(WIDE), &[]), MESSAGE);
    assert_eq!(answer(&app, "party_a_name"), None, "nothing by itself");
    act(&mut app, Action::TakeSure);
    assert!(seen(&app).contains("已填入 8 项"), "{}", seen(&app));
    for (id, expected) in [
        ("party_a_name", "虚构市样例茶业有限公司"),
        (
            "party_a_bank_account",
            "虚构银行样例支行 0000000000000000011",
        ),
        ("unit_price", "12800"),
        ("term_start", "2027-03-01"),
        ("term_end", "2028-02-29"),
    ] {
        assert_eq!(answer(&app, id).as_deref(), Some(expected), "{id}");
        let origin = origin(&app, id).unwrap();
        assert_eq!((origin.from, origin.is_confirmed), (Source::Message, true));
    }
    act(&mut app, Action::Undo);
    assert!(app.editor.as_ref().unwrap().work.draft().answers.is_empty());
    act(&mut app, Action::Redo);
    assert!(answer(&app, "party_a_name").is_some());
    act(&mut app, Action::TakeSure);
    assert!(seen(&app).contains("没有可以一次填入的内容"));
    act(&mut app, Action::Cancel);
    // The form goes on at the first blank that still needs an answer.
    let editor = app.editor.as_ref().unwrap();
    assert!(editor.work.is_open(&editor.focus));
    assert!(seen(&app).contains("虚构市样例茶业有限公司"));
}

#[test]
fn a_piece_is_taken_and_put_back_as_it_was() {
    let mut app = open(app(WIDE), &[]);
    carry(&mut app, "party_a_name", "虚构市旧名有限公司");
    let mut app = pasted(app, "名称：虚构市样例茶业有限公司");
    assert!(
        seen(&app).contains("草稿里是：虚构市旧名有限公司"),
        "{}",
        seen(&app)
    );
    act(&mut app, Action::Toggle);
    let new = Some("虚构市样例茶业有限公司".to_owned());
    assert_eq!(answer(&app, "party_a_name"), new);
    act(&mut app, Action::Toggle);
    let old = Some("虚构市旧名有限公司".to_owned());
    assert_eq!(answer(&app, "party_a_name"), old);
    assert!(!origin(&app, "party_a_name").unwrap().is_confirmed);
    // Nobody has confirmed the carried answer, so the message replaces it.
    act(&mut app, Action::TakeSure);
    assert_eq!(answer(&app, "party_a_name"), new);
}

#[test]
fn what_the_user_has_typed_is_replaced_only_by_itself() {
    let mut app = open(app(WIDE), &[("party_a_name", "虚构市旧名有限公司")]);
    app = pasted(app, "名称：虚构市样例茶业有限公司\n电话：0571-00000011");
    act(&mut app, Action::TakeSure);
    let old = Some("虚构市旧名有限公司".to_owned());
    assert_eq!(answer(&app, "party_a_name"), old);
    assert!(answer(&app, "party_a_phone").is_some());
    act(&mut app, Action::Toggle);
    assert_ne!(answer(&app, "party_a_name"), old);
}

#[test]
fn an_answer_in_another_spelling_is_the_same_answer() {
    let app = open(app(WIDE), &[("unit_price", "12,800.00")]);
    let mut app = pasted(app, "年费12800");
    assert!(seen(&app).contains("已填入"), "{}", seen(&app));
    act(&mut app, Action::Toggle);
    assert!(seen(&app).contains("草稿里原来就是这个内容"));
    assert_eq!(answer(&app, "unit_price").as_deref(), Some("12,800.00"));
}

#[test]
fn what_no_field_takes_stays_out_of_the_draft() {
    let mut app = pasted(open(app(WIDE), &[]), "地址：浙江省虚构市示例区样例路12号");
    let screen = seen(&app);
    assert!(screen.contains("合同无此项"), "{screen}");
    act(&mut app, Action::Toggle);
    assert!(app.editor.as_ref().unwrap().work.draft().answers.is_empty());
}

#[test]
fn a_message_can_be_typed_and_mended_and_a_second_one_follows() {
    let mut app = open(app(WIDE), &[]);
    act(&mut app, Action::Paste);
    for text in ["年费128000", "元"] {
        app.update(Message::Typed(text.to_owned()));
    }
    assert!(seen(&app).contains("128000"), "{}", seen(&app));
    act(&mut app, Action::Left);
    act(&mut app, Action::DeleteBefore);
    act(&mut app, Action::LineEnd);
    act(&mut app, Action::Confirm);
    app.update(Message::Typed("合同一式两份".to_owned()));
    act(&mut app, Action::SwitchPane);
    app.update(Message::Typed("x".to_owned()));
    app.update(Message::Pasted("电话：0571-00000011".to_owned()));
    act(&mut app, Action::TakeSure);
    for (id, expected) in [
        ("unit_price", "12800"),
        ("copies_total", "2"),
        ("party_a_phone", "0571-00000011"),
    ] {
        assert_eq!(answer(&app, id).as_deref(), Some(expected), "{id}");
    }
    act(&mut app, Action::SwitchPane);
    act(&mut app, Action::DeleteLine);
    assert!(seen(&app).contains("还没有内容"));
}

#[test]
fn a_message_without_answers_is_said_and_a_long_one_is_cut() {
    let mut app = pasted(open(app(USUAL), &[]), "明天见");
    assert!(
        seen(&app).contains("没有找到可以填的内容"),
        "{}",
        seen(&app)
    );
    app.update(Message::Pasted("好的".repeat(200_000)));
    assert!(seen(&app).contains("只留下前 32 KiB"), "{}", seen(&app));
    draw_and_see(&mut app);
}

#[test]
fn a_draft_that_cannot_be_changed_reads_no_message() {
    let mut app = safety::in_use(app(WIDE));
    act(&mut app, Action::Cancel);
    act(&mut app, Action::Paste);
    let screen = seen(&app);
    assert!(!screen.contains("粘贴到这里"), "{screen}");
    assert!(screen.contains("另一个窗口"), "{screen}");
}
