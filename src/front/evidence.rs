//! The settlement of one order as a page of its own, to hand in with an appeal.

use std::io::{self, Write};

use shopkit::texts::Texts;

use super::html::{self, escaped};
use super::views::evidence::EvidenceView;

/// What this page adds to the style of all pages.
const STYLE: &str = "h2{font-size:1.1rem;margin:1.5rem 0 .3rem}h3{font-size:1rem;margin:1rem 0 .3rem}\
table{margin:.3rem 0 1rem}.said{color:var(--ink);font-weight:600}";

/// Writes the page.
pub fn write(out: &mut dyn Write, view: &EvidenceView, texts: Texts) -> io::Result<()> {
    html::begin(out, texts, &view.title, STYLE)?;
    writeln!(out, "<h1>{}</h1>", escaped(&view.title))?;
    for fact in &view.facts {
        writeln!(out, "<p>{}</p>", escaped(fact))?;
    }
    for line in &view.lines {
        writeln!(out, "<h2>{}</h2>", escaped(&line.title))?;
        for conclusion in &line.conclusions {
            writeln!(out, "<p class=\"said\">{}</p>", escaped(conclusion))?;
        }
        for table in [Some(&line.values), line.sums.as_ref()].into_iter().flatten() {
            html::table(out, table, texts)?;
        }
    }
    for (title, table) in [&view.steps, &view.files] {
        writeln!(out, "<h2>{}</h2>", escaped(title))?;
        html::table(out, table, texts)?;
    }
    for note in &view.notes {
        writeln!(out, "<p>{}</p>", escaped(note))?;
    }
    writeln!(out, "{}</body></html>", html::written(texts))
}
