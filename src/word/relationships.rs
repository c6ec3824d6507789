//! What the parts of a package point to.

use super::error::WordError;
use super::names::OFFICE;
use super::package::{Package, Part};
use super::xml::{Reader, Token, Writer};

/// The kind of the relationship to the main part.
pub(crate) const MAIN: &str = "officeDocument";
/// The kind of the relationship to the styles.
pub(crate) const STYLES: &str = "styles";

/// The name of the part that says what a part points to, or the package for an empty name.
fn part_of(part: &str) -> String {
    let name = part.rsplit_once('/').map_or(part, |(_, name)| name);
    beside(part, &format!("_rels/{name}.rels"))
}

/// What is called `name` in the folder of a part.
fn beside(part: &str, name: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, _)) => [folder, name].join("/"),
        None => name.to_owned(),
    }
}

/// The name of the main part, as the package's relationships tell it.
pub(crate) fn main_part(package: &mut Package<'_>) -> Result<String, WordError> {
    match target(package, &part_of(""), MAIN)? {
        Some(target) => inside(&target),
        None => Err(WordError::MissingPart {
            part: "word/document.xml".to_owned(),
        }),
    }
}

/// The name of the part that a part points to by its first relationship of this kind.
pub(crate) fn related(
    package: &mut Package<'_>,
    part: &str,
    kind: &str,
) -> Result<Option<String>, WordError> {
    let target = match target(package, &part_of(part), kind) {
        Ok(target) => target,
        Err(WordError::MissingPart { .. }) => None,
        Err(error) => return Err(error),
    };
    Ok(target.map(|target| match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => beside(part, &target),
    }))
}

/// What the first relationship of this kind in a part of relationships points to.
fn target(package: &mut Package<'_>, part: &str, kind: &str) -> Result<Option<String>, WordError> {
    let text = package.read(part)?;
    // Behind an address that differs between the transitional and the strict form.
    let kind = format!("/relationships/{kind}");
    let mut reader = Reader::new(part, &text);
    loop {
        match reader.next()? {
            Token::Open(tag) if tag.local_name() == "Relationship" => {
                let own = reader.attribute(tag, "Type")?.unwrap_or_default();
                if own.ends_with(&kind) {
                    return Ok(Some(reader.attribute(tag, "Target")?.unwrap_or_default()));
                }
            }
            Token::Open(_) | Token::Close | Token::Text(_) => {}
            Token::End => return Ok(None),
        }
    }
}

/// The part that a target of the package's own relationships names.
fn inside(target: &str) -> Result<String, WordError> {
    let part = target.strip_prefix('/').unwrap_or(target);
    let leaves = part.contains(['\\', ':'])
        || part
            .split('/')
            .any(|step| step.is_empty() || step == "." || step == "..");
    if leaves {
        return Err(WordError::TargetOutside {
            target: target.to_owned(),
        });
    }
    Ok(part.to_owned())
}

/// A relationship of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relationship<'a> {
    id: &'a str,
    kind: String,
    target: &'a str,
}

impl<'a> Relationship<'a> {
    /// A relationship of a kind that Office defines (`styles`).
    pub(crate) fn office(id: &'a str, kind: &str, target: &'a str) -> Self {
        Self::of_kind(id, format!("{OFFICE}/{kind}"), target)
    }

    /// A relationship of any kind, which is an address.
    pub(crate) fn of_kind(id: &'a str, kind: String, target: &'a str) -> Self {
        Self { id, kind, target }
    }
}

/// The part that says what `part` points to, or the package for an empty name.
pub(crate) fn write(part: &str, relationships: &[Relationship<'_>]) -> Part {
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    let text = Writer::part("Relationships", &[("xmlns", namespace)], |xml| {
        for Relationship { id, kind, target } in relationships {
            xml.empty(
                "Relationship",
                &[("Id", id), ("Type", kind), ("Target", target)],
            );
        }
    });
    Part::usual(part_of(part), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relationships_stand_in_a_folder_beside_their_part() {
        for (part, expected) in [
            ("", "_rels/.rels"),
            ("document.xml", "_rels/document.xml.rels"),
            ("word/document.xml", "word/_rels/document.xml.rels"),
            ("a/b/c.xml", "a/b/_rels/c.xml.rels"),
        ] {
            assert_eq!(part_of(part), expected, "part: {part}");
        }
    }

    #[test]
    fn a_target_stays_inside_the_package() {
        for (target, expected) in [
            ("word/document.xml", Some("word/document.xml")),
            ("/word/document.xml", Some("word/document.xml")),
            ("../document.xml", None),
            ("word/../../x", None),
            ("word\\document.xml", None),
            ("file:///etc/passwd", None),
            ("//host/x", None),
            ("", None),
        ] {
            assert_eq!(inside(target).ok().as_deref(), expected, "target: {target}");
        }
    }
}
