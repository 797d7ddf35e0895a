//! The parts of an XLSX file other than sheets: the list of sheets, their paths, and the styles.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::SheetInfo;
use super::cell::DateSystem;
use super::damage::{Damage, Excess};
use super::error::Problem;
use super::limits;
use super::rich;
use super::source::{Source, SourceReader};
use super::style::Style;
use super::xml_limits;

/// The most bytes of one of these parts, unpacked.
const MAX_PART: u64 = 64 << 20;

/// The path of the workbook if no relation tells it.
const WORKBOOK: &str = "xl/workbook.xml";

/// The archive of a workbook.
pub(super) type Archive = ZipArchive<BufReader<SourceReader>>;

/// The content of these parts.
pub(super) struct Parts {
    pub(super) sheets: Vec<SheetInfo>,
    /// The paths of the sheets in the archive.
    pub(super) paths: Vec<String>,
    pub(super) dates: DateSystem,
    /// Whether all formulas are recalculated on opening, so that stored results cannot be trusted.
    pub(super) recalculates: bool,
    /// The kind of number of each style.
    pub(super) styles: Vec<Style>,
    /// The path of the shared strings in the archive.
    pub(super) strings: Option<String>,
}

impl Parts {
    /// Reads the parts, each to its end, where its checksum is verified.
    pub(super) fn read(source: &Source) -> Result<Self, Problem> {
        let mut archive = open(source)?;
        let root = match entry(&archive, "_rels/.rels") {
            Some(path) => relations("", &text_of(&mut archive, &path)?)?,
            None => Vec::new(),
        };
        let main = root.iter().find(|relation| relation.kind.ends_with("/officeDocument"));
        let main = main.map_or(WORKBOOK, |relation| relation.target.as_str());
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
        let separator = if folder.is_empty() { "" } else { "/" };
        let beside = text_of(&mut archive, &format!("{folder}{separator}_rels/{name}.rels"))?;
        let relations = relations(folder, &beside)?;
        let book = workbook(&text_of(&mut archive, main)?)?;
        limits::check_sheets(book.sheets.len())?;
        let (dates, recalculates) = (book.dates, book.recalculates);
        let mut parts =
            Self { sheets: Vec::new(), paths: Vec::new(), dates, recalculates, styles: Vec::new(), strings: None };
        for (info, id) in book.sheets {
            let relation = relations.iter().find(|relation| relation.id == id).ok_or(Damage::Missing)?;
            // Sheets of charts and macros have no rows.
            if relation.kind.ends_with("/worksheet") {
                parts.sheets.push(info);
                parts.paths.push(entry(&archive, &relation.target).ok_or(Damage::Missing)?);
            }
        }
        // Writers never use a part for two sheets. It would be unpacked for each.
        let is_unique = |(index, path): (usize, &String)| !parts.paths[..index].contains(path);
        if !parts.paths.iter().enumerate().all(is_unique) {
            return Err(Damage::Duplicate.into());
        }
        let of_kind = |kind: &str| relations.iter().find(|relation| relation.kind.ends_with(kind));
        // A workbook may name missing shared strings, if no cell uses them.
        parts.strings = of_kind("/sharedStrings").and_then(|relation| entry(&archive, &relation.target));
        if let Some(styles) = of_kind("/styles")
            && let Some(path) = entry(&archive, &styles.target)
        {
            parts.styles = styles_of(&text_of(&mut archive, &path)?)?;
        }
        Ok(parts)
    }
}

/// Opens the archive.
pub(super) fn open(source: &Source) -> Result<Archive, Problem> {
    ZipArchive::new(BufReader::new(source.reader())).map_err(|_| Damage::Archive.into())
}

/// Returns the path of a part as the archive has it. Some writers use another case or backslashes.
pub(super) fn entry(archive: &Archive, path: &str) -> Option<String> {
    if archive.index_for_name(path).is_some() {
        return Some(path.to_owned());
    }
    let mut names = archive.file_names().filter_map(Result::ok);
    names.find(|name| name.replace('\\', "/").eq_ignore_ascii_case(path)).map(Cow::into_owned)
}

/// Reads a part to its end.
pub(super) fn bytes_of(archive: &mut Archive, path: &str) -> Result<Vec<u8>, Problem> {
    let name = entry(archive, path).ok_or(Damage::Missing)?;
    let part = archive.by_name(&name).map_err(|_| Damage::Archive)?;
    if part.size() > MAX_PART {
        return Err(Problem::too_large(Excess::Part, part.size()));
    }
    let mut bytes = Vec::new();
    part.take(MAX_PART).read_to_end(&mut bytes).map_err(super::reader_errors::of_unpacking)?;
    Ok(bytes)
}

fn text_of(archive: &mut Archive, path: &str) -> Result<String, Problem> {
    let text = String::from_utf8(bytes_of(archive, path)?).map_err(|_| Damage::Encoding)?;
    xml_limits::check(text.as_bytes())?;
    Ok(text)
}

/// A relation to another part.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
}

