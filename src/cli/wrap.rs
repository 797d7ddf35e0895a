//! Lays out help for the width of a terminal: lines are broken at spaces and beside Chinese letters, and go on under the text that
//! they belong to. clap breaks lines at spaces alone, which Chinese has hardly any of.

use std::fmt::Write as _;

use crate::front::text::width;

/// The column beyond which text goes on nearer to the left edge.
const FARTHEST: usize = 34;

/// What a line does not begin with, and what it does not end with.
const CLOSING: &str = "、，。：；！？）】》”’」…,.;:!?)]>";
const OPENING: &str = "（【《“‘「([<";

/// Breaks the lines of a text that are wider than this. Colours may be part of it.
pub fn wrapped(text: &str, most: usize) -> String {
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        write_line(&mut out, line, most);
        out.push_str(end);
    }
    out
}

fn write_line(out: &mut String, line: &str, most: usize) {
    let pieces = pieces(line);
    if pieces.iter().map(|piece| piece.width).sum::<usize>() <= most {
        out.push_str(line);
        return;
    }
    let column = text_column(&plain(line));
    let indent = if column > FARTHEST { 10 } else { column };
    let mut at = 0;
    let mut is_broken = false;
    for (index, piece) in pieces.iter().enumerate() {
        // Spaces at the end of a line are not written, nor those at the beginning of the next.
        let is_space = piece.text == " ";
        let with_next = piece.width
            + pieces[index + 1..].iter().take_while(|next| next.is_tied).map(|next| next.width).sum::<usize>();
        if at > 0 && !piece.is_tied && at + with_next > most && !(is_space && index == 0) {
            while out.ends_with(' ') {
                out.pop();
            }
            let _ = write!(out, "\n{:indent$}", "");
            (at, is_broken) = (indent, true);
            if is_space {
                continue;
            }
        }
        if is_space && is_broken && at == indent {
            continue;
        }
        out.push_str(piece.text);
        at += piece.width;
    }
}

/// Holds a part of a line that is not broken.
struct Piece<'t> {
    text: &'t str,
    width: usize,
    /// Whether it stays beside the piece before it.
    is_tied: bool,
}

/// Divides a line into spaces, words and Chinese letters.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut rest = line;
    // Whether the piece before ends with what a line does not end with.
    let mut is_open = false;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\u{1b}' => rest.find('m').map_or(rest.len(), |end| end + 1),
            ' ' => 1,
            first if !first.is_ascii() => first.len_utf8(),
            // What is to be typed stays on one line.
            '`' => rest[1..].find('`').map_or(rest.len(), |end| end + 2),
            _ => rest.find(|c: char| !c.is_ascii() || c == ' ' || c == '\u{1b}').unwrap_or(rest.len()),
        };
        let (text, tail) = rest.split_at(length);
        let is_escape = first == '\u{1b}';
        let is_tied = is_escape || is_open || CLOSING.contains(first);
        is_open = if is_escape { is_open } else { text.chars().next_back().is_some_and(|last| OPENING.contains(last)) };
        pieces.push(Piece { text, width: if is_escape { 0 } else { width(text) }, is_tied });
        rest = tail;
    }
    pieces
}

/// Returns a line without its colours.
fn plain(line: &str) -> String {
    pieces(line).iter().filter(|piece| piece.width > 0).map(|piece| piece.text).collect()
}

/// Finds the column at which the text of a line begins: behind the name of an option or a command and two spaces.
fn text_column(line: &str) -> usize {
    let indent = line.len() - line.trim_start().len();
    let name = &line[indent..];
    let gap = name.find("  ").filter(|_| indent > 0);
    gap.map_or(indent, |gap| {
        let behind = &name[gap..];
        indent + width(&name[..gap]) + behind.len() - behind.trim_start().len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_on_under_their_text() {
        let text = "  --from <DAY>  下单日期从这一天起（包括这一天），见 `shopkit help`";
        let indent = " ".repeat(16);
        let lines = ["  --from <DAY>  下单日期从这一天起（包括", "这一天），见", "`shopkit help`"];
        assert_eq!(wrapped(text, 40), lines.join(&format!("\n{indent}")));
        assert_eq!(wrapped(text, 80), text);
    }

    #[test]
    fn colours_take_no_room() {
        let text = "  \u{1b}[1m--all\u{1b}[0m  one two three";
        assert_eq!(wrapped(text, 22), text);
        assert_eq!(wrapped(text, 18), "  \u{1b}[1m--all\u{1b}[0m  one two\n         three");
    }
}
