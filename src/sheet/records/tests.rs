//! Tests of `records`.

use proptest::prelude::*;

use super::*;

/// Reads a text with a header of this many cells. Returns rows as line numbers and cells.
fn read(text: &[u8], syntax: Syntax, width: Option<usize>) -> Result<Vec<(u64, Vec<String>)>, Problem> {
    let mut records = Records::new(text, syntax, width)?;
    let mut rows = Vec::new();
    while let Some(record) = records.next()? {
        let cell = |piece: &CellSpan| {
            let text = String::from_utf8_lossy(&record.bytes[piece.start..piece.end]);
            if piece.doubled { text.replace("\"\"", "\"") } else { text.into_owned() }
        };
        rows.push((record.number, record.cells.iter().map(cell).collect()));
    }
    Ok(rows)
}

fn comma(cr_ends: bool) -> Syntax {
    Syntax { delimiter: b',', cr_ends }
}

/// Shows rows as `LINE:cell|cell`, or the line of a quote whose end is uncertain.
fn shown(text: &str, width: usize) -> Vec<String> {
    match read(text.as_bytes(), comma(false), Some(width)) {
        Ok(rows) => rows.iter().map(|(line, cells)| format!("{line}:{}", cells.join("|"))).collect(),
        Err(Problem::OpenQuote(line)) => vec![format!("open {line}")],
        Err(problem) => panic!("{problem}"),
    }
}

#[test]
fn cells_within_a_line() {
    for (line, want) in [
        ("a,b,c", "1:a|b|c"),
        (",,", "1:||"),
        ("\"a\",\"b,c\",\"\"", "1:a|b,c|"),
        ("\"a \"\"b\"\"\",c,d", "1:a \"b\"|c|d"),
        // Spaces around the quotes.
        ("a, \"b,c\",d", "1:a|b,c|d"),
        ("a,\"b,c\" ,d", "1:a|b,c|d"),
        ("a,\"b,c\" ", "1:a|b,c"),
        // Text behind a closing quote is no quoted cell: it stays to the byte.
        ("\"小号\"杯,b,c", "1:\"小号\"杯|b|c"),
        ("\"小号\"\"杯\",b,c", "1:小号\"杯|b|c"),
        ("\"a \"b\" c\",b,c", "1:\"a \"b\" c\"|b|c"),
        ("\"收纳箱12\"\",\"b\",c", "1:\"收纳箱12\"\"|b|c"),
        // Inch marks.
        ("收纳箱12\",b,c", "1:收纳箱12\"|b|c"),
        ("a,b,12\"", "1:a|b|12\""),
        ("\"12寸,\"b\",c", "1:\"12寸|b|c"),
        ("\"\"\"12寸\",b,c", "1:\"12寸|b|c"),
        // Guards stay on, and hold together what is in them.
        ("=\"69,31\",b,c", "1:=\"69,31\"|b|c"),
        ("\"=\"\"69\"\"\",b,c", "1:=\"69\"|b|c"),
        ("=\"\",b,=\"c\"", "1:=\"\"|b|=\"c\""),
        ("=\"a,b,c", "1:=\"a|b|c"),
        // No byte means anything but these.
        ("a\u{1e},b,\u{1e}", "1:a\u{1e}|b|\u{1e}"),
        ("\u{1e}", "1:\u{1e}"),
    ] {
        for end in ["", "\n", "\r\n", "\r\r\n"] {
            assert_eq!(shown(&format!("{line}{end}"), 3), [want], "{line:?} {end:?}");
        }
    }
}

