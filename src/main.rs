//! The program `qianyue`.

fn main() {}
