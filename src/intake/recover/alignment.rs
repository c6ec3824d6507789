//! Aligns template paragraphs with text paragraphs where several matches are possible: both sides
//! keep their order, and the total weight of matches is the highest.

use std::cmp::Reverse;

/// The limit of candidate places for a template paragraph. In a file that was made to be slow, a
/// short paragraph has many candidates.
pub(super) const MOST_PLACES: usize = 64;

/// A possible match of a template paragraph with a text paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// The index of the template paragraph.
    pub(super) passage: usize,
    /// The index of the text paragraph.
    pub(super) place: usize,
    /// The weight of the match.
    pub(super) weight: usize,
}

/// A sequence of pairs that ascends on both sides.
#[derive(Clone, Copy, Debug)]
struct Chain {
    weight: usize,
    /// The place of the last pair in the text.
    place: usize,
    /// The index of the last pair.
    last: usize,
}

impl Chain {
    /// Orders chains: of two equal weights the chain that ends earlier wins, because it leaves more
    /// text.
    fn rank(&self) -> (usize, Reverse<usize>) {
        (self.weight, Reverse(self.place))
    }
}

/// The indices of the ascending pairs with the highest total weight, in order.
pub(super) fn heaviest_ascent(pairs: &[Pair]) -> Vec<usize> {
    let mut order: Vec<(usize, &Pair)> = pairs.iter().enumerate().collect();
    // Descending places within a passage keep two pairs of one passage out of every chain.
    order.sort_by_key(|(_, pair)| (pair.passage, Reverse(pair.place)));
    let n_places = pairs.iter().map(|pair| pair.place + 1).max().unwrap_or(0);
    let mut best = Prefixes::new(n_places);
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (index, pair) in order {
        let chain = best.up_to(pair.place);
        if let Some(before) = before.get_mut(index) {
            *before = chain.map(|chain| chain.last);
        }
        best.add(Chain {
            weight: chain.map_or(0, |chain| chain.weight) + pair.weight,
            place: pair.place,
            last: index,
        });
    }
    let mut next = best.up_to(n_places).map(|chain| chain.last);
    let mut chosen = Vec::new();
    while let Some(index) = next {
        chosen.push(index);
        next = before.get(index).copied().flatten();
    }
    chosen.reverse();
    chosen
}

/// The best chain that ends before each place (a Fenwick tree of maxima).
struct Prefixes(Vec<Option<Chain>>);

impl Prefixes {
    fn new(n_places: usize) -> Self {
        Self(vec![None; n_places + 1])
    }

    /// The best chain whose last place is less than `place`.
    fn up_to(&self, place: usize) -> Option<Chain> {
        let mut best: Option<Chain> = None;
        let mut node = place;
        while node > 0 {
            let here = self.0.get(node).copied().flatten();
            best = best.into_iter().chain(here).max_by_key(Chain::rank);
            node &= node - 1;
        }
        best
    }

    fn add(&mut self, chain: Chain) {
        let mut node = chain.place + 1;
        while let Some(slot) = self.0.get_mut(node) {
            if slot.is_none_or(|there| chain.rank() > there.rank()) {
                *slot = Some(chain);
            }
            node += 1 << node.trailing_zeros();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs the alignment; each pair is a passage, a place and a weight.
    fn chosen(pairs: &[(usize, usize, usize)]) -> Vec<(usize, usize)> {
        let pairs: Vec<Pair> = pairs
            .iter()
            .map(|(passage, place, weight)| Pair {
                passage: *passage,
                place: *place,
                weight: *weight,
            })
            .collect();
        let chosen = heaviest_ascent(&pairs);
        chosen
            .into_iter()
            .map(|index| (pairs[index].passage, pairs[index].place))
            .collect()
    }

    #[test]
    fn as_much_as_possible_stands_in_order() {
        let none: &[(usize, usize)] = &[];
        for (pairs, expected) in [
            (&[][..], none),
            (&[(0, 3, 1)][..], &[(0, 3)][..]),
            // A clause moved to the end does not displace the others.
            (
                &[(0, 9, 5), (1, 0, 4), (2, 1, 4), (3, 2, 4)][..],
                &[(1, 0), (2, 1), (3, 2)][..],
            ),
            // A heavy pair wins over several light pairs.
            (&[(0, 9, 5), (1, 0, 1), (2, 1, 1)][..], &[(0, 9)][..]),
            // A passage matches once, at the first of equal places.
            (&[(0, 1, 3), (0, 4, 3), (0, 7, 3)][..], &[(0, 1)][..]),
            // Two passages never share a paragraph.
            (
                &[(0, 1, 3), (1, 1, 3), (1, 2, 3)][..],
                &[(0, 1), (1, 2)][..],
            ),
            (
                &[(0, 2, 3), (0, 0, 3), (1, 1, 3), (2, 2, 3)][..],
                &[(0, 0), (1, 1), (2, 2)][..],
            ),
        ] {
            assert_eq!(chosen(pairs), expected, "pairs: {pairs:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_other_choice_weighs_more(
            pairs in proptest::collection::vec((0..5_usize, 0..6_usize, 1..9_usize), 0..10),
        ) {
            let ascends = |chosen: &[&(usize, usize, usize)]| {
                let mut sorted = chosen.to_vec();
                sorted.sort_unstable();
                sorted.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1)
            };
            let heaviest = (0..1_usize << pairs.len())
                .filter_map(|bits| {
                    let some: Vec<_> = pairs
                        .iter()
                        .enumerate()
                        .filter(|(index, _)| bits >> index & 1 == 1)
                        .map(|(_, pair)| pair)
                        .collect();
                    ascends(&some).then(|| some.iter().map(|pair| pair.2).sum::<usize>())
                })
                .max();
            let all: Vec<Pair> = pairs
                .iter()
                .map(|(passage, place, weight)| Pair {
                    passage: *passage,
                    place: *place,
                    weight: *weight,
                })
                .collect();
            let chosen: Vec<&Pair> = heaviest_ascent(&all)
                .into_iter()
                .map(|index| &all[index])
                .collect();
            proptest::prop_assert!(
                chosen.windows(2).all(|two| two[0].passage < two[1].passage && two[0].place < two[1].place)
            );
            proptest::prop_assert_eq!(Some(chosen.iter().map(|pair| pair.weight).sum::<usize>()), heaviest);
        }
    }
}
