//! What the terminal sends.

pub mod parser;
mod sequence;

#[cfg(test)]
mod tests;
