//! A fast hash for maps by field or blank, which every key press asks thousands of times.

use std::hash::{BuildHasherDefault, Hasher};

/// An odd number without a pattern in its bits: the fraction of the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Builds the hashers of maps by field or blank.
pub type IdHash = BuildHasherDefault<IdHasher>;

/// Hashes short ids. The hash resists no attack, and need not: a template has few fields, so that
/// even equal hashes cost little.
#[derive(Clone, Debug, Default)]
pub struct IdHasher(u64);

impl IdHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(SPREAD);
    }
}

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_be_bytes(*word));
        }
        if !rest.is_empty() {
            let word = rest.iter();
            self.add(word.fold(0_u64, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn finish(&self) -> u64 {
        // The best bits are the highest; maps use the lowest too.
        self.0.rotate_left(26)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::hash::BuildHasher;

    use super::*;
    use crate::template::Place;

    #[test]
    fn similar_ids_have_different_hashes_in_both_halves() {
        let ids: Vec<Place> = (0..200)
            .flat_map(|number| [format!("field_{number}"), format!("f{number}_name")])
            .map(|id| Place::from(id.as_str()))
            .collect();
        let hash = |place: &Place| IdHash::default().hash_one(place);
        let low: HashSet<u64> = ids.iter().map(|id| hash(id) & 0xFFFF).collect();
        let high: HashSet<u64> = ids.iter().map(|id| hash(id) >> 48).collect();
        assert!(low.len() > 380, "{}", low.len());
        assert!(high.len() > 380, "{}", high.len());
    }
}
