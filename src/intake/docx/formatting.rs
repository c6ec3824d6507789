//! Finds text that is hidden, faint, struck or raised. The look of a run follows from its own
//! properties, its styles and the document's defaults.

use std::collections::{BTreeMap, HashMap};

use crate::word::error::WordError;
use crate::word::xml::{Reader, Space, Token};

/// Text of this size or less, in half points, is too small to read.
const SMALLEST_HALF_POINTS: u32 = 4;

/// A run property that decides whether the text is visible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Property {
    Vanish,
    SpecVanish,
    Strike,
    DoubleStrike,
    White,
    Tiny,
    Raised,
}

const N_PROPERTIES: usize = 7;

impl Property {
    /// The property that this element of run properties sets, and its value. `webHidden` is
    /// ignored, because it hides text on a web page but not on paper.
    fn set_by(name: &str, value: Option<&str>) -> Option<(Self, bool)> {
        Some(match name {
            "vanish" => (Self::Vanish, is_on(value)),
            "specVanish" => (Self::SpecVanish, is_on(value)),
            "strike" => (Self::Strike, is_on(value)),
            "dstrike" => (Self::DoubleStrike, is_on(value)),
            "color" => (
                Self::White,
                value.is_some_and(|colour| colour.eq_ignore_ascii_case("FFFFFF")),
            ),
            "sz" => {
                let size = value.and_then(|size| size.parse::<u32>().ok());
                (
                    Self::Tiny,
                    size.is_some_and(|size| size <= SMALLEST_HALF_POINTS),
                )
            }
            "vertAlign" => (
                Self::Raised,
                matches!(value, Some("superscript" | "subscript")),
            ),
            _ => return None,
        })
    }

    /// Whether the property toggles between styles of several kinds (ECMA-376 17.7.3).
    fn is_toggled(self) -> bool {
        match self {
            Self::Vanish | Self::Strike => true,
            Self::SpecVanish | Self::DoubleStrike | Self::White | Self::Tiny | Self::Raised => {
                false
            }
        }
    }
}

/// Whether a property with this value is on; a property without a value is on.
pub(super) fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}

/// The properties of one run, one style or the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Formatting {
    /// The id of the style that the properties refer to.
    pub(super) style: Option<String>,
    values: [Option<bool>; N_PROPERTIES],
}

impl Formatting {
    /// Reads an element of the properties.
    pub(super) fn set(&mut self, name: &str, value: Option<&str>) {
        if let Some((property, is_on)) = Property::set_by(name, value)
            && let Some(slot) = self.values.get_mut(property as usize)
        {
            *slot = Some(is_on);
        }
    }

    fn get(&self, property: Property) -> Option<bool> {
        self.values.get(property as usize).copied().flatten()
    }
}

/// The visibility of a run's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Whether the text is hidden.
    pub(super) is_hidden: bool,
    /// Whether the text is white or too small to read.
    pub(super) is_faint: bool,
    /// Whether the text is struck through.
    pub(super) is_struck: bool,
    /// Whether the text is superscript or subscript; 10² must not be read as 102.
    pub(super) is_raised: bool,
}

/// The kinds of styles that contribute to the look of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Table,
    Paragraph,
    Character,
}

/// A value for each kind of style.
#[derive(Debug, Default)]
struct Levels<T> {
    table: T,
    paragraph: T,
    character: T,
}

impl<T> Levels<T> {
    fn of(&mut self, kind: Kind) -> &mut T {
        match kind {
            Kind::Table => &mut self.table,
            Kind::Paragraph => &mut self.paragraph,
            Kind::Character => &mut self.character,
        }
    }
}

/// The styles of one kind.
#[derive(Debug, Default)]
struct Sheet {
    /// The properties of each style, including inherited properties.
    styles: HashMap<String, Formatting>,
    /// The style of elements that refer to no style.
    default: Option<String>,
}

impl Sheet {
    fn get(&self, name: Option<&str>) -> Option<&Formatting> {
        let named = name.and_then(|name| self.styles.get(name));
        named.or_else(|| self.styles.get(self.default.as_ref()?))
    }
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defaults: Formatting,
    sheets: Levels<Sheet>,
}

impl Styles {
    /// Reads the styles part.
    pub(super) fn read(part: &str, text: &str) -> Result<Self, WordError> {
        let mut declared = Declared::default();
        let mut reader = Reader::new(part, text);
        loop {
            match reader.next()? {
                Token::Open(tag) => {
                    let around = declared.enter(tag.space, tag.local_name());
                    declared.meet(around, tag.local_name(), |attribute| {
                        reader.attribute(tag, attribute)
                    })?;
                }
                Token::Close => declared.leave(),
                Token::Text(_) => {}
                Token::End => return Ok(declared.resolve()),
            }
        }
    }

