//! qianyue (签约): contracts drafted at the keyboard.
//!
//! This page is the map of the code. The README tells what the program does.
//!
//! # Bird's-eye view
//!
//! A *template* says what a contract asks and prints. A *draft* holds what a user answered. Both
//! together give a *document*, and every output prints that one document: the preview, the DOCX, the
//! PDF, HTML, Markdown, plain text and JSON. No output decides anything of its own, so that what the
//! user previews is what the parties sign.
//!
//! ```text
//! ID.md ── template::parse ──► Template ── Body ──┐
//!                                                 ├─ assemble ─► Document ─► layout ─► preview
//! draft.toml ── DraftFile ──► Draft ── evaluate ──┘       │                  docx ──► paper
//!      ▲                        ▲     (Values, Issues)    │                  text, html, json …
//!      └──── store ◄── desk ────┘                         └─► review (Issues)
//! ```
//!
//! The code is one crate. Its folders are *floors*, ground first. A file imports its own floor and
//! the floors below, never a floor above:
//!
//! | floor | what lives there |
//! | --- | --- |
//! | [`process`] | signals and the console of the process |
//! | [`language`] | the two languages of the screen |
//! | [`value`] | money and its words, percent, date, credit code …: parse and print, one type a file |
//! | [`template`] | the model (fields, groups, checks, corrections, body, style, numbering), parsing |
//! | [`draft`] | answers as typed, `evaluate`, issues |
//! | [`facts`] | facts from a message: which words answer which field |
//! | [`document`] | the tree, `assemble` |
//! | [`word`] | `WordprocessingML`: the package, its XML, content controls; reading and writing |
//! | [`review`] | everything found wrong or doubtful about a contract as it stands |
//! | [`render`] | layout (rows of a given width), DOCX, HTML, Markdown, text, JSON |
//! | [`intake`] | reading what others wrote, hostile until proved otherwise |
//! | [`store`] | drafts, templates, config on disk; the only floor that knows the file system |
//! | [`desk`] | work on a draft without a screen: open, edit, undo, save, list, export |
//! | [`keys`] | what each key does where, and the user's own keys |
//! | [`wording`] | every message in the user's language |
//! | [`app`] | the stack of screens and `update`; knows neither terminal nor disk nor clock |
//! | [`runtime`] | threads and timers; performs effects; autosave |
//! | [`tui`] | draws the state, reads keys; the only floor that knows a terminal |
//! | `cli`, `main.rs` | sub-commands at the desk, wiring |
//!
//! # The street: from a key to the DOCX
//!
//! 1. `tui/input` reads bytes of the terminal; `keys/map.rs` finds the action of the key.
//! 2. `app/mod.rs`: [`app::App::update`] gives the action to the screen on top of the stack.
//! 3. `app/editor/changing.rs` turns a typed character into an [`desk::work::Edit`].
//! 4. `desk/work/mod.rs`: [`desk::work::Work::edit`] refuses it if the draft is read-only, records
//!    it for undo, changes the draft and rebuilds the contract.
//! 5. `draft/evaluate.rs` parses the changed answer (`template/reading.rs`, `value/`) and finds
//!    issues; `document/assemble.rs` builds the document; `review/mod.rs` reads it again.
//! 6. `render/layout.rs` breaks the changed paragraphs into rows; `tui/view.rs` draws the frame.
//! 7. `runtime/mod.rs` waits for a pause and asks `runtime/worker.rs` to save
//!    (`desk/keeper/saving.rs`, `store/drafts.rs`: written beside, synced, renamed).
//! 8. An export is an effect too: `desk/exporting.rs` renders (`render/docx.rs`, `word/package`) and
//!    writes the file whole or not at all (`store/output.rs`).
//!
//! # Entry points
//!
//! | to read | begin at |
//! | --- | --- |
//! | the program | `main.rs`, `cli/mod.rs` |
//! | the screens | `app/mod.rs`, `app/screen/mod.rs`, `tui/event_loop.rs` |
//! | a contract without a screen | [`review::Contract::of`] |
//! | a template | [`template::parse`] |
//! | a DOCX that came back | [`desk::reopening`], [`intake::docx::read_paragraphs`] |
//!
//! # Invariants
//!
//! `tests/it/architecture.rs` holds these, or a type does:
//!
//! - Imports point down. `cli` knows the screens in one file, `cli/screen.rs`.
//! - `ratatui` stays in `tui/`, `docx_rs` in `render/docx`, `zip` and `quick_xml` in `word/`,
//!   `std::fs` in `store/`; the clock in `runtime/` and `cli/`.
//! - `evaluate`, `assemble` and layout cannot fail: a half-filled draft is the normal state.
//! - No renderer knows a template or a draft, and no code knows the id of a template's field.
//! - The same document gives the same bytes, on every system.
//! - A file on disk is replaced whole or not at all.
//! - What is public is used on another floor; no ten lines stand in two places.
//!
//! # Glossary
//!
//! | word | meaning |
//! | --- | --- |
//! | template, field, group, option | what a contract asks |
//! | draft, answer | what the user typed |
//! | place | the address of one blank: a field, and a row if the field repeats |
//! | value | an answer, parsed |
//! | issue, check, correction | a finding; a rule and a suggestion that the template carries |
//! | document, block, inline | the contract as a tree; a blank or filled inline knows its place |
//! | work, keeper | the draft being edited; the drafts folder with its one open draft |
//! | screen, action, message, effect | what is shown; what a key means; what happened; what to do |
//! | notice | one line for the user, with a hint |
//!
//! # To add something, touch these files
//!
//! | to add | files in `src` |
//! | --- | --- |
//! | a field kind | a file in `value/`, `value/mod.rs`, `template/model.rs`, `template/reading.rs`, `template/declare/kind.rs`, `template/declare/field.rs` |
//! | a text format | a file in `render/`, `render/mod.rs`, `render/format.rs`, `app/screen/export.rs` |
//! | a screen | a file in `app/screen/` and in `tui/screen/`, `app/screen/mod.rs`, `tui/screen/mod.rs`, `keys/context.rs`, `keys/action.rs`, `keys/bindings.rs`, the table of the screen that opens it (`app/editor/acting.rs`) |
//! | an action | `keys/action.rs`, `keys/bindings.rs`, the table of its screen |
//! | a check of the program | `review/checks.rs` or a file of its own in `review/`, `draft/issue.rs`, `wording/finding.rs` |
//! | a check of a template | nothing: `[[checks]]` in the front matter |
//! | something stored | a file in `store/`, `store/mod.rs`, `store/error.rs` |
//!
//! Every text of the screen also stands in `assets/locales`, in both languages. A test holds that
//! the files named here exist.

#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::string_slice,
        reason = "a test fails by panicking"
    )
)]
// Paths are larger there.
#![cfg_attr(windows, allow(clippy::result_large_err))]

pub mod app;
pub mod cli;
pub mod desk;
pub mod document;
pub mod draft;
pub mod facts;
pub mod intake;
pub mod keys;
pub mod language;
pub mod process;
pub mod render;
pub mod review;
pub mod runtime;
pub mod store;
pub mod template;
pub mod tui;
pub mod value;
pub mod word;
pub mod wording;
