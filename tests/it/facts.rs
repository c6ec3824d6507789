//! Facts from messages: the figures over the messages of `tests/data/facts`, and what must hold for
//! any text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use proptest::prelude::*;
use qianyue::facts::{self, Confidence, Fact, Facts, MESSAGE_LIMIT_BYTES, Reader};
use qianyue::template::{self, Template};
use serde_json::{Value, json};

use super::contract::SERVICE;
use crate::support::program::Home;

const MESSAGES: &str = include_str!("../data/facts/messages.json");
const MORE: &str = include_str!("../data/facts/more.json");
const FRESH: &str = include_str!("../data/facts/fresh.json");
const LATER: &str = include_str!("../data/facts/later.json");

/// A message with what is expected of it.
#[derive(serde::Deserialize)]
struct Message {
    id: String,
    text: String,
    today: String,
    #[serde(default)]
    profile: String,
    #[serde(default)]
    expected: BTreeMap<String, Value>,
    #[serde(default)]
    accept: BTreeMap<String, Vec<Value>>,
    #[serde(default)]
    warn: Vec<String>,
    #[serde(default)]
    held_out: bool,
}

/// What a group of messages came to.
#[derive(Debug, Default)]
struct Figures {
    expected: usize,
    found: usize,
    /// The message, the field and the value of each wrong proposal.
    wrong: Vec<String>,
    missed: Vec<String>,
    /// Proposals that should carry a warning, and do not or are sure.
    unwarned: Vec<String>,
}

impl Figures {
    fn recall(&self) -> f64 {
        let count = |n: usize| f64::from(u32::try_from(n).unwrap());
        100.0 * count(self.found) / count(self.expected.max(1))
    }

    #[allow(clippy::print_stdout, reason = "figures for the reader of the test")]
    fn print(&self, group: &str) {
        let n_wrong = self.wrong.len();
        let precision = 100.0 * f64::from(u32::try_from(self.found).unwrap())
            / f64::from(u32::try_from((self.found + n_wrong).max(1)).unwrap());
        println!(
            "{group}: {} of {} expected facts found (recall {:.1} %), wrong values {n_wrong} \
             (precision {precision:.1} %), without their warning {}",
            self.found,
            self.expected,
            self.recall(),
            self.unwarned.len()
        );
    }
}

static TEMPLATE: LazyLock<Template> =
    LazyLock::new(|| template::parse(SERVICE.as_bytes()).unwrap());

fn template() -> &'static Template {
    &TEMPLATE
}

fn read(message: &Message, template: &Template) -> Facts {
    let reader = Reader {
        template: Some(template),
        today: message.today.parse().unwrap(),
        own_name: &message.profile,
    };
    facts::read(&message.text, &reader)
}

/// The proposals by field or `client.KEY`; the options of a choice as a set.
fn proposed(facts: &Facts) -> BTreeMap<String, (BTreeSet<String>, Fact)> {
    let fields = facts.fields.iter().map(|(id, fact)| (id.to_string(), fact));
    let client = facts
        .client
        .iter()
        .map(|(key, fact)| (format!("client.{}", key.name()), fact));
    fields
        .chain(client)
        .map(|(name, fact)| (name, (fact.values.iter().cloned().collect(), fact.clone())))
        .collect()
}