    /// The look of a run with these properties, inside a table and a paragraph with these styles.
    pub(super) fn look(
        &self,
        table: Option<&str>,
        paragraph: Option<&str>,
        direct: &Formatting,
    ) -> Look {
        let levels = [
            self.sheets.table.get(table),
            self.sheets.paragraph.get(paragraph),
            self.sheets.character.get(direct.style.as_deref()),
        ];
        let is = |property: Property| {
            let mut values = levels
                .iter()
                .rev()
                .map(|style| style.and_then(|style| style.get(property)));
            direct.get(property).unwrap_or_else(|| {
                let default = self.defaults.get(property).unwrap_or(false);
                if property.is_toggled() {
                    default || values.filter(|value| *value == Some(true)).count() % 2 == 1
                } else {
                    values.find_map(|value| value).unwrap_or(default)
                }
            })
        };
        Look {
            is_hidden: is(Property::Vanish) || is(Property::SpecVanish),
            is_faint: is(Property::White) || is(Property::Tiny),
            is_struck: is(Property::Strike) || is(Property::DoubleStrike),
            is_raised: is(Property::Raised),
        }
    }
}

/// A style as the file declares it, without inheritance.
#[derive(Debug, Default)]
struct Declaration {
    based_on: Option<String>,
    formatting: Formatting,
}

/// The position of an element in the styles part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Style,
    Defaults,
    /// Run properties of a style, or the default run properties.
    Runs,
    Other,
}

/// The state of the parser for the styles part.
#[derive(Default)]
struct Declared {
    defaults: Formatting,
    /// Sorted, so that cycles of inheritance resolve the same way on every run.
    styles: BTreeMap<(Kind, String), Declaration>,
    default_styles: Levels<Option<String>>,
    open: Vec<Place>,
    /// The open style; `None` for a numbering style.
    current: Option<(Kind, String)>,
    is_default: bool,
}

impl Declared {
    /// Processes the start of an element and returns its position.
    fn enter(&mut self, space: Space, name: &str) -> Place {
        let around = self.open.last().copied().unwrap_or(Place::Other);
        let place = match (space, name, around) {
            (Space::Word, "style", Place::Other) => Place::Style,
            (Space::Word, "rPrDefault", Place::Other) => Place::Defaults,
            (Space::Word, "rPr", Place::Style | Place::Defaults) => Place::Runs,
            _ => Place::Other,
        };
        self.open.push(place);
        self.is_default = match place {
            Place::Style => false,
            Place::Defaults => true,
            Place::Runs | Place::Other => self.is_default,
        };
        around
    }

    fn leave(&mut self) {
        self.open.pop();
    }

    fn meet(
        &mut self,
        around: Place,
        name: &str,
        attribute: impl Fn(&str) -> Result<Option<String>, WordError>,
    ) -> Result<(), WordError> {
        match (around, name) {
            (Place::Other, "style") => {
                let kind = match attribute("type")?.as_deref() {
                    // By the schema, a style without a type is a paragraph style.
                    Some("paragraph") | None => Some(Kind::Paragraph),
                    Some("character") => Some(Kind::Character),
                    Some("table") => Some(Kind::Table),
                    Some(_) => None,
                };
                self.current = kind.zip(attribute("styleId")?);
                if let Some(key) = &self.current {
                    self.styles.insert(key.clone(), Declaration::default());
                    let default = attribute("default")?;
                    if default.is_some() && is_on(default.as_deref()) {
                        *self.default_styles.of(key.0) = Some(key.1.clone());
                    }
                }
            }
            (Place::Style, "basedOn") => {
                let based_on = attribute("val")?;
                if let Some(style) = self.current_style() {
                    style.based_on = based_on;
                }
            }
            (Place::Runs, _) => {
                let value = attribute("val")?;
                if self.is_default {
                    self.defaults.set(name, value.as_deref());
                } else if let Some(style) = self.current_style() {
                    style.formatting.set(name, value.as_deref());
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn current_style(&mut self) -> Option<&mut Declaration> {
        self.styles.get_mut(self.current.as_ref()?)
    }

    /// Adds the inherited properties to each style. The work is linear: every style is visited a
    /// bounded number of times, even with long or cyclic inheritance.
    fn resolve(self) -> Styles {
        let mut resolved: HashMap<(Kind, String), Formatting> = HashMap::new();
        for key in self.styles.keys() {
            let mut chain: Vec<&(Kind, String)> = Vec::new();
            let mut inherited = Formatting::default();
            let mut next = Some(key.clone());
            while let Some(key) = next {
                if let Some(formatting) = resolved.get(&key) {
                    inherited = formatting.clone();
                    break;
                }
                let Some((key, style)) = self.styles.get_key_value(&key) else {
                    break;
                };
                // A provisional entry, so that a cycle ends here.
                resolved.insert(key.clone(), Formatting::default());
                chain.push(key);
                next = style.based_on.as_ref().map(|name| (key.0, name.clone()));
            }
            for key in chain.into_iter().rev() {
                if let Some(style) = self.styles.get(key) {
                    for (inherited, own) in inherited.values.iter_mut().zip(style.formatting.values)
                    {
                        *inherited = own.or(*inherited);
                    }
                }
                resolved.insert(key.clone(), inherited.clone());
            }
        }
        let Levels {
            table,
            paragraph,
            character,
        } = self.default_styles;
        let sheet = |default| Sheet {
            styles: HashMap::new(),
            default,
        };
        let mut sheets = Levels {
            table: sheet(table),
            paragraph: sheet(paragraph),
            character: sheet(character),
        };
        for ((kind, name), formatting) in resolved {
            sheets.of(kind).styles.insert(name, formatting);
        }
        Styles {
            defaults: self.defaults,
            sheets,
        }
    }
}
