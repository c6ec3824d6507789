//! What the two READMEs say is so.