#[test]
fn quotes_beyond_a_line_are_judged_by_width() {
    let cases: &[(&str, &[&str])] = &[
        // Proper texts of several lines.
        ("h,h,h\n1,\"a\nb\",c\n2,d,e\n", &["1:h|h|h", "2:1|a\nb|c", "4:2|d|e"]),
        ("h,h,h\n1,2,\"a\nb\"\n2,d,e\n", &["1:h|h|h", "2:1|2|a\nb", "4:2|d|e"]),
        ("h,h,h\n1,\"a\n\n,b\n6926181657396269909,x\",c\n", &["1:h|h|h", "2:1|a\n\n,b\n6926181657396269909,x|c"]),
        // Records pasted into them.
        ("h,h,h\n1,\"a\n2,d,e\nb\",c\n3,f,g\n", &["1:h|h|h", "2:1|a\n2,d,e\nb|c", "5:3|f|g"]),
        ("h,h,h\n1,2,\"a\n2,d,e\nb\"\n3,f,g\n", &["1:h|h|h", "2:1|2|a\n2,d,e\nb", "5:3|f|g"]),
        ("h,h,h\n1,\"2,d,e\n2,d,e\",c\n3,f,g\n", &["1:h|h|h", "2:1|2,d,e\n2,d,e|c", "4:3|f|g"]),
        // A lone quote: one, two in a column, in several, in the last column, in the last row.
        ("h,h,h\n1,\"a,b\n2,d,e\n", &["1:h|h|h", "2:1|\"a|b", "3:2|d|e"]),
        ("h,h,h\n1,\"a,b\n2,d,e\n3,\"a,b\n4,d,e\n", &["1:h|h|h", "2:1|\"a|b", "3:2|d|e", "4:3|\"a|b", "5:4|d|e"]),
        ("h,h,h\n1,\"a,b\n2,d,\"e\n\"3,a,b\n", &["1:h|h|h", "2:1|\"a|b", "3:2|d|\"e", "4:\"3|a|b"]),
        ("h,h,h\n1,a,\"b\n2,d,e\n3,f,\"g", &["1:h|h|h", "2:1|a|\"b", "3:2|d|e", "4:3|f|\"g"]),
        // Lone quotes that close at an inch mark in another column.
        ("h,h,h\n1,\"a,b\n2,d,e\n3\",a,b\n", &["1:h|h|h", "2:1|\"a|b", "3:2|d|e", "4:3\"|a|b"]),
        ("h,h,h\n\"1,a,b\n\n2,d,e\"\n", &["1:h|h|h", "2:\"1|a|b", "4:2|d|e\""]),
        // A lone quote and a proper text in one record.
        ("h,h,h\n1,\"a,\"b\nc\"\n2,d,e\n", &["1:h|h|h", "2:1|\"a|b\nc", "4:2|d|e"]),
        // Both fit. With many cells that is no chance.
        ("h,h,h\n1,2,\"a\n2,d,e\"\n", &["open 2"]),
        ("h,h,h\n1,\"a,b\n2,d,e\n3,f\",g\n", &["open 2"]),
        // Neither fits: a record of a wrong width where it swallows none, else nobody can tell.
        ("h,h,h\n1,\"a\nb\"\n2,d,e\n", &["1:h|h|h", "2:1|a\nb", "4:2|d|e"]),
        ("h,h,h\n1,\"a\n2,d,e\nb\"\n", &["open 2"]),
        ("h,h,h\n1,\"a\n2,d,e\n", &["1:h|h|h", "2:1|\"a", "3:2|d|e"]),
        ("h,h,h\n1,\"a\nb\n2,d,e\n", &["open 2"]),
        // A quoted comma in a short row does not make it a whole one.
        ("h,h,h\n1,\"a,b\"\n", &["1:h|h|h", "2:1|a,b"]),
    ];
    for (text, want) in cases {
        assert_eq!(shown(text, 3), *want, "{text:?}");
        let windows = text.replace('\n', "\r\n");
        let want: Vec<String> = want.iter().map(|row| row.replace('\n', "\r\n")).collect();
        assert_eq!(shown(&windows, 3), want, "{windows:?}");
    }
}

#[test]
fn a_quote_and_an_inch_mark_in_a_column_of_many_are_two() {
    let tail = ",x".repeat(9);
    let text = format!("h,h{}\n1,\"a{tail}\n2,b{tail}\n3,c\"{tail}\n", ",h".repeat(9));
    let lines: Vec<String> = shown(&text, 11).iter().map(|row| row[2..].replace('|', ",")).collect();
    assert_eq!(lines, text.lines().collect::<Vec<_>>());
}

#[test]
fn rows_may_have_a_delimiter_more_or_less_than_the_header() {
    let more = "h,h,h\n1,\"a,b,\n2,d,e,\n3,f,\"g,\n4,x,y,\n";
    assert_eq!(shown(more, 3), ["1:h|h|h", "2:1|\"a|b|", "3:2|d|e|", "4:3|f|\"g|", "5:4|x|y|"]);
    let less = "h,h,h,\n1,\"a,b\n2,d,e\n3,\"f,g\n";
    assert_eq!(shown(less, 4), ["1:h|h|h|", "2:1|\"a|b", "3:2|d|e", "4:3|\"f|g"]);
}

#[test]
fn the_top_can_be_read_before_the_header_is_known() {
    let rows = |text: &str| read(text.as_bytes(), comma(false), None).expect("reads").len();
    assert_eq!(rows("\"title\nh,h,h\n1,2,3\n"), 3);
    assert_eq!(rows("h,h,h\n1,\"a\nb\",3\n"), 2);
    assert_eq!(rows("h,h,h\n1,\"a,b\n2,3,4\n5,6,7\n"), 4);
    assert_eq!(rows("h,h,h\n1,2,\"a\n2,d,e\"\n"), 2);
}

