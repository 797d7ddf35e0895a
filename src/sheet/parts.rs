//! The parts of an XLSX file beside its sheets: what sheets there are, where they stand, and what styles mean.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::SheetInfo;
use super::batch::Stop;
use super::cell::DateSystem;
use super::damage::Damage;
use super::limits;
use super::scan::Odd;
use super::style::Style;
use super::suspect;

/// The most that one of the small parts may unpack to.
const MAX_PART: u64 = 16 << 20;

const WORKBOOK: &str = "xl/workbook.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";

/// The archive that a workbook is.
pub(super) type Archive = ZipArchive<BufReader<File>>;

/// Holds what the small parts say.
pub(super) struct Parts {
    pub(super) sheets: Vec<SheetInfo>,
    /// The paths of the sheets in the archive.
    pub(super) paths: Vec<String>,
    pub(super) dates: DateSystem,
    /// What a number means in each style.
    pub(super) styles: Vec<Style>,
    /// The path of the shared strings.
    pub(super) strings: Option<String>,
}

impl Parts {
    /// Reads the parts. One that is missing or has a shape that is left to the exact reader makes them odd.
    pub(super) fn read(path: &Path) -> Result<Self, Stop> {
        let mut archive = open(path).ok_or(Odd)?;
        let root = relations("/", &text_of(&mut archive, "_rels/.rels")?).ok_or(Odd)?;
        if !root.iter().any(|relation| relation.kind.ends_with("/officeDocument") && relation.target == WORKBOOK) {
            return Err(Stop::Odd);
        }
        let relations = relations("/xl/", &text_of(&mut archive, "xl/_rels/workbook.xml.rels")?).ok_or(Odd)?;
        let target = |id: &str| relations.iter().find(|relation| relation.id == id);
        let (sheets, dates) = workbook(&text_of(&mut archive, WORKBOOK)?).ok_or(Odd)?;
        limits::check_sheets(sheets.len())?;
        let mut parts = Self { sheets: Vec::new(), paths: Vec::new(), dates, styles: Vec::new(), strings: None };
        for (info, id) in sheets {
            let relation = target(&id).ok_or(Odd)?;
            // Charts and macros are no sheets with rows.
            if relation.kind.ends_with("/worksheet") {
                parts.sheets.push(info);
                parts.paths.push(relation.target.clone());
            }
        }
        // No writer makes two sheets of one part, which would be unpacked for each.
        let is_own = |(place, path): (usize, &String)| !parts.paths[..place].contains(path);
        if !parts.paths.iter().enumerate().all(is_own) {
            return Err(Stop::Failed(Damage::Twice.into()));
        }
        let of_kind = |kind: &str| relations.iter().find(|relation| relation.kind.ends_with(kind));
        parts.strings = of_kind("/sharedStrings").map(|relation| relation.target.clone());
        if let Some(styles) = of_kind("/styles") {
            // The exact reader knows the styles by this path, and the strings by theirs.
            if styles.target != STYLES {
                return Err(Stop::Odd);
            }
            parts.styles = styles_of(&text_of(&mut archive, &styles.target)?).ok_or(Odd)?;
        }
        // It knows a sheet by its name.
        let names: Vec<_> = parts.sheets.iter().filter_map(|sheet| sheet.name.as_deref()).collect();
        let is_clear =
            |(place, name): (usize, &&str)| !names[..place].contains(name) && !name.contains(char::is_control);
        if !names.iter().enumerate().all(is_clear) || parts.strings.as_ref().is_some_and(|path| path != STRINGS) {
            return Err(Stop::Odd);
        }
        let there = |path: &String| archive.index_for_name(path).is_some();
        let all_there = parts.paths.iter().all(there) && parts.strings.iter().all(there);
        if all_there { Ok(parts) } else { Err(Stop::Odd) }
    }
}

/// Opens the archive.
pub(super) fn open(path: &Path) -> Option<Archive> {
    ZipArchive::new(BufReader::new(File::open(path).ok()?)).ok()
}

