//! The catalogue of texts: every text that the code names is there in both languages with the same arguments, and no other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use shopkit::import::foreign_tables;
use shopkit::model::field::Field;
use shopkit::model::lang::Explain as _;
use shopkit::model::reject::RejectCode;
use shopkit::report::named::Report;
use shopkit::report::order_columns::USUAL;

/// Families of ids that the code puts together from a code that is known only when the program runs: beginnings of ids, with those
/// that follow.
fn families() -> Vec<(&'static str, Vec<String>)> {
    let of_reports =
        Report::ALL.iter().flat_map(|report| ["title", "about"].map(|text| format!("{}-{text}", report.name())));
    vec![
        ("report", of_reports.collect()),
        ("column", USUAL.iter().map(|column| column.key().replace('_', "-")).collect()),
        ("order-field", Field::ALL.iter().map(|field| field.name().replace('_', "-")).collect()),
        ("reject", RejectCode::ALL.iter().map(|code| code.code().to_owned()).collect()),
        ("table", foreign_tables().iter().map(|table| table.code.clone()).collect()),
    ]
}

/// Texts of a language by id, each with the names of its arguments; attributes are `id.attribute`.
type Texts = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|own| own == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Reads the texts of a language. Mistakes in a file, and texts that stand twice, fail the test.
fn texts(lang: &str) -> Texts {
    let mut texts = Texts::new();
    for path in files(&root().join("locales").join(lang), "ftl") {
        let text = fs::read_to_string(&path).expect("a file of texts");
        let resource = match fluent_syntax::parser::parse(text) {
            Ok(resource) => resource,
            Err((_, errors)) => panic!("{}: {errors:?}", path.display()),
        };
        for entry in resource.body {
            let (id, value, attributes) = match entry {
                Entry::Message(message) => (message.id.name, message.value, message.attributes),
                Entry::Term(term) => (format!("-{}", term.id.name), Some(term.value), term.attributes),
                _ => continue,
            };
            let mut add = |id: String, pattern: &Pattern<String>| {
                let mut args = BTreeSet::new();
                arguments(pattern, &mut args);
                assert!(texts.insert(id.clone(), args).is_none(), "{}: {id} stands twice", path.display());
            };
            for attribute in &attributes {
                add(format!("{id}.{}", attribute.id.name), &attribute.value);
            }
            add(id, &value.expect("a text has a value"));
        }
    }
    texts
}

/// Collects the arguments that a text uses, and the texts and terms that it refers to as `@id` and `@-term`.
fn arguments(pattern: &Pattern<String>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            expression_arguments(expression, found);
        }
    }
}

fn expression_arguments(expression: &Expression<String>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => inline_arguments(inline, found),
        Expression::Select { selector, variants } => {
            inline_arguments(selector, found);
            for variant in variants {
                arguments(&variant.value, found);
            }
        }
    }
}

fn inline_arguments(inline: &InlineExpression<String>, found: &mut BTreeSet<String>) {
    let in_call = |call: &CallArguments<String>, found: &mut BTreeSet<String>| {
        for part in &call.positional {
            inline_arguments(part, found);
        }
    };
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.clone());
        }
        InlineExpression::Placeable { expression } => expression_arguments(expression, found),
        InlineExpression::FunctionReference { arguments, .. } => in_call(arguments, found),
        InlineExpression::TermReference { id, .. } => {
            found.insert(format!("@-{}", id.name));
        }
        InlineExpression::MessageReference { id, .. } => {
            found.insert(format!("@{}", id.name));
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
    }
}

/// Finds what the code says by a literal id: `msg!("id", name = …)`, `t!(texts, "id", name = …)`, `word!("set", "code")`,
/// `Column::of("key")`, `Column::titled("key", "id")`, `columns(&["key", …])` and the columns of reports.
fn used() -> BTreeMap<String, BTreeSet<BTreeSet<String>>> {
    let mut used: BTreeMap<String, BTreeSet<BTreeSet<String>>> = BTreeMap::new();
    for path in files(&root().join("src"), "rs").into_iter().filter(|path| !path.ends_with("model/message.rs")) {
        let text = fs::read_to_string(&path).expect("a source file");
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        let mut add = |id: String, args: BTreeSet<String>| {
            used.entry(id).or_default().insert(args);
        };
        for (call, skipped) in [("msg!(", 0), ("t!(", 1)] {
            for parts in calls(&code, call) {
                let Some(id) = parts.get(skipped).and_then(|part| literal(part)) else { continue };
                let names = parts.iter().skip(skipped + 1).filter_map(|part| part.split_once('='));
                add(id, names.map(|(name, _)| name.trim().to_owned()).collect());
            }
        }
        for parts in calls(&code, "word!(") {
            if let [Some(set), Some(code)] =
                [parts.first(), parts.get(1)].map(|part| part.and_then(|part| literal(part)))
            {
                add(format!("word-{set}-{code}"), BTreeSet::new());
            }
        }
        for (key, heading) in report_columns(&code) {
            add(heading.unwrap_or_else(|| format!("column-{}", key.replace('_', "-"))), BTreeSet::new());
        }
        for parts in calls(&code, "Column::titled(") {
            parts.get(1).and_then(|part| literal(part)).into_iter().for_each(|id| add(id, BTreeSet::new()));
        }
        let keys = calls(&code, "Column::of(").into_iter().chain(
            calls(&code, "columns(")
                .into_iter()
                .map(|parts| calls(&parts.join(","), "&[").into_iter().flatten().collect()),
        );
        for key in keys.flatten().filter_map(|part: String| literal(&part)) {
            add(format!("column-{}", key.replace('_', "-")), BTreeSet::new());
        }
    }
    used
}

