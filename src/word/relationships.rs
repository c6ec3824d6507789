//! The relationships between the parts of a package.

use super::error::WordError;
use super::names::OFFICE;
use super::package::{Package, Part};
use super::xml::{Reader, Token, Writer};

/// The relationship type of the main part.
pub(crate) const MAIN: &str = "officeDocument";
/// The relationship type of the styles part.
pub(crate) const STYLES: &str = "styles";

/// The path of the relationships part of `part`, or of the package if `part` is empty.
fn part_of(part: &str) -> String {
    let name = part.rsplit_once('/').map_or(part, |(_, name)| name);
    beside(part, &format!("_rels/{name}.rels"))
}

/// The path of `name` in the folder of `part`.
fn beside(part: &str, name: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, _)) => [folder, name].join("/"),
        None => name.to_owned(),
    }
}

/// The path of the main part, from the package's relationships.
pub(crate) fn main_part(package: &mut Package<'_>) -> Result<String, WordError> {
    match target(package, &part_of(""), MAIN)? {
        Some(target) => inside(&target),
        None => Err(WordError::MissingPart {
            part: "word/document.xml".to_owned(),
        }),
    }
}

/// The path of the target of the first relationship with this type, if `part` has such a
/// relationship.
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

/// The target of the first relationship with this type in a relationships part.
fn target(package: &mut Package<'_>, part: &str, kind: &str) -> Result<Option<String>, WordError> {
    let text = package.read(part)?;
    // Only the end of the type is compared: transitional and strict files differ in its beginning.
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

/// The path of a part from a target in the package's relationships.
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

/// A relationship from a part to a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Relationship<'a> {
    id: &'a str,
    kind: String,
    target: &'a str,
}

impl<'a> Relationship<'a> {
    /// A relationship with a type that Office defines (`styles`).
    pub(crate) fn office(id: &'a str, kind: &str, target: &'a str) -> Self {
        Self::of_kind(id, format!("{OFFICE}/{kind}"), target)
    }

    /// A relationship whose type is a full address.
    pub(crate) fn of_kind(id: &'a str, kind: String, target: &'a str) -> Self {
        Self { id, kind, target }
    }
}

/// The relationships part of `part`, or of the package if `part` is empty.
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
