//! libFuzzer over draft files: what is read is written the same, and a change of one answer
//! changes nothing else. `tests/fuzz/run` starts it; a broken promise is a panic.
#![no_main]

mod lines;

use qianyue::draft::{Answer, DraftFile};

libfuzzer_sys::fuzz_target!(|input: &[u8]| keeps_its_promises(input));

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    lines::mutate(data, size, max_size, seed)
});

fn keeps_its_promises(input: &[u8]) {
    let Ok(mut file) = DraftFile::parse(input) else {
        return;
    };
    is_read_back(&file, "as it was");
    if file.read_only.is_some() {
        return;
    }
    let mut draft = file.draft().clone();
    let answer = Answer::Text("\u{1b}新的\n\"答案\" # \\".to_owned());
    draft.answers.insert("fuzz".into(), answer);
    file.set(&draft);
    is_read_back(&file, "with an answer more");
    draft.answers.clear();
    file.set(&draft);
    is_read_back(&file, "without its answers");
}

fn is_read_back(file: &DraftFile, state: &str) {
    let text = file.to_text();
    assert!(file.is_held_by(text.as_bytes()), "{state}: {text}");
}