/// Finds the columns of reports, `report_row! { struct Row { key: type, key: type = "heading" } }`: keys, and headings that are not
/// those of the keys.
fn report_columns(code: &str) -> Vec<(String, Option<String>)> {
    let rows = calls(code, "report_row! {").into_iter().filter_map(|parts| {
        let (_, fields) = parts.first()?.split_once('{')?;
        Some(split(fields))
    });
    let column = |field: String| {
        let (key, rest) = field.split_once(':')?;
        let heading = rest.split_once('=').and_then(|(_, heading)| literal(heading.split('[').next()?.trim()));
        key.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit()).then(|| (key.to_owned(), heading))
    };
    rows.flatten().filter_map(column).collect()
}

/// Finds calls of a name and splits what stands within their brackets at the commas of the first level.
fn calls(code: &str, name: &str) -> Vec<Vec<String>> {
    let starts = code.match_indices(name).filter(|(at, _)| {
        !name.starts_with(|c: char| c.is_alphanumeric())
            || !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            || code[..*at].ends_with("::")
    });
    starts.map(|(at, _)| split(&code[at + name.len()..])).collect()
}

fn split(code: &str) -> Vec<String> {
    let (mut parts, mut part, mut depth, mut in_text, mut escaped) = (Vec::new(), String::new(), 0_usize, false, false);
    for c in code.chars() {
        let was_escaped = std::mem::take(&mut escaped);
        match c {
            '"' if !was_escaped => in_text = !in_text,
            '\\' if !was_escaped => escaped = true,
            '(' | '[' | '{' if !in_text => depth += 1,
            ')' | ']' | '}' if !in_text && depth == 0 => break,
            ')' | ']' | '}' if !in_text => depth -= 1,
            ',' if !in_text && depth == 0 => {
                parts.push(std::mem::take(&mut part).trim().to_owned());
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part.trim().to_owned());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Reads a part that is a literal text.
fn literal(part: &str) -> Option<String> {
    let text = part.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains(['"', '\\'])).then(|| text.to_owned())
}

/// Takes the references out of what a text uses.
fn own(args: &BTreeSet<String>) -> BTreeSet<String> {
    args.iter().filter(|arg| !arg.starts_with('@')).cloned().collect()
}

#[test]
fn both_languages_have_the_same_texts_with_the_same_arguments() {
    let (zh, en) = (texts("zh"), texts("en"));
    let ids = |texts: &Texts| texts.keys().filter(|id| !id.starts_with('-')).cloned().collect::<BTreeSet<_>>();
    let difference: Vec<_> = ids(&zh).symmetric_difference(&ids(&en)).cloned().collect();
    assert!(difference.is_empty(), "in one language only: {difference:#?}");
    let differ: Vec<_> = zh
        .iter()
        .filter(|(id, _)| !id.starts_with('-'))
        .filter(|(id, args)| en.get(*id).is_some_and(|en| own(en) != own(args)))
        .collect();
    assert!(differ.is_empty(), "other arguments in English: {differ:#?}");
}

#[test]
fn every_text_that_the_code_names_is_there_with_its_arguments() {
    let en = texts("en");
    let mut wrong = Vec::new();
    for (id, calls) in used() {
        let Some(args) = en.get(&id) else {
            wrong.push(format!("{id} is missing"));
            continue;
        };
        let page = en.get(&format!("{id}.page"));
        let needed: BTreeSet<String> = own(args).union(&page.map(own).unwrap_or_default()).cloned().collect();
        for given in calls.iter().filter(|given| **given != needed) {
            wrong.push(format!("{id} is given {given:?} and uses {needed:?}"));
        }
    }
    for (family, codes) in families() {
        let missing = codes.iter().map(|code| format!("{family}-{code}")).filter(|id| !en.contains_key(id));
        wrong.extend(missing.map(|id| format!("{id} is missing")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_text_is_used() {
    let used = used();
    let families = families();
    let in_families: BTreeSet<String> =
        families.iter().flat_map(|(family, codes)| codes.iter().map(move |code| format!("{family}-{code}"))).collect();
    for lang in ["zh", "en"] {
        let texts = texts(lang);
        let referred: BTreeSet<&str> = texts.values().flatten().filter_map(|arg| arg.strip_prefix('@')).collect();
        let unused: Vec<_> = texts
            .keys()
            // The tests of the command hold the help to its commands and arguments.
            .filter(|id| !id.starts_with("help-"))
            .filter(|id| {
                let base = id.split_once('.').map_or(id.as_str(), |(base, _)| base);
                !used.contains_key(base) && !in_families.contains(base) && !referred.contains(base)
            })
            .collect();
        assert!(unused.is_empty(), "{lang}: nothing uses {unused:#?}");
    }
}

/// Tells whether a text names an option or a command.
fn names_the_command(text: &str) -> bool {
    let begins = |mark: &str| text.split(mark).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
    begins("--") || begins("shopkit ")
}

#[test]
fn the_page_never_speaks_of_options_or_commands() {
    for path in ["zh", "en"].into_iter().flat_map(|lang| files(&root().join("locales").join(lang), "ftl")) {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if ["command", "help", "answers", "data", "lake"].contains(&stem.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a file of texts");
        let mut entries: Vec<String> = Vec::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-') {
                entries.push(line.to_owned());
            } else if let Some(entry) = entries.last_mut() {
                entry.push('\n');
                entry.push_str(line);
            }
        }
        for entry in entries {
            // What the page says is its own attribute where there is one.
            let said = entry.split_once("\n    .page = ").map_or(entry.as_str(), |(_, own)| own);
            assert!(!names_the_command(said), "{}: the page would say {entry}", path.display());
        }
    }
}
