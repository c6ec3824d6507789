//! What several subjects need.

pub mod tools;
