//! How a key of a scenario file is declared: once, with what it means, whether it must be there, and what it can hold.
//!
//! The reader, the JSON Schema and the numbers that `--vary` can set are made from the declaration (`section!`).

use schemars::generate::Contract;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, json};
use serde_spanned::Spanned;
use toml::de::DeValue;

use super::read::convert::{self, Complaint};
use super::read::section::Section;
use super::typed::{Entry, Typed};
use super::vary::field::Field;
use crate::model::date::Date;
use crate::model::{Screening, Uncertain};

/// A section of the file, made by `section!`.
pub trait Keys: Default {
    /// Names of its keys, in the order of the declaration.
    const KEYS: &'static [&'static str];

    /// Takes the keys from the section as typed.
    fn take(section: &mut Section<'_, '_>) -> Self;

    /// The keys that hold one number, to be read or set.
    fn numbers(&mut self) -> Vec<(&'static str, Field<'_>)>;
}

type Take<T> = Box<dyn Fn(&mut Section<'_, '_>, &'static str, bool) -> Typed<T>>;
type Number<T> = Box<dyn for<'a> Fn(&'a mut Typed<T>) -> Field<'a>>;

/// What a key can hold: how it is taken from its section, what the schema says of it, and the number that can be varied.
pub struct Kind<T> {
    take: Take<T>,
    schema: Box<dyn Fn(&mut SchemaGenerator) -> Schema>,
    number: Option<Number<T>>,
}

impl<T: 'static> Kind<T> {
    fn new(
        convert: impl Fn(&DeValue<'_>) -> Result<T, Complaint> + 'static,
        schema: impl Fn(&mut SchemaGenerator) -> Schema + 'static,
    ) -> Self {
        let take: Take<T> = Box::new(move |section, key, is_required| section.take(key, is_required, &convert));
        Self { take, schema: Box::new(schema), number: None }
    }

    fn varied(self, number: impl for<'a> Fn(&'a mut Typed<T>) -> Field<'a> + 'static) -> Self {
        Self { number: Some(Box::new(number)), ..self }
    }

    /// Takes the key from its section; what is wrong is reported there.
    pub fn take(&self, section: &mut Section<'_, '_>, key: &'static str, is_required: bool) -> Typed<T> {
        (self.take)(section, key, is_required)
    }

    /// What the schema says of it.
    pub fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        (self.schema)(generator)
    }

    /// The key as a number that can be varied, if it is one.
    pub fn number<'a>(&self, typed: &'a mut Typed<T>) -> Option<Field<'a>> {
        self.number.as_ref().map(|number| number(typed))
    }
}

