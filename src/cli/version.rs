//! Which build of the program runs: version, commit, target.

/// `0.1.0 (x86_64-unknown-linux-musl, 1a2b3c4d5e6f)`; without the commit where the build does not
/// know it.
pub(super) fn version() -> String {
    let mut build = target();
    // Set by `.ci/package`; a build from source needs no git.
    if let Some(commit) = option_env!("QIANYUE_COMMIT").filter(|commit| !commit.is_empty()) {
        build.push_str(", ");
        build.push_str(commit);
    }
    format!("{} ({build})", env!("CARGO_PKG_VERSION"))
}

/// The target's name, put together from what the compiler says of it: cargo tells the name itself
/// to build scripts alone.
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
