# shellcheck shell=bash
# Writes the manual pages and the completions of the program; other scripts source it, after packaging/linux.sh. It sets `pages`.

pages=$made/pages
rm -rf "$pages"
mkdir -p "$pages/man/man1" "$pages/man/zh_CN/man1" "$pages/completions"
"$program" --lang en man "$pages/man/man1"
"$program" --lang zh man "$pages/man/zh_CN/man1"
for shell in bash zsh fish; do
    "$program" --lang en completions "$shell" >"$pages/completions/shopkit.$shell"
done