/// Declares a section: `pub struct Type: "Name in the schema";`, what else the type holds in `also { … }`, and then each
/// key as `required` or `optional`, its field, `as "key"` where the key is another word, its type and its [`Kind`].
/// The comment on a key is what the schema and the pages say of it; for an optional key it ends with `Default: …`.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        pub struct $name:ident: $title:literal;
        $(also { $($(#[$extra_doc:meta])+ $extra:ident: $extra_type:ty,)+ })?
        $($(#[doc = $doc:literal])+ $need:ident $field:ident $(as $key:literal)?: $value:ty = $kind:expr;)+
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            /// Header of the section.
            pub span: std::ops::Range<usize>,
            $($(#[doc = $doc])+ pub $field: Typed<$value>,)+
            $($($(#[$extra_doc])+ pub $extra: $extra_type,)+)?
        }

        impl $crate::scenario::kinds::Keys for $name {
            const KEYS: &'static [&'static str] = &[$(section!(@key $field $($key)?)),+];

            fn take(section: &mut $crate::scenario::read::section::Section<'_, '_>) -> Self {
                Self {
                    span: section.span(),
                    $($field: $kind.take(section, section!(@key $field $($key)?), section!(@is_required $need)),)+
                    $($($extra: <$extra_type>::default(),)+)?
                }
            }

            fn numbers(&mut self) -> Vec<(&'static str, $crate::scenario::vary::field::Field<'_>)> {
                let keys = [$((section!(@key $field $($key)?), $kind.number(&mut self.$field))),+];
                keys.into_iter().filter_map(|(key, number)| Some((key, number?))).collect()
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $title.into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let keys = vec![$($crate::scenario::kinds::Described {
                    key: section!(@key $field $($key)?),
                    is_required: section!(@is_required $need),
                    about: concat!($($doc, "\n"),+),
                    schema: $kind.schema(generator),
                }),+];
                $crate::scenario::kinds::object(concat!($($about, "\n"),+), keys, generator)
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@is_required required) => { true };
    (@is_required optional) => { false };
}

pub(super) use section;

/// A key in the schema of its section.
pub struct Described {
    /// Key.
    pub key: &'static str,
    /// Whether it must be there.
    pub is_required: bool,
    /// The comment on it.
    pub about: &'static str,
    /// What it can hold.
    pub schema: Schema,
}

/// The schema of a section. A schema of what would be written requires every key, in the order of the declaration.
pub fn object(about: &str, keys: Vec<Described>, generator: &SchemaGenerator) -> Schema {
    let is_written = matches!(generator.contract(), Contract::Serialize);
    let required: Vec<&str> = keys.iter().filter(|key| is_written || key.is_required).map(|key| key.key).collect();
    let mut properties = Map::new();
    for Described { key, about, mut schema, .. } in keys {
        schema.insert("description".to_owned(), json!(without_margin(about)));
        properties.insert(key.to_owned(), schema.to_value());
    }
    let mut schema = json_schema!({
        "type": "object", "description": without_margin(about), "properties": properties, "additionalProperties": false
    });
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}

/// A comment without the space at the begin of its lines.
fn without_margin(comment: &str) -> String {
    let lines: Vec<&str> = comment.lines().map(str::trim).collect();
    lines.join("\n").trim().to_owned()
}

/// A whole number in this range.
pub fn whole(low: u64, high: u64) -> Kind<u64> {
    let schema = move |_: &mut SchemaGenerator| {
        let mut schema = json_schema!({"type": "integer", "format": "uint32", "minimum": low});
        if high < u64::MAX {
            schema.insert("maximum".to_owned(), json!(high));
        }
        schema
    };
    Kind::new(convert::whole((low, high)), schema).varied(move |typed| Field::Whole(typed, (low, high)))
}

/// A number in this range.
pub fn number(low: u32, high: u32) -> Kind<f64> {
    let schema = move |_: &mut _| json_schema!({"type": "number", "format": "double", "minimum": low, "maximum": high});
    let range = (low.into(), high.into());
    Kind::new(convert::number(range), schema).varied(move |typed| Field::Number(typed, range))
}

/// A number in this range, or a range of numbers as a string: `240` or `"240 to 250"`.
pub fn number_or_range(low: u32, high: u32) -> Kind<Uncertain> {
    let pattern = r"^\s*[0-9]+(\.[0-9]+)?\s+to\s+[0-9]+(\.[0-9]+)?\s*$";
    let schema = move |_: &mut _| json_schema!({"type": ["number", "string"], "pattern": pattern, "minimum": low, "maximum": high});
    let range = (low.into(), high.into());
    Kind::new(convert::uncertain(range), schema).varied(move |typed| Field::Uncertain(typed, range))
}

/// A text of at most so many characters.
pub fn text(longest: usize) -> Kind<String> {
    Kind::new(convert::text(longest), |_| json_schema!({"type": "string"}))
}

/// A name of 1 to so many characters.
pub fn name(longest: usize) -> Kind<String> {
    let schema = move |_: &mut _| json_schema!({"type": "string", "minLength": 1, "maxLength": longest});
    Kind::new(convert::text(longest), schema)
}

/// Texts in brackets.
pub fn texts() -> Kind<Vec<Spanned<String>>> {
    let schema = |_: &mut SchemaGenerator| json_schema!({"type": "array", "items": {"type": "string"}});
    Kind::new(convert::texts, schema)
}

/// The path of a file.
pub fn path() -> Kind<String> {
    Kind::new(convert::text(usize::MAX), |_| json_schema!({"type": "string", "minLength": 1}))
}

/// A day, as `"2026-11-15"`.
pub fn day() -> Kind<Date> {
    let schema =
        |_: &mut _| json_schema!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"});
    Kind::new(convert::day, schema)
}

/// `true` or `false`.
pub fn flag() -> Kind<bool> {
    Kind::new(convert::flag, |_| json_schema!({"type": "boolean"}))
}

/// One of the words of `S`, read by `convert`.
pub fn word<T: 'static, S: JsonSchema + 'static>(convert: fn(&DeValue<'_>) -> Result<T, Complaint>) -> Kind<T> {
    Kind::new(convert, SchemaGenerator::subschema_for::<S>)
}

/// `none`, `typical`, `researched`, or a number from 0 to 1.
pub fn screening() -> Kind<Screening> {
    let word = |word: &str, about: &str| json!({"const": word, "description": about, "type": "string"});
    let words = json!({"oneOf": [
        word("none", "At random."),
        word("typical", "As people usually choose."),
        word("researched", "Residents, visa policy and past matches looked up program by program."),
    ]});
    let schema = move |_: &mut _| json_schema!({"anyOf": [words, {"type": "number", "minimum": 0, "maximum": 1}]});
    Kind::new(convert::screening, schema).varied(|typed| Field::Screening(typed))
}

/// A whole number in this range for each track, in a table with this header.
pub fn by_track(low: u64, high: u64, header: &'static str) -> Kind<Vec<Entry<u64>>> {
    let number = json!({"type": "integer", "minimum": low, "maximum": high});
    Kind {
        take: Box::new(move |section, key, _| section.by_track(key, header, convert::whole((low, high)))),
        schema: Box::new(move |_| json_schema!({"type": "object", "additionalProperties": number})),
        number: None,
    }
}
