//! Removes the creation time from a PDF, so that two PDFs of one contract are identical bytes.

use crate::value::ContentHash;

/// The end of the last stream. Behind it no part of the file is compressed.
const LAST_STREAM: &[u8] = b"endstream";
/// `/CreationDate(D:20260301120000Z')`, or with an offset from UTC.
const DATE: &[u8] = b"/CreationDate(";
/// `/ID [ <…> <…> ]` and `/DocChecksum /…`: digests that depend on the time.
const DIGESTS: [&[u8]; 2] = [b"/ID [", b"/DocChecksum /"];
/// The number of hexadecimal digits in such a digest.
const DIGEST_DIGITS: usize = 32;

/// Blanks the creation time of a PDF, and replaces the digests that depend on the time by the
/// digest of `source`. No byte moves, so the cross-reference table stays valid. Parts of an
/// unexpected form stay unchanged.
pub(super) fn timeless(mut pdf: Vec<u8>, source: &[u8]) -> Vec<u8> {
    let start = find_last(&pdf, LAST_STREAM).unwrap_or(0);
    let Some(tail) = pdf.get_mut(start..) else {
        return pdf;
    };
    if let Some(at) = find(tail, DATE)
        && let Some(entry) = tail.get_mut(at..)
        && let Some(end) = entry.iter().position(|byte| *byte == b')')
        && let Some(entry) = entry.get_mut(..=end)
    {
        // White space in a PDF dictionary has no meaning.
        entry.fill(b' ');
    }
    let digest = ContentHash::of(source).to_string().to_uppercase();
    let digits = digest.as_bytes().get(..DIGEST_DIGITS).unwrap_or_default();
    for name in DIGESTS {
        let Some(at) = find(tail, name) else {
            continue;
        };
        let Some(value) = tail.get_mut(at + name.len()..) else {
            continue;
        };
        // The two digests of `/ID` end at `]`, the other one at white space.
        let end = find(value, b"]").filter(|_| name == DIGESTS[0]);
        let end = end.or_else(|| value.iter().position(u8::is_ascii_whitespace));
        let value = value.get_mut(..end.unwrap_or(0)).unwrap_or_default();
        for digest in
            value.chunk_by_mut(|one, next| one.is_ascii_hexdigit() && next.is_ascii_hexdigit())
        {
            if digest.len() == DIGEST_DIGITS {
                digest.copy_from_slice(digits);
            }
        }
    }
    pdf
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

fn find_last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|part| part == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_moment_goes_and_no_byte_moves() {
        let of = |date: &str, digest: &str| {
            format!(
                "%PDF-1.6\nstream\n/CreationDate(D:kept)/ID [ <kept> ]\nendstream\n\
                 <</Title<FEFF>\n/CreationDate(D:{date})>>\nxref\ntrailer\n<</Size 43/Root 41 0 R\n\
                 /ID [ <{digest}>\n<{digest}> ]\n/DocChecksum /{digest}\n>>\nstartxref\n1\n%%EOF\n"
            )
            .into_bytes()
        };
        let one = of("20260301120000Z'", "87E2472F3BE60F751F720D2D74F19683");
        let other = of("20270302130501Z'", "731A226812409C74F95B03B239AA9158");
        let length = one.len();
        let made = timeless(one, b"a");
        assert_eq!(made.len(), length);
        assert_eq!(made, timeless(other.clone(), b"a"));
        assert_ne!(made, timeless(other, b"b"));
        let text = String::from_utf8(made).unwrap();
        assert!(
            text.contains("/CreationDate(D:kept)/ID [ <kept> ]"),
            "{text}"
        );
        assert_eq!(text.matches("/CreationDate").count(), 1, "{text}");
        // The expected digits are the start of the digest of "a".
        assert_eq!(
            text.matches("CA978112CA1BBDCAFAC231B39A23DC4D").count(),
            3,
            "{text}"
        );
    }

    #[test]
    fn what_looks_otherwise_stays() {
        for pdf in [
            &b""[..],
            b"%PDF",
            b"/ID [",
            b"/CreationDate(D:1",
            b"/DocChecksum /AB",
        ] {
            assert_eq!(timeless(pdf.to_vec(), b"a"), pdf);
        }
    }
}
