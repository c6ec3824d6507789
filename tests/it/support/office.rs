//! `LibreOffice` with fixed typefaces. Page breaks depend on the metrics of the installed fonts, so
//! tests of pages must not.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::tools;

/// The typeface that replaces all others (Debian: fonts-noto-cjk).
const TYPEFACE: &str = "Noto Serif CJK SC";
/// A fontconfig configuration with this typeface only, whatever a document names and whatever is
/// installed.
const FONTS: &str = r#"<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir>/var/cache/fontconfig</cachedir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <selectfont>
    <rejectfont><pattern/></rejectfont>
    <acceptfont><pattern>
      <patelt name="family"><string>Noto Serif CJK SC</string></patelt>
    </pattern></acceptfont>
  </selectfont>
  <match target="pattern">
    <edit name="family" mode="assign" binding="strong"><string>Noto Serif CJK SC</string></edit>
  </match>
</fontconfig>
"#;

/// An installed `LibreOffice` that prints every text in [`TYPEFACE`].
pub struct Office {
    program: PathBuf,
    /// The folder for its profile and its fontconfig configuration.
    folder: PathBuf,
}

impl Office {
    /// Finds `LibreOffice` and puts its profile below `folder`. Returns `None` like [`tools::find`]
    /// if the program or the typeface is missing.
    pub fn find(folder: &Path) -> Option<Self> {
        let program = tools::find("soffice")?;
        let matcher = tools::find("fc-match")?;
        let office = Self {
            program,
            folder: folder.join("office"),
        };
        std::fs::create_dir_all(&office.folder).unwrap();
        std::fs::write(office.fonts(), FONTS).unwrap();
        let mut command = Command::new(matcher);
        office.name_fonts(command.args(["--format", "%{family}", "宋体"]));
        let family = tools::said(&tools::run(&mut command));
        if !family.split(',').any(|name| name == TYPEFACE) {
            tools::missing(&format!("the typeface {TYPEFACE}"));
            return None;
        }
        Some(office)
    }

    /// Makes a command and its child processes use only these fonts.
    pub fn name_fonts<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("FONTCONFIG_FILE", self.fonts())
    }

    /// Converts files to a format. The results are in `output`, under the names of the files.
    pub fn convert(
        &self,
        format: &str,
        output: &Path,
        files: impl IntoIterator<Item = impl AsRef<OsStr>>,
    ) {
        let profile = self.folder.join("profile");
        let mut command = Command::new(&self.program);
        command
            .arg(format!(
                "-env:UserInstallation=file://{}",
                profile.display()
            ))
            .args(["--headless", "--convert-to", format, "--outdir"])
            .arg(output)
            .args(files);
        let converted = tools::run(self.name_fonts(&mut command));
        let said = tools::said(&converted);
        assert!(converted.status.success(), "{said}");
    }

    fn fonts(&self) -> PathBuf {
        self.folder.join("fonts.conf")
    }
}
