//! How long the contract itself takes: from answers to rows, to paper and back; and how long it
//! takes to find one among many. The goal of each stands beside its name: a figure over it is a
//! regression.
//!
//! `cargo bench --bench contract`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "benches have no one to report an error to, and their names say what they do"
)]

mod blanks;
mod large;

use std::sync::Arc;

use chrono::NaiveDate;
use divan::Bencher;
use qianyue::app::editor::Editor;
use qianyue::app::home::Home;
use qianyue::app::line_input::LineInput;
use qianyue::app::{App, Message, Settings};
use qianyue::desk::listing::{Listing, Memory, States, View};
use qianyue::desk::{DraftEntry, Entry, ListRow, OpenedDraft, TemplateCache, origin};
use qianyue::document::{Document, assemble};
use qianyue::draft::{Draft, DraftFile, evaluate};
use qianyue::intake::docx::read_paragraphs;
use qianyue::intake::paper::read_paper;
use qianyue::intake::recover::recover;
use qianyue::keys::Action;
use qianyue::language::Language;
use qianyue::render::docx;
use qianyue::render::layout::{Ambiguous, Layouter};
use qianyue::review::Contract;
use qianyue::store::{DataFolder, Instance, Keep, Store, ThemeName};
use qianyue::template::{self, Style, StyleKeys, Template};
use qianyue::tui::{Theme, view};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const TEMPLATE: &str = include_str!("../../assets/templates/mini-program-service.md");
const DRAFT: &str = include_str!("../data/example.toml");
const PURCHASE: &str = include_str!("../data/templates/purchase.md");

fn main() {
    divan::main();
}

fn template() -> Arc<Template> {
    Arc::new(template::parse(TEMPLATE.as_bytes()).expect("the built-in template"))
}

fn draft() -> Draft {
    DraftFile::parse(DRAFT.as_bytes())
        .expect("the example")
        .draft()
        .clone()
}

fn document() -> Document {
    let (template, draft) = (template(), draft());
    Contract::new(&template, &template.body(&[]), &draft, &StyleKeys::new()).document
}

#[divan::bench(name = "evaluate, assemble, lay out (goal 1 ms)")]
fn from_answers_to_rows(bencher: Bencher<'_, '_>) {
    let (template, draft) = (template(), draft());
    let body = template.body(&draft.accepted);
    let style = Style::from_layers([&template.style, &draft.style]);
    bencher.bench(|| {
        let (values, _) = evaluate(&template, &body, &draft, &style);
        let document = assemble(&template, &body, &values, &style);
        Layouter::new(60, Ambiguous::Narrow)
            .layout(&document)
            .n_rows()
    });
}

#[divan::bench(name = "all checks with a full re-read (goal 1 ms)")]
fn everything_that_is_checked(bencher: Bencher<'_, '_>) {
    let (template, draft) = (template(), draft());
    let body = template.body(&draft.accepted);
    bencher.bench(|| Contract::new(&template, &body, &draft, &StyleKeys::new()));
}

/// The properties of a file that carries its draft.
fn properties() -> docx::Properties {
    docx::Properties {
        origin: Some(origin(&draft(), &template(), &Style::default(), true)),
        ..docx::Properties::default()
    }
}

#[divan::bench(name = "write the DOCX (goal 6 ms)")]
fn to_paper(bencher: Bencher<'_, '_>) {
    let (document, properties) = (document(), properties());
    bencher.bench(|| docx::render(&document, &properties));
}

#[divan::bench(name = "write 2,000 paragraphs (goal 110 ms)", sample_count = 20)]
fn to_much_paper(bencher: Bencher<'_, '_>) {
    let (mut document, properties) = (document(), properties());
    let clauses = document.blocks.clone();
    document.blocks = clauses.into_iter().cycle().take(2_000).collect();
    bencher.bench(|| docx::render(&document, &properties));
}

#[divan::bench(name = "read the DOCX (goal 1 ms)")]
fn from_paper(bencher: Bencher<'_, '_>) {
    let bytes = docx::render(&document(), &properties()).expect("a DOCX");
    bencher.bench(|| read_paragraphs(&bytes));
}

#[divan::bench(name = "read the DOCX with its draft (goal 1 ms)")]
fn draft_from_paper(bencher: Bencher<'_, '_>) {
    let bytes = docx::render(&document(), &properties()).expect("a DOCX");
    bencher.bench(|| read_paper(&bytes));
}

#[divan::bench(name = "recover the answers from the words (goal 5 ms)")]
fn answers_from_words(bencher: Bencher<'_, '_>) {
    let template = template();
    let bytes = docx::render(&document(), &docx::Properties::default()).expect("a DOCX");
    let paragraphs = read_paragraphs(&bytes).expect("paragraphs");
    bencher.bench(|| recover(&template, &paragraphs));
}