fn as_set(value: &Value) -> BTreeSet<String> {
    let texts = match value {
        Value::Array(items) => items.clone(),
        other => vec![other.clone()],
    };
    texts
        .iter()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

fn measure(messages: &[Message]) -> Figures {
    let template = template();
    let mut figures = Figures::default();
    for message in messages {
        let proposed = proposed(&read(message, template));
        let accepts = |name: &str, values: &BTreeSet<String>| {
            message.accept.get(name).is_some_and(|accepted| {
                // The options of a choice are listed as such.
                accepted.iter().any(|value| as_set(value) == *values)
                    || as_set(&json!(
                        accepted
                            .iter()
                            .filter(|v| v.is_string())
                            .collect::<Vec<_>>()
                    )) == *values
            })
        };
        for (name, value) in &message.expected {
            figures.expected += 1;
            let is_found = proposed
                .get(name)
                .is_some_and(|(values, _)| *values == as_set(value) || accepts(name, values));
            if is_found {
                figures.found += 1;
            } else {
                figures.missed.push(format!("{} {name}", message.id));
            }
        }
        for (name, (values, fact)) in &proposed {
            let is_right = message
                .expected
                .get(name)
                .is_some_and(|value| as_set(value) == *values);
            if !is_right && !accepts(name, values) {
                figures
                    .wrong
                    .push(format!("{} {name}: {values:?}", message.id));
            }
            let is_warned = fact.warning.is_some() && fact.confidence != Confidence::Sure;
            if message.warn.contains(name) && !is_warned {
                figures.unwarned.push(format!("{} {name}", message.id));
            }
        }
    }
    figures
}

fn messages() -> Vec<Message> {
    serde_json::from_str(MESSAGES).unwrap()
}

#[test]
fn facts_of_the_tuned_messages_are_found_and_none_is_wrong() {
    let (_, tuned): (Vec<Message>, Vec<Message>) =
        messages().into_iter().partition(|message| message.held_out);
    let figures = measure(&tuned);
    figures.print("tuned");
    assert_eq!(figures.wrong, [""; 0]);
    assert_eq!(figures.unwarned, [""; 0]);
    assert!(figures.found >= 327, "{:?}", figures.missed);
}

#[test]
fn facts_of_more_messages_are_found_and_none_is_wrong() {
    let figures = measure(&serde_json::from_str::<Vec<Message>>(MORE).unwrap());
    figures.print("more");
    assert_eq!(figures.wrong, [""; 0]);
    assert_eq!(figures.unwarned, [""; 0]);
    assert!(figures.found >= 743, "{:?}", figures.missed);
}

#[test]
fn facts_of_later_messages_are_found_and_none_is_wrong() {
    let figures = measure(&serde_json::from_str::<Vec<Message>>(LATER).unwrap());
    figures.print("later");
    assert_eq!(figures.wrong, [""; 0]);
    assert_eq!(figures.unwarned, [""; 0]);
    assert!(figures.found >= 521, "{:?}", figures.missed);
}

#[test]
fn facts_of_fresh_messages_are_found_and_none_of_the_read_ones_is_wrong() {
    let (held_out, read): (Vec<Message>, Vec<Message>) =
        serde_json::from_str::<Vec<Message>>(FRESH)
            .unwrap()
            .into_iter()
            .partition(|message| message.held_out);
    let figures = measure(&read);
    figures.print("fresh, read");
    assert_eq!(figures.wrong, [""; 0]);
    assert_eq!(figures.unwarned, [""; 0]);
    assert!(figures.recall() >= 96.0, "{:?}", figures.missed);
    let figures = measure(&held_out);
    figures.print("fresh, never read");
    assert!(figures.recall() >= 87.0, "{}", figures.recall());
    assert_eq!(figures.wrong.len(), 0);
}

#[test]
fn facts_of_the_held_out_messages_are_measured() {
    let (held_out, _): (Vec<Message>, Vec<Message>) =
        messages().into_iter().partition(|message| message.held_out);
    let figures = measure(&held_out);
    figures.print("held out");
    // What is reached; the texts are never read to improve a rule.
    assert!(figures.recall() >= HELD_OUT_RECALL, "{}", figures.recall());
    let n_wrong = figures.wrong.len();
    assert!(n_wrong <= HELD_OUT_WRONG, "{n_wrong}");
}

/// What the held-out messages reach: recall in percent, and wrong values.
const HELD_OUT_RECALL: f64 = 92.0;
const HELD_OUT_WRONG: usize = 7;

/// Every range lies on character boundaries, no two pieces overlap, and every value has a place.
fn expect_sound(message: &str, facts: &Facts) {
    let all = facts.fields.values().chain(facts.client.values());
    for fact in all {
        assert!(message.get(fact.range.clone()).is_some(), "{fact:?}");
        assert!(!fact.values.is_empty());
    }
    let mut end = 0;
    for piece in &facts.unused {
        assert!(piece.start >= end && piece.end > piece.start, "{piece:?}");
        assert!(message.get(piece.clone()).is_some(), "{piece:?}");
        end = piece.end;
        let all = facts.fields.values().chain(facts.client.values());
        for fact in all {
            let apart = fact.range.end <= piece.start || fact.range.start >= piece.end;
            assert!(apart, "{fact:?} {piece:?}");
        }
    }
}

fn read_text(text: &str, template: Option<&Template>) -> Facts {
    let reader = Reader {
        template,
        today: "2026-11-22".parse().unwrap(),
        own_name: "深圳示例云帆网络科技有限公司",
    };
    facts::read(text, &reader)
}

#[test]
fn every_message_is_read_soundly_also_cut_anywhere() {
    let template = template();
    for message in messages() {
        // The longest message takes long in a debug build.
        let n_bytes = message.text.len().min(2_000);
        let cuts = message.text.char_indices().map(|(at, _)| at);
        for at in cuts.take_while(|at| *at <= n_bytes).step_by(41) {
            let start = &message.text[..at];
            expect_sound(start, &read_text(start, Some(template)));
        }
    }
}

#[test]
fn a_pasted_megabyte_is_cut_and_read_in_time() {
    let template = template();
    for piece in [
        "名称：虚构市样例茶业有限公司，",
        "1",
        "(",
        "虚构",
        "不是",
        "2027年1月1日到",
        "银行",
        "：\n",
        "地址",
        "<p",
        "一",
        "13900000001 ",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        let start = std::time::Instant::now();
        let facts = read_text(&text, Some(template));
        assert!(facts.n_bytes_cut > text.len() - MESSAGE_LIMIT_BYTES - 4);
        // Seconds in a debug build on a busy machine; quadratic work takes minutes.
        let taken = start.elapsed();
        assert!(taken.as_secs() < 60, "{piece}: {taken:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_is_read_soundly(text in any::<String>()) {
        expect_sound(&text, &read_text(&text, None));
    }

    #[test]
    fn any_mixture_of_words_and_marks_is_read_soundly(
        parts in prop::collection::vec(prop::sample::select(vec![
            "名称", "：", ":", "税号", "虚构市样例", "有限公司", "虚构银行", "支行", "\r\n", "\n", " ",
            "\u{202E}", "\u{200B}", "😀", "0571", "-", "00000001", "13900000001", "转", "802", "不是", "，",
            "是", "改成", "年费", "12800", "一万二", "元", "/年", "2027年", "3月1日", "到", "起", "签一年", "滞纳金",
            "万分之五", "（", "）", "(", "<br>", "&amp;", "@", "a@example.com", "一式两份", "支票", "写错了",
            "91000000MADEMC101D", "0000000000000000101", "。", "？", "“", "【", "】", "*", "`", "𠮷", "甲方", "地址",
        ]), 0..40)
    ) {
        let text = parts.concat();
        expect_sound(&text, &read_text(&text, Some(template())));
    }
}

#[test]
fn the_command_prints_facts_and_touches_no_draft() {
    let home = Home::new();
    home.write(
        "message.txt",
        "名称：虚构市样例茶业有限公司\r\n电话：0571-00000001\r\n年费12800，明天见",
    );
    let arguments = [
        "facts",
        "message.txt",
        "--template",
        "mini-program-service",
        "--today",
        "2026-11-22",
        "--json",
    ];
    let found = home.run(&arguments).ended(0).json();
    let name = &found["fields"]["party_a_name"];
    assert_eq!(
        *name,
        json!({
            "value": "虚构市样例茶业有限公司",
            "text": "虚构市样例茶业有限公司",
            "confidence": "sure",
            "warning": null,
        })
    );
    assert_eq!(found["fields"]["unit_price"]["value"], "12800");
    assert_eq!(found["unused"], json!(["明天见"]));
    assert!(!home.data().join("drafts").exists());
}

#[test]
fn without_a_template_the_client_is_found() {
    let home = Home::new();
    home.write(
        "message.txt",
        "名称：虚构市样例茶业有限公司，电话：0571-00000001，年费12800",
    );
    let found = home
        .run(&["facts", "message.txt", "--json"])
        .ended(0)
        .json();
    assert_eq!(found["fields"], json!({}));
    assert_eq!(found["client"]["name"]["value"], "虚构市样例茶业有限公司");
    assert_eq!(found["client"]["phone"]["value"], "0571-00000001");
    let text = home
        .run(&["--lang", "zh-CN", "facts", "message.txt"])
        .ended(0)
        .output;
    assert!(
        text.contains("客户名称：虚构市样例茶业有限公司（有把握"),
        "{text}"
    );
    assert!(text.contains("没有用到：年费12800"), "{text}");
}

#[test]
fn a_long_message_is_cut_with_a_notice_and_gbk_is_told() {
    let home = Home::new();
    let long = format!("电话：0571-00000001\n{}", "好的".repeat(100_000));
    home.write("long.txt", long);
    let run = home
        .run(&["--lang", "en", "facts", "long.txt", "--json"])
        .ended(0);
    assert!(run.messages.contains("32 KiB"), "{}", run.messages);
    assert_eq!(run.json()["client"]["phone"]["value"], "0571-00000001");
    home.write("gbk.txt", b"\xc3\xfb\xb3\xc6\xa3\xba\xd0\xe9\xb9\xb9");
    let run = home.run(&["--lang", "en", "facts", "gbk.txt"]).ended(1);
    assert!(run.messages.contains("GBK"), "{}", run.messages);
    home.run(&["facts", "none.txt"]).ended(1);
    home.run(&["facts", "long.txt", "--today", "soon"]).ended(2);
    home.run(&["facts", "long.txt", "--template", "none"])
        .ended(1);
}

#[test]
fn a_blank_word_and_too_many_words_of_a_field_are_refused() {
    for (words, n_errors) in [
        ("\"单价\"", 0),
        ("\" \"", 1),
        ("\"单价\", ".repeat(101).trim_end_matches(", "), 1),
    ]
    .map(|(words, n): (&str, usize)| (words.to_owned(), n))
    {
        let text = SERVICE.replace("facts = [\"单价\",", &format!("facts = [{words}, "));
        assert_ne!(text, SERVICE);
        let errors = template::parse(text.as_bytes())
            .err()
            .map_or(0, |errors| errors.len());
        assert_eq!(errors, n_errors, "{words}");
    }
}