/// Reads the relations of the parts of a folder.
pub(super) fn relations(folder: &str, xml: &str) -> Result<Vec<Relation>, Problem> {
    let mut relations = Vec::new();
    each_element(xml, |element, _| {
        if element.local_name().as_ref() == "Relationship" {
            let value = |name| attribute(element, |key| key == name).map(Option::unwrap_or_default);
            let target = resolved(folder, &value("Target")?);
            relations.push(Relation { id: value("Id")?, kind: value("Type")?, target });
        }
        Ok(())
    })?;
    Ok(relations)
}

/// Returns the path of a target in the archive.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        path.extend(folder.split('/'));
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.retain(|step| !step.is_empty());
    path.join("/")
}

/// The content of the workbook part.
struct WorkbookPart {
    /// The sheets with the ids of their relations.
    sheets: Vec<(SheetInfo, String)>,
    dates: DateSystem,
    recalculates: bool,
}

fn workbook(xml: &str) -> Result<WorkbookPart, Problem> {
    let mut book = WorkbookPart { sheets: Vec::new(), dates: DateSystem::From1900, recalculates: false };
    each_element(xml, |element, within| {
        let value = |name| attribute(element, |key| key == name);
        let says = |name| Ok::<_, Problem>(value(name)?.is_some_and(|value| value == "1" || value == "true"));
        match element.local_name().as_ref() {
            "sheet" if within == "sheets" => {
                let visible = value("state")?.is_none_or(|state| state == "visible");
                let name = Some(value("name")?.ok_or(Damage::Structure)?);
                // The namespace of relations may have any prefix.
                let id = attribute(element, |key| key.split_once(':').is_some_and(|(_, name)| name == "id"))?;
                book.sheets.push((SheetInfo { name, visible }, id.ok_or(Damage::Structure)?));
            }
            "workbookPr" if says("date1904")? => book.dates = DateSystem::From1904,
            "calcPr" if says("fullCalcOnLoad")? => book.recalculates = true,
            _ => {}
        }
        Ok(())
    })?;
    Ok(book)
}

fn styles_of(xml: &str) -> Result<Vec<Style>, Problem> {
    let mut formats = Vec::new();
    let mut declared = HashMap::new();
    each_element(xml, |element, within| {
        let format_id = || -> Result<u32, Problem> {
            let id = attribute(element, |key| key == "numFmtId")?;
            Ok(id.and_then(|id| id.trim().parse().ok()).unwrap_or(0))
        };
        if element.local_name().as_ref() == "numFmt" && within == "numFmts" {
            let code = attribute(element, |key| key == "formatCode")?.unwrap_or_default();
            declared.insert(format_id()?, Style::of_code(&code));
        }
        if element.local_name().as_ref() == "xf" && within == "cellXfs" {
            formats.push(format_id()?);
        }
        Ok(())
    })?;
    // Declared formats take precedence over built-in ones.
    Ok(formats.iter().map(|id| declared.get(id).copied().unwrap_or_else(|| Style::built_in(*id))).collect())
}

/// Visits the elements of a part, each with the name of its parent.
pub(super) fn each_element(
    xml: &str,
    mut visit: impl FnMut(&BytesStart<'_>, &str) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut parents: Vec<String> = Vec::new();
    loop {
        match reader.read_event().map_err(rich::of_xml)? {
            Event::Start(element) => {
                visit(&element, parents.last().map_or("", String::as_str))?;
                parents.push(element.local_name().as_ref().to_owned());
            }
            Event::Empty(element) => visit(&element, parents.last().map_or("", String::as_str))?,
            Event::End(_) => drop(parents.pop()),
            Event::Eof if parents.is_empty() => return Ok(()),
            Event::Eof => return Err(Damage::CutOff.into()),
            _ => {}
        }
    }
}

/// Returns the first attribute with a wanted name.
pub(super) fn attribute(
    element: &BytesStart<'_>,
    mut wanted: impl FnMut(&str) -> bool,
) -> Result<Option<String>, Problem> {
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| Damage::Xml)?;
        if wanted(attribute.key.as_ref()) {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).map_err(|_| Damage::Xml)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_their_folder() {
        for (folder, target, path) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../xl\\styles.xml", "xl/styles.xml"),
            ("", "./xl/workbook.xml", "xl/workbook.xml"),
        ] {
            assert_eq!(resolved(folder, target), path);
        }
    }

    #[test]
    fn a_workbook_tells_its_sheets_and_whether_results_count() {
        let book = workbook(
            "<x:workbook xmlns:x='m' xmlns:q='r'><x:workbookPr date1904='true'/><x:sheets>\
             <x:sheet name='a &amp; b' q:id='r1'/><x:sheet name='c' state='veryHidden' q:id='r2'/></x:sheets>\
             <x:calcPr fullCalcOnLoad='1'/></x:workbook>",
        )
        .expect("a workbook");
        let sheets: Vec<_> = book.sheets.iter().map(|(info, id)| (info.name.as_deref(), info.visible, &**id)).collect();
        assert_eq!(sheets, [(Some("a & b"), true, "r1"), (Some("c"), false, "r2")]);
        assert!(book.dates == DateSystem::From1904 && book.recalculates);
        assert!(workbook("<workbook><sheets>").is_err());
    }
}
