"""Turns the documents of a package into pages that a double click opens: documents.py FOLDER

Each .md becomes an .html, and links between them follow. A link that leads nowhere is an error.
"""

import re
import sys
from pathlib import Path

import markdown
from markdown.extensions.toc import TocExtension, slugify_unicode

PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, "Microsoft YaHei", sans-serif; }}
img {{ max-width: 100%; }}
pre {{ overflow-x: auto; padding: .8rem; background: #f3f4f6; font-size: .85rem; line-height: 1.4; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def main(folder: Path) -> None:
    sources = sorted(folder.rglob("*.md"))
    for source in sources:
        text = source.read_text(encoding="utf-8")
        body = markdown.markdown(
            text, extensions=["tables", "fenced_code", "sane_lists", TocExtension(slugify=slugify_unicode)]
        )
        body = re.sub(r'href="(?![a-z]+:)([^"#]+)\.md(["#])', r'href="\1.html\2', body)
        lang = "zh-CN" if source.name.endswith(".zh.md") else "en"
        title = text.splitlines()[0].lstrip("# ")
        source.with_suffix(".html").write_text(PAGE.format(lang=lang, title=title, body=body), encoding="utf-8")
        source.unlink()
    lost = [
        f"{page.relative_to(folder)}: {target}"
        for page in folder.rglob("*.html")
        for target in re.findall(r'(?:href|src)="(?![a-z]+:)([^"#]+)', page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    if lost:
        sys.exit("\n".join(["links that lead nowhere:", *lost]))


main(Path(sys.argv[1]))
