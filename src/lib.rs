//! qianyue (签约): contracts drafted at the keyboard.
//!
//! A template and a draft give a document; every output prints that one document.
//!
//! Floors, ground first; a file imports its own floor and those below, never up:
//!
//! | floor | what lives there |
//! | --- | --- |
//! | [`language`] | the two languages of the screen |
//! | [`value`] | money and its words, percent, date, credit code …: parse and print, one type a file |
//! | [`template`] | the model (fields, groups, checks, corrections, body, style, numbering), parsing |
//! | [`draft`] | answers as typed, `evaluate`, issues |
//! | [`document`] | the tree, `assemble` |
//! | [`word`] | `WordprocessingML`: the package, its XML, content controls; reading and writing |
//! | [`review`] | everything found wrong or doubtful about a contract as it stands |
//! | [`render`] | layout (rows of a given width), text, DOCX |
//! | [`intake`] | reading what others wrote, hostile until proved otherwise |
//! | [`store`] | drafts, templates, config on disk; the only floor that knows the file system |
//! | [`desk`] | work on a draft without a screen: what opening and exporting can come to |
//! | [`keys`] | what each key does where, and the user's own keys |
//! | [`wording`] | every message in the user's language |
//! | [`app`] | the state of the screens and `update`; knows neither terminal nor disk nor clock |
//! | [`runtime`] | performs effects; autosave |
//! | [`tui`] | draws the state, reads keys |
//! | `cli`, `main.rs` | sub-commands, wiring |

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