#[test]
fn lines_end_in_what_they_end_in() {
    let rows = |text: &str, cr_ends| read(text.as_bytes(), comma(cr_ends), Some(2)).expect("reads");
    let row = |line: u64, cells: [&str; 2]| (line, cells.map(str::to_owned).to_vec());
    assert_eq!(rows("a,b\rc,\"d\ne\"\rf,g\r\n", true), [row(1, ["a", "b"]), row(2, ["c", "d\ne"]), row(4, ["f", "g"])]);
    assert_eq!(rows("a,b\r\rc,\"d\re\"\rf,g", true), [row(1, ["a", "b"]), row(3, ["c", "d\re"]), row(5, ["f", "g"])]);
    assert_eq!(rows("a,b\nc,\"d\re\"\nf,g\n", false), [row(1, ["a", "b"]), row(2, ["c", "d\re"]), row(3, ["f", "g"])]);
    // A CR in a cell without quotes stays, unless it ends a record.
    assert_eq!(rows("a,b\nc,d\re\nf,g\n", false), [row(1, ["a", "b"]), row(2, ["c", "d\re"]), row(3, ["f", "g"])]);
    for (text, cr_ends) in [
        ("a,b\nc,d\r\ne,f\n\ng,h", false),
        ("a,b\nc,d\ne,f\r\rg,h\r", false),
        ("a,b\rc,d\re,f\n\ng,h\n", false),
        ("a,b\rc,d\re,f\n\ng,h\n", true),
    ] {
        let want = [row(1, ["a", "b"]), row(2, ["c", "d"]), row(3, ["e", "f"]), row(5, ["g", "h"])];
        assert_eq!(rows(text, cr_ends), want, "{text:?}");
    }
}

#[test]
fn a_record_has_an_end() {
    let long = "x".repeat(limits::MAX_RECORD + 2);
    for text in [format!("h,h\n{long}"), format!("h,h\n1,\"{long}\"\n")] {
        assert!(matches!(read(text.as_bytes(), comma(false), Some(2)), Err(Problem::OpenQuote(2))));
    }
    // The next quote is too far away to close one.
    let rows = limits::MAX_RECORD / 4 + CHUNK;
    let text = format!("h,h\n1,\"y\n{}2,y\"\n", "2,x\n".repeat(rows));
    let mut records = Records::new(text.as_bytes(), comma(false), Some(2)).expect("reads");
    let mut count = 0;
    while records.next().expect("reads").is_some() {
        count += 1;
    }
    assert_eq!(count, rows + 3);
}

/// Cells with whatever makes reading hard.
fn cell() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("\""),
        Just(","),
        Just("\n"),
        Just("\r"),
        Just("\r\n"),
        Just(" "),
        Just(";"),
        Just("\t"),
        Just("="),
        Just("茶"),
        Just("12寸"),
        Just("x"),
        Just("6926181657396269909"),
        Just("\u{1e}"),
        Just("")
    ];
    proptest::collection::vec(part, 0..5).prop_map(|parts| parts.concat())
}

fn table(width: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Vec<String>>> {
    width.prop_flat_map(|width| proptest::collection::vec(proptest::collection::vec(cell(), width), 1..12))
}

/// A header, whose cells are no riddle.
fn with_header(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let header = (0..rows[0].len()).map(|index| format!("列{index}")).collect();
    std::iter::once(header).chain(rows.iter().cloned()).collect()
}

fn written(table: &[Vec<String>], syntax: Syntax, end: csv::Terminator) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(syntax.delimiter).terminator(end).from_writer(Vec::new());
    for row in table {
        writer.write_record(row).expect("written");
    }
    writer.into_inner().expect("written")
}

proptest! {
    #[test]
    fn what_a_writer_quotes_comes_back(rows in table(2..6), delimiter in prop_oneof![Just(b','), Just(b'\t'), Just(b';')], end in 0..3_usize) {
        let table = with_header(&rows);
        let end = [csv::Terminator::Any(b'\n'), csv::Terminator::CRLF, csv::Terminator::Any(b'\r')][end];
        let syntax = Syntax { delimiter, cr_ends: matches!(end, csv::Terminator::Any(b'\r')) };
        // The writer quotes neither a CR for CR files nor spaces before a quote, which it quotes anyway.
        let text = written(&table, syntax, end);
        match read(&text, syntax, Some(table[0].len())) {
            Ok(read) => {
                let mut want = table.clone();
                want.retain(|row| row.len() > 1 || !row[0].trim().is_empty());
                prop_assert_eq!(read.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>(), want);
            }
            // A text whose lines are as wide as records.
            Err(Problem::OpenQuote(_)) => {}
            Err(problem) => prop_assert!(false, "{}", problem),
        }
    }

    #[test]
    fn a_quote_that_is_none_swallows_nothing(rows in proptest::collection::vec((0..6_usize, any::<bool>(), any::<bool>()), 1..40)) {
        let mut text = "h,h,h,h\n".to_owned();
        for (number, (index, opens, closes)) in rows.iter().enumerate() {
            let mut cells = [number.to_string(), "a".to_owned(), "b".to_owned(), "c".to_owned()];
            if let (Some(cell), true) = (cells.get_mut(*index), *opens) {
                cell.insert(0, '"');
            } else if let (Some(cell), true) = (cells.get_mut(*index), *closes) {
                cell.push('"');
            }
            text += &(cells.join(",") + "\n");
        }
        match read(text.as_bytes(), comma(false), Some(4)) {
            Ok(read) => {
                let lines: Vec<String> = read.iter().map(|(_, cells)| cells.join(",")).collect();
                prop_assert_eq!(lines, text.lines().collect::<Vec<_>>());
            }
            Err(Problem::OpenQuote(_)) => {}
            Err(problem) => prop_assert!(false, "{}", problem),
        }
    }
}
