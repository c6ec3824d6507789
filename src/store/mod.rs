//! Stands in until the store is merged.

/// Stands in until the store is merged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Stands in.
    #[error("stub")]
    Stub,
}