#[divan::bench(name = "two keys: one types, one deletes (goal 8 ms)")]
fn two_keys(bencher: Bencher<'_, '_>) {
    type_and_delete(bencher, template());
}

#[divan::bench(name = "two keys in 500,000 characters (goal 8 ms)", sample_count = 50)]
fn two_keys_in_much(bencher: Bencher<'_, '_>) {
    let template = template::parse(large::template().as_bytes()).expect("a large template");
    type_and_delete(bencher, Arc::new(template));
}

#[divan::bench(name = "two keys in 2,500 blanks (goal 10 ms)", sample_count = 20)]
fn two_keys_in_blanks(bencher: Bencher<'_, '_>) {
    let template = template::parse(blanks::template(2_500, 4).as_bytes()).expect("many blanks");
    type_and_delete(bencher, Arc::new(template));
}

#[divan::bench(name = "two keys in 8,800 blanks (goal 30 ms)", sample_count = 5)]
fn two_keys_in_most_blanks(bencher: Bencher<'_, '_>) {
    let template = template::parse(blanks::template(8_800, 4).as_bytes()).expect("many blanks");
    type_and_delete(bencher, Arc::new(template));
}
#[divan::bench(
    name = "two keys in 8,800 blanks of one clause (goal 60 ms)",
    sample_count = 5
)]
fn two_keys_in_one_clause(bencher: Bencher<'_, '_>) {
    let template = template::parse(blanks::template(8_800, 8_800).as_bytes()).expect("many blanks");
    type_and_delete(bencher, Arc::new(template));
}

/// A draft with a table of 500 rows, and its template.
fn many_rows() -> (Arc<Template>, Draft) {
    let template = template::parse(PURCHASE.as_bytes()).expect("the purchase");
    let mut rows = String::new();
    for row in 1..=500 {
        rows += &format!(
            "[[answers.items]]\nname = \"茶具套装第{row}号（含茶盘）\"\nkind = \"sold\"\n\
             quantity = \"{row}.5\"\nprice = \"{row}0.05\"\nnote = \"易碎品\"\n"
        );
    }
    let text = format!("schema = 2\n[template]\nid = \"purchase\"\n[answers]\n{rows}");
    let draft = DraftFile::parse(text.as_bytes()).expect("500 rows");
    (Arc::new(template), draft.draft().clone())
}

#[divan::bench(
    name = "two keys in a cell of 500 rows, drawn (goal 10 ms)",
    sample_count = 50
)]
fn two_keys_in_rows(bencher: Bencher<'_, '_>) {
    let (template, draft) = many_rows();
    let today = NaiveDate::from_ymd_opt(2026, 2, 10).expect("a day");
    let mut app = App::new(Settings::default(), (120, 40), today);
    app.update(Message::Opened(Box::new(OpenedDraft::writable(
        template, draft,
    ))));
    for _ in 0..250 {
        app.update(Message::Action(Action::Below));
    }
    let theme = Theme::named(ThemeName::Default);
    let area = Rect::new(0, 0, 120, 40);
    bencher.bench_local(|| {
        for message in [
            Message::Typed("茶".to_owned()),
            Message::Action(Action::DeleteBefore),
        ] {
            app.update(message);
            let mut buffer = Buffer::empty(area);
            view(&mut buffer, &app, &theme);
        }
    });
}

fn type_and_delete(bencher: Bencher<'_, '_>, template: Arc<Template>) {
    let settings = Arc::new(Settings {
        language: Language::Chinese,
        ..Settings::default()
    });
    let today = NaiveDate::from_ymd_opt(2026, 2, 10).expect("a day");
    let opened = OpenedDraft::writable(template, draft());
    let mut editor = Editor::new(opened, settings, (120, 40));
    bencher.bench_local(|| {
        editor.insert("茶", false, today);
        editor.delete(LineInput::delete_before, today);
    });
}

/// A list of so many drafts, as different from each other as parties are.
fn entries(count: usize) -> Vec<Entry> {
    let parties = ["杭州虚构青禾茶业", "成都样本慢跑体育", "苏州样例青石装饰"];
    let entry = |n: usize| {
        Entry::Draft(DraftEntry {
            id: format!("01JD{n:022}"),
            party: format!("{}第{n}有限公司", parties[n % parties.len()]),
            subject: format!("{n}号微信小程序商城（标准版）"),
            amount: "107,000.53".to_owned(),
            ends: "2027-02-28".to_owned(),
            ..DraftEntry::default()
        })
    };
    (0..count).map(entry).collect()
}

#[divan::bench(name = "make 10,000 drafts findable (goal 100 ms)", sample_count = 20)]
fn findable(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| entries(10_000))
        .bench_values(|entries| entries.into_iter().map(ListRow::from).collect::<Vec<_>>());
}

