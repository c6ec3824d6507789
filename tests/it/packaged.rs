//! The content of the package for the registry.

use std::process::Command;

use crate::support::tools;

/// Files that cargo adds.
const OF_CARGO: [&str; 4] = [
    ".cargo_vcs_info.json",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
];

#[test]
fn a_package_holds_what_building_needs_and_nothing_else() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    let listed = tools::run(cargo.args(["package", "--list", "--allow-dirty", "--offline"]));
    assert!(listed.status.success(), "{listed:?}");
    let listed = String::from_utf8(listed.stdout).unwrap().replace('\\', "/");
    let is_expected = |file: &str| {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        match folder {
            "" => OF_CARGO.contains(&name) || ["LICENSE", "README.md"].contains(&name),
            "assets" => ["md", "toml"].contains(&ending),
            "assets/locales" => ending == "yml",
            "assets/templates" => ending == "md",
            _ => folder.split('/').next() == Some("src") && ending == "rs",
        }
    };
    for file in listed.lines() {
        assert!(is_expected(file), "{file}");
    }
    for file in [
        "LICENSE",
        "README.md",
        "assets/README.zh-CN.md",
        "assets/changes.en.md",
        "assets/config.en.toml",
        "assets/locales/usage.yml",
        "assets/templates/mini-program-service.md",
        "src/main.rs",
    ] {
        assert!(listed.lines().any(|listed| listed == file), "{file}");
    }
}