fn text_of(archive: &mut Archive, name: &str) -> Result<String, Stop> {
    let part = archive.by_name(name).map_err(|_| Odd)?;
    let mut text = String::new();
    part.take(MAX_PART).read_to_string(&mut text).map_err(|_| Odd)?;
    suspect::check(text.as_bytes())?;
    Ok(text)
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// Reads relations, whose targets are named as the archive does.
fn relations(folder: &str, xml: &str) -> Option<Vec<Relation>> {
    let mut relations = Vec::new();
    each_element(xml, |element, _| {
        if element.local_name().as_ref() == "Relationship" {
            let target = attribute(element, "Target")?;
            let target = if target.starts_with('/') { target } else { format!("{folder}{target}") };
            let target = target.trim_start_matches('/').to_owned();
            relations.push(Relation { id: attribute(element, "Id")?, kind: attribute(element, "Type")?, target });
        }
        Some(())
    })?;
    Some(relations)
}

/// Reads the sheets with the ids of their relations, and what dates count from.
fn workbook(xml: &str) -> Option<(Vec<(SheetInfo, String)>, DateSystem)> {
    let mut sheets = Vec::new();
    let mut dates = DateSystem::From1900;
    each_element(xml, |element, _| {
        match element.local_name().as_ref() {
            "sheet" => {
                let visible = attribute(element, "state").is_none_or(|state| state == "visible");
                let info = SheetInfo { name: Some(attribute(element, "name")?), visible };
                sheets.push((info, attribute(element, "r:id")?));
            }
            "workbookPr" if attribute(element, "date1904").is_some_and(|value| value == "1" || value == "true") => {
                dates = DateSystem::From1904;
            }
            _ => {}
        }
        Some(())
    })?;
    Some((sheets, dates))
}

fn styles_of(xml: &str) -> Option<Vec<Style>> {
    let mut formats = Vec::new();
    let mut declared = HashMap::new();
    each_element(xml, |element, within| {
        // Of alternatives the exact reader takes all.
        if element.local_name().as_ref() == "AlternateContent" {
            return None;
        }
        if element.local_name().as_ref() == "numFmt" && within == "numFmts" {
            let id = format_id(element)?;
            let style = Style::of_code(&attribute(element, "formatCode")?);
            // Of two formats with one number nobody knows which is meant.
            declared.entry(id).and_modify(|style| *style = Style::Odd).or_insert(style);
        }
        if element.local_name().as_ref() == "xf" && within == "cellXfs" {
            let named = element.attributes().flatten().any(|attribute| attribute.key.as_ref() == "numFmtId");
            formats.push(if named { format_id(element)? } else { 0 });
        }
        Some(())
    })?;
    // What a workbook declares goes before what is built in.
    Some(formats.iter().map(|id| declared.get(id).copied().unwrap_or_else(|| Style::built_in(*id))).collect())
}

/// Reads the number of a format as it is usually written; the exact reader compares it letter by letter.
fn format_id(element: &BytesStart<'_>) -> Option<u32> {
    let text = attribute(element, "numFmtId")?;
    text.parse().ok().filter(|id: &u32| id.to_string() == text)
}

/// Walks the elements of a part, each with the name of the one around it.
fn each_element(xml: &str, mut take: impl FnMut(&BytesStart<'_>, &str) -> Option<()>) -> Option<()> {
    let mut reader = Reader::from_str(xml);
    let mut around: Vec<String> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => {
                take(&element, around.last().map_or("", String::as_str))?;
                around.push(element.local_name().as_ref().to_owned());
            }
            Event::Empty(element) => take(&element, around.last().map_or("", String::as_str))?,
            Event::End(_) => drop(around.pop()),
            Event::Eof => return Some(()),
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    // Readers differ in what becomes of these.
    if found.value.contains(['\n', '\r', '\t']) {
        return None;
    }
    Some(found.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned())
}
