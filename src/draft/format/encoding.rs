//! Decodes the bytes of a draft file. Accepts only UTF-8 and guesses the encoding of other files.

use super::problem::{DraftError, DraftProblem, EncodingGuess};
use super::{BYTE_ORDER_MARK, DRAFT_LIMIT_BYTES};

/// Decodes `bytes`; keeps a byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, DraftError> {
    if bytes.len() > DRAFT_LIMIT_BYTES {
        return Err(DraftError::of_file(DraftProblem::TooLarge {
            bytes: bytes.len(),
            limit_bytes: DRAFT_LIMIT_BYTES,
        }));
    }
    // The signature of a ZIP package, as in DOCX and XLSX files.
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(not_utf8("", EncodingGuess::Package));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(not_utf8("", EncodingGuess::Utf16));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (good, bad) = bytes
            .split_at_checked(error.valid_up_to())
            .unwrap_or((bytes, &[]));
        let good = std::str::from_utf8(good).unwrap_or_default();
        let guess = if error.error_len().is_none() {
            EncodingGuess::CutOff
        } else if looks_like_gbk(bad) {
            EncodingGuess::Gbk
        } else {
            EncodingGuess::Unknown
        };
        not_utf8(good, guess)
    })?;
    if text.trim_start_matches(BYTE_ORDER_MARK).trim().is_empty() {
        return Err(DraftError::of_file(DraftProblem::Empty));
    }
    match text.find('\0') {
        Some(offset) => Err(DraftError::at(text, offset, DraftProblem::ZeroBytes)),
        None => Ok(text),
    }
}

fn not_utf8(good: &str, guess: EncodingGuess) -> DraftError {
    DraftError::at(good, good.len(), DraftProblem::Encoding { guess })
}

/// Whether all characters outside ASCII form valid GBK pairs. Requires two pairs, because a single
/// pair of invalid bytes is more likely damage than text.
fn looks_like_gbk(bytes: &[u8]) -> bool {
    let mut rest = bytes.iter();
    let mut n_pairs = 0_usize;
    while let Some(lead) = rest.next() {
        if lead.is_ascii() {
            continue;
        }
        let trail = rest.next().copied().unwrap_or(0);
        if !(0x81..=0xfe).contains(lead) || !(0x40..=0xfe).contains(&trail) || trail == 0x7f {
            return false;
        }
        n_pairs += 1;
    }
    n_pairs >= 2
}
