//! From good and bad files to worse ones.

/// Files of more than this are cut before they are changed: damage is found in small ones.
const LONGEST_BYTES: usize = 16 * 1024;
/// How many changes an input has at most.
const MOST_CHANGES: usize = 6;

/// Numbers that look thrown and are the same for the same seed (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// Below `limit`; 0 if that is 0.
    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from((self.next() >> 16) % limit).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

/// Makes inputs.
pub struct Mutator {
    dice: Dice,
    seeds: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
}

impl Mutator {
    /// From the files `seeds` and a dictionary: a word a line, `\n` and `\u{…}` escaped, `#`
    /// before a remark.
    pub fn new(dice: Dice, seeds: Vec<Vec<u8>>, dictionary: &str) -> Self {
        let words = dictionary
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| unescape(line).into_bytes())
            .collect();
        Self { dice, seeds, words }
    }

    /// The next input.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.dice.pick(&self.seeds).cloned().unwrap_or_default();
        input.truncate(LONGEST_BYTES);
        for _ in 0..=self.dice.below(MOST_CHANGES) {
            self.change(&mut input);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.dice.below(input.len() + 1);
        let length = self.dice.below(64).min(input.len() - at);
        match self.dice.below(9) {
            0 => input.truncate(at),
            1 => drop(input.drain(at..at + length)),
            2 => {
                let piece: Vec<u8> = input.iter().skip(at).take(length).copied().collect();
                input.splice(at..at, piece);
            }
            3 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << self.dice.below(8);
                }
            }
            4 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = u8::try_from(self.dice.below(256)).unwrap_or(0);
                }
            }
            5 => self.cross(input, at, length),
            6 => self.move_a_line(input),
            _ => {
                let word = self.dice.pick(&self.words).cloned().unwrap_or_default();
                input.splice(at..at + self.dice.below(length + 1), word);
            }
        }
    }

    /// Puts a piece of another file in.
    fn cross(&mut self, input: &mut Vec<u8>, at: usize, length: usize) {
        let other = self.dice.pick(&self.seeds).cloned().unwrap_or_default();
        let from = self.dice.below(other.len());
        let piece = other.into_iter().skip(from).take(length * 4);
        input.splice(at..at, piece.collect::<Vec<u8>>());
    }

    /// Structure is in lines: one of them goes elsewhere, or comes twice.
    fn move_a_line(&mut self, input: &mut Vec<u8>) {
        let mut lines: Vec<Vec<u8>> = input
            .split(|byte| *byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        let from = self.dice.below(lines.len());
        let Some(line) = lines.get(from).cloned() else {
            return;
        };
        if self.dice.below(2) == 0 {
            lines.remove(from);
        }
        let to = self.dice.below(lines.len() + 1);
        lines.insert(to, line);
        *input = lines.join(&b'\n');
    }
}

fn unescape(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        if let Some((code, tail)) = after
            .strip_prefix("u{")
            .and_then(|code| code.split_once('}'))
        {
            let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
            text.extend(character);
            rest = tail;
        } else if let Some(tail) = after.strip_prefix('n') {
            text.push('\n');
            rest = tail;
        } else {
            text.push('\\');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}
