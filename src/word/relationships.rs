//! What the parts of a package point to.

use super::error::WordError;
use super::names::PACKAGE;
use super::package::Package;
use super::xml::{DECLARATION, Reader, Token};

/// The name of the main part, as the package's relationships tell it.
pub(crate) fn main_part(package: &mut Package<'_>) -> Result<String, WordError> {
    match target(package, "_rels/.rels", "/relationships/officeDocument")? {
        Some(target) => inside(&target),
        None => Err(WordError::MissingPart {
            part: "word/document.xml".to_owned(),
        }),
    }
}

/// What the first relationship of this kind in a part of relationships points to.
pub(crate) fn target(
    package: &mut Package<'_>,
    part: &str,
    kind: &str,
) -> Result<Option<String>, WordError> {
    let text = package.read(part)?;
    let mut reader = Reader::new(part, &text);
    loop {
        match reader.next()? {
            Token::Open(tag) if tag.local_name() == "Relationship" => {
                let own = reader.attribute(tag, "Type")?.unwrap_or_default();
                if own.ends_with(kind) {
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

/// A part with these relationships: id, kind and target of each.
pub(crate) fn relationships(list: &[(&str, String, &str)]) -> String {
    let entries: Vec<String> = list
        .iter()
        .map(|(id, kind, target)| {
            format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"/>")
        })
        .collect();
    format!(
        "{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>",
        entries.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
