//! The build of the program: version, commit, target.

/// Formats `0.1.0 (x86_64-unknown-linux-musl, 1a2b3c4d5e6f)`; without the commit if the build does
/// not know it.
pub(super) fn version() -> String {
    let mut build = target();
    // `.ci/package` sets this variable; a build from source needs no git.
    if let Some(commit) = option_env!("QIANYUE_COMMIT").filter(|commit| !commit.is_empty()) {
        build.push_str(", ");
        build.push_str(commit);
    }
    format!("{} ({build})", env!("CARGO_PKG_VERSION"))
}

/// The name of the target, assembled from the compiler's settings: cargo gives the name itself only
/// to build scripts.
fn target() -> String {
    let vendor = if cfg!(target_vendor = "apple") {
        "apple"
    } else if cfg!(target_vendor = "pc") {
        "pc"
    } else {
        "unknown"
    };
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        system => system,
    };
    let mut parts = vec![std::env::consts::ARCH, vendor, system];
    if cfg!(target_env = "gnu") {
        parts.push("gnu");
    } else if cfg!(target_env = "musl") {
        parts.push("musl");
    } else if cfg!(target_env = "msvc") {
        parts.push("msvc");
    }
    parts.join("-")
}
