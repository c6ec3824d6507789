//! Which text does not show, or is crossed out: by a run's own properties, by its styles, and by
//! the document's defaults.

use std::collections::{BTreeMap, HashMap};

use crate::word::error::WordError;
use crate::word::xml::{Reader, Space, Token};

/// Sizes up to this many half points are no size to read.
const SMALLEST_HALF_POINTS: u32 = 4;

/// A property of a run that decides whether its text shows.
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
    /// The property that this element of a run's properties sets, and to what. `webHidden` is
    /// none: it hides on a page of the web, not on paper.
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

    /// Whether styles of several kinds turn it on and off in turn (ECMA-376 17.7.3).
    fn is_toggled(self) -> bool {
        match self {
            Self::Vanish | Self::Strike => true,
            Self::SpecVanish | Self::DoubleStrike | Self::White | Self::Tiny | Self::Raised => {
                false
            }
        }
    }
}

/// Whether a property that is there is on.
pub(super) fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}

/// What the properties of one run, style or default say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Formatting {
    /// The style that it names.
    pub(super) style: Option<String>,
    values: [Option<bool>; N_PROPERTIES],
}

impl Formatting {
    /// Takes an element of the properties.
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

/// How the text of a run shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Not at all.
    pub(super) is_hidden: bool,
    /// White, or too small to read.
    pub(super) is_faint: bool,
    /// Crossed out.
    pub(super) is_struck: bool,
    /// Above or below the line, so that 10² is no 102.
    pub(super) is_raised: bool,
}

/// The kinds of styles that a run takes its look from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Table,
    Paragraph,
    Character,
}

/// Something for each kind of style.
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

/// Styles of one kind.
#[derive(Debug, Default)]
struct Sheet {
    /// What each style says together with those that it is based on.
    styles: HashMap<String, Formatting>,
    /// The style of what names none.
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
    /// Reads the part with the styles.
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

    /// How a run with these properties shows in a table and a paragraph of these styles.
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

/// A style as it is declared.
#[derive(Debug, Default)]
struct Declaration {
    based_on: Option<String>,
    formatting: Formatting,
}

/// Where an element of the part with the styles stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Style,
    Defaults,
    /// The properties of runs of a style, or the default ones.
    Runs,
    Other,
}

/// Styles while they are read.
#[derive(Default)]
struct Declared {
    defaults: Formatting,
    /// In order, so that a circle of styles that inherit from each other always ends alike.
    styles: BTreeMap<(Kind, String), Declaration>,
    default_styles: Levels<Option<String>>,
    open: Vec<Place>,
    /// The style that is open; one of numbers is none.
    current: Option<(Kind, String)>,
    is_default: bool,
}

impl Declared {
    /// Notes that an element opens; where it stands is returned.
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
                    // The schema says so of a style without a type.
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

    /// Adds to each style what it inherits. Every style is looked at a bounded number of times,
    /// however long and however circular its ancestry is.
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
                // Provisional, so that a circle ends here.
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