#[divan::bench(name = "two keys in the search of 10,000 drafts (goal 10 ms)")]
fn two_keys_in_search(bencher: Bencher<'_, '_>) {
    let mut home = Home::default();
    home.show(entries(10_000).into_iter().map(ListRow::from).collect());
    bencher.bench_local(|| {
        home.type_filter("qh");
        home.edit_filter(LineInput::delete_before);
    });
}

/// A program whose list has 10,000 drafts, with a draft open.
fn among_many() -> App {
    let today = NaiveDate::from_ymd_opt(2026, 2, 10).expect("a day");
    let mut app = App::new(Settings::default(), (120, 40), today);
    let listed = entries(10_000).into_iter().map(ListRow::from).collect();
    app.update(Message::Listed(listed));
    app.update(Message::Opened(Box::new(OpenedDraft::writable(
        template(),
        draft(),
    ))));
    app
}

#[divan::bench(name = "open the palette over 10,000 drafts (goal 16 ms)")]
fn open_palette(bencher: Bencher<'_, '_>) {
    let mut app = among_many();
    bencher.bench_local(|| {
        app.update(Message::Action(Action::Palette));
        app.update(Message::Action(Action::Cancel));
    });
}

#[divan::bench(name = "two keys in the palette over 10,000 drafts (goal 30 ms)")]
fn two_keys_in_palette(bencher: Bencher<'_, '_>) {
    let mut app = among_many();
    app.update(Message::Action(Action::Palette));
    bencher.bench_local(|| {
        app.update(Message::Typed("q".to_owned()));
        app.update(Message::Action(Action::DeleteBefore));
    });
}

#[divan::bench(name = "read the template")]
fn read_template() -> bool {
    template::parse(TEMPLATE.as_bytes()).is_ok()
}

#[divan::bench(name = "read the draft")]
fn read_draft() -> bool {
    DraftFile::parse(DRAFT.as_bytes()).is_ok()
}

#[divan::bench(name = "save a draft, both fsyncs (goal 5 ms)", sample_count = 50)]
fn save(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = DataFolder::new(folder.path().to_owned());
    let store = Store::new(data, Instance::of_this_process());
    let now = chrono::Local::now().fixed_offset();
    let mut open = store.create(&draft(), now).expect("a new draft");
    let keep = Keep::IfOlderThan(chrono::TimeDelta::minutes(10));
    let mut count = 0;
    bencher.bench_local(|| {
        count += 1;
        let mut changed = open.draft().clone();
        changed.title = format!("{}{count}", "青禾".repeat(350));
        store.save(&mut open, &changed, now, keep).expect("saved");
    });
}

/// A data folder with so many drafts.
fn folder_of(count: usize) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = DataFolder::new(folder.path().to_owned());
    let drafts = folder.path().join("drafts");
    std::fs::create_dir_all(&drafts).expect("a folder");
    for number in 0..count {
        let name = format!("01KA{number:022}.toml");
        std::fs::write(drafts.join(name), DRAFT).expect("a draft");
    }
    (folder, Store::new(data, Instance::of_this_process()))
}

/// Reads the whole list, as the home screen does piece by piece; how many lines it has.
fn read_list(store: &Store, cache: &mut TemplateCache, memory: &mut Memory) -> usize {
    let style = StyleKeys::new();
    let view = View {
        house_style: &style,
        reasons: qianyue::wording::list_reasons(Language::Chinese),
        now: std::time::SystemTime::now(),
        today: NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"),
    };
    let mut listing = Listing::begin(store, cache, &view, States::Later).expect("a list");
    while !listing.is_done() {
        listing.read_piece(store, cache, memory, &view);
    }
    listing.entries(&view).len()
}

#[divan::bench(
    name = "list 10,000 drafts for the first time (goal 2 s)",
    sample_count = 5
)]
fn list_first(bencher: Bencher<'_, '_>) {
    let (_folder, store) = folder_of(10_000);
    bencher.bench_local(|| {
        let (mut cache, mut memory) = (TemplateCache::default(), Memory::default());
        assert!(read_list(&store, &mut cache, &mut memory) > 10_000);
    });
}

#[divan::bench(
    name = "list 10,000 drafts again, none changed (goal 150 ms)",
    sample_count = 20
)]
fn list_again(bencher: Bencher<'_, '_>) {
    let (_folder, store) = folder_of(10_000);
    let (mut cache, mut memory) = (TemplateCache::default(), Memory::default());
    // A file is remembered once it is older than its clock's tick.
    std::thread::sleep(std::time::Duration::from_secs(3));
    read_list(&store, &mut cache, &mut memory);
    bencher.bench_local(|| assert!(read_list(&store, &mut cache, &mut memory) > 10_000));
}
