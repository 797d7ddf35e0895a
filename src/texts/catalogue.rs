//! The catalogue: the files of `locales/`, parsed once for each language that is asked for.

use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::{FluentNumber, FluentNumberOptions};
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use super::grouped;
use crate::model::lang::Lang;

type Bundle = FluentBundle<FluentResource>;

/// Names the files, each of which every language has.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const ZH: &[&str] = &[$(include_str!(concat!("../../locales/zh/", $name, ".ftl"))),*];
        const EN: &[&str] = &[$(include_str!(concat!("../../locales/en/", $name, ".ftl"))),*];
    };
}

files!(
    "terms",
    "model",
    "sheet",
    "import",
    "store",
    "report",
    "rules",
    "kit",
    "lake",
    "front",
    "front-answers",
    "front-verify",
    "front-evidence",
    "charts",
    "verdict",
    "command",
    "help",
    "data",
    "page",
    "page-answers",
    "page-period",
    "page-orders",
    "answers",
    "page-data",
    "page-checks",
    "exports",
    "page-import",
    "page-start",
);

/// Returns the texts of a language.
fn bundle(lang: Lang) -> &'static Bundle {
    static BUNDLES: [OnceLock<Bundle>; 2] = [OnceLock::new(), OnceLock::new()];
    let (bundle, language, files) = lang.pick((&BUNDLES[0], "zh", ZH), (&BUNDLES[1], "en", EN));
    bundle.get_or_init(|| {
        let mut bundle = Bundle::new_concurrent(language.parse().into_iter().collect());
        // Isolating marks are for text that runs both ways; in a terminal and in JSON they are noise.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) if number.options.use_grouping => Some(grouped(&number.as_string())),
            _ => None,
        }));
        for file in files {
            // A file with a mistake gives the texts that have none; a test finds the mistake.
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        bundle
    })
}

/// Makes a number, which is written with thousands separators or without.
pub(super) fn number(number: i64, use_grouping: bool) -> FluentValue<'static> {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below the bound of whole numbers in a float")]
    let value = number as f64;
    // A number of three digits is written the same either way, and equals `[1]` in a text only with the usual options.
    let use_grouping = use_grouping || number.abs() < 1_000;
    FluentValue::Number(FluentNumber::new(
        value,
        FluentNumberOptions { use_grouping, ..FluentNumberOptions::default() },
    ))
}

/// Tells whether there is a text of this id.
pub(super) fn has(lang: Lang, id: &str) -> bool {
    bundle(lang).has_message(id)
}

/// Renders a text: its attribute where it has the one named, else its value. A text that is missing gives its id.
pub(super) fn text(lang: Lang, id: &str, attribute: Option<&str>, args: &FluentArgs<'_>) -> String {
    let bundle = bundle(lang);
    let Some(message) = bundle.get_message(id) else {
        debug_assert!(false, "the catalogue has no text {id}");
        return id.to_owned();
    };
    let own = attribute.and_then(|attribute| message.get_attribute(attribute)).map(|attribute| attribute.value());
    let Some(pattern) = own.or_else(|| message.value()) else { return id.to_owned() };
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
    debug_assert!(errors.is_empty(), "{id}: {errors:?}");
    text
}
