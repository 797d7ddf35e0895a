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
documents "$work/$name"
x86_64-w64-mingw32-strip -o "$work/$name/shopkit.exe" "$CARGO_TARGET_DIR/$target/release/shopkit.exe"
# As Notepad has always read it.
sed $'1s/^/\xef\xbb\xbf/; s/$/\r/' packaging/windows/readme.txt >"$work/$name/使用说明.txt"
# What every Windows has; anything else would have to be installed first.
others=$(x86_64-w64-mingw32-objdump -p "$work/$name/shopkit.exe" | sed -n 's/.*DLL Name: //p' | tr '[:upper:]' '[:lower:]' |
    grep -vE '^(api-ms-win-.*|advapi32|bcrypt|bcryptprimitives|combase|kernel32|msvcrt|ntdll|ole32|oleaut32|shell32|user32|userenv|ws2_32)\.dll$' || true)
names_no_folder "$work/$name/shopkit.exe"
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
    (apt-get update && apt-get install -y --no-install-recommends nsis) >/dev/null
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
setup() { "$wine" "$packages/$name-setup.exe" /S; }
# The uninstaller copies itself elsewhere and goes on there, unless it is told where it is.
uninstall() { "$wine" "$installed/uninstall.exe" /S '_?=C:\users\'"${account##*/}"'\AppData\Local\Programs\shopkit'; }
failed() { echo "FAILED: $1" >&2; exit 1; }

setup
[ -s "$entry" ] || failed "there is no entry in the Start menu"
"$wine" reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\shopkit' /v DisplayVersion | grep -qF "$version" ||
    failed "Windows does not list version $version"
diff -r --exclude uninstall.exe "$work/$name" "$installed"
ci/smoke.sh wine "$wine" "$installed/shopkit.exe"

# A program that runs is neither replaced nor half removed. Then a file of an earlier version goes, and one of the user's own stays.
SHOPKIT_DB=$work/running.db BROWSER=true "$wine" start /unix "$entry" >/dev/null 2>&1
for _ in $(seq 60); do [ -s "$work/running.db-serve/address" ] && break; sleep 0.5; done
[ -s "$work/running.db-serve/address" ] || failed "the entry in the Start menu does not start the page"
! setup || failed "the setup program replaces a program that runs"
! uninstall || failed "the uninstaller removes a program that runs"
[ -e "$entry" ] || failed "the uninstaller took the entry of a program that runs"
"$wine" taskkill /F /IM shopkit.exe >/dev/null 2>&1
touch "$installed/mine.txt"
setup
diff -r --exclude uninstall.exe --exclude mine.txt "$work/$name" "$installed"
uninstall
rm "$installed/uninstall.exe"
[ "$(ls "$installed")" = mine.txt ] || failed "the uninstaller leaves $(ls "$installed")"
! [ -e "$entry" ] || failed "the uninstaller leaves the entry in the Start menu"
rm -r "$installed"
echo "ok: installed, updated and uninstalled"
