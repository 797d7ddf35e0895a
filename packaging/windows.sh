#!/usr/bin/env bash
# Makes two packages for Windows on Linux, and tries both under Wine: target/packages/shopkit-VERSION-windows-x64.zip, a folder with the
# program, which a double click starts, and shopkit-VERSION-windows-x64-setup.exe, which puts the same into the Start menu.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=packaging/tools.sh
source packaging/tools.sh
# shellcheck source=ci/windows-toolchain.sh
source ci/windows-toolchain.sh
cargo build "${on_windows[@]}" --release
name=shopkit-$version-windows-x64

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/$name"
x86_64-w64-mingw32-strip -o "$work/$name/shopkit.exe" "$CARGO_TARGET_DIR/$target/release/shopkit.exe"
cp -r README.md README.zh.md LICENSE CHANGELOG.md SECURITY.md docs "$work/$name"
# As Notepad has always read it.
sed $'1s/^/\xef\xbb\xbf/; s/$/\r/' packaging/windows/readme.txt >"$work/$name/使用说明.txt"
# What every Windows has; anything else would have to be installed first.
others=$(x86_64-w64-mingw32-objdump -p "$work/$name/shopkit.exe" | sed -n 's/.*DLL Name: //p' | tr '[:upper:]' '[:lower:]' |
    grep -vE '^(api-ms-win-.*|advapi32|bcrypt|bcryptprimitives|combase|kernel32|msvcrt|ntdll|ole32|oleaut32|shell32|user32|userenv|ws2_32)\.dll$' || true)
[ -z "$others" ] || { echo "the program needs $others" >&2; exit 1; }

rm -f "$packages/$name"*
(cd "$work" && python3 -m zipfile -c "$packages/$name.zip" "$name")

# What the uninstaller deletes: each file, then each folder.
(
    cd "$work/$name"
    find . -type f -printf 'Delete "$INSTDIR/%P"\n'
    find . -mindepth 1 -depth -type d -printf 'RMDir "$INSTDIR/%P"\n'
) | tr / '\\' >"$work/uninstall.nsh"
if [ "$(id -u)" = 0 ] && ! command -v makensis >/dev/null; then
    apt-get install -y --no-install-recommends nsis >/dev/null
fi
makensis -V2 -INPUTCHARSET UTF8 "-XTarget amd64-unicode" "-DVERSION=$version" "-DFOLDER=$work/$name" "-DUNINSTALL_LIST=$work/uninstall.nsh" \
    "-DICON=$PWD/packaging/windows/shopkit.ico" "-DOUTPUT=$packages/$name-setup.exe" packaging/windows/installer.nsi
ls -l "$packages/$name"*

# shellcheck source=ci/wine.sh
source ci/wine.sh
echo "the zip, in an empty place"
mkdir "$work/empty"
python3 -m zipfile -e "$packages/$name.zip" "$work/empty"
ci/smoke.sh wine "$wine" "$work/empty/$name/shopkit.exe"

echo "the setup program, for a new account"
account=$(find "$WINEPREFIX/drive_c/users" -mindepth 1 -maxdepth 1 -type d ! -name Public)
installed=$account/AppData/Local/Programs/shopkit
entry="$account/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/shopkit.lnk"
rm -rf "$installed" "$entry"
"$wine" "$packages/$name-setup.exe" /S
[ -s "$entry" ] || { echo "FAILED: there is no entry in the Start menu" >&2; exit 1; }
diff -r --exclude uninstall.exe "$work/$name" "$installed"
ci/smoke.sh wine "$wine" "$installed/shopkit.exe"
touch "$installed/mine.txt"
# The uninstaller copies itself elsewhere and goes on there, unless it is told where it is.
"$wine" "$installed/uninstall.exe" /S "_?=$("$wine" winepath -w "$installed" | tr -d '\r')"
rm -f "$installed/uninstall.exe"
[ "$(ls "$installed")" = mine.txt ] && ! [ -e "$entry" ] || { ls -R "$installed" >&2; echo "FAILED: uninstalling" >&2; exit 1; }
rm -r "$installed"
echo "ok: installed and uninstalled"
