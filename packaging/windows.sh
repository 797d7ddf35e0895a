#!/usr/bin/env bash
# Makes target/packages/shopkit-VERSION-windows-x64.zip on Linux: a folder with the program, which a double click starts. The package is
# unpacked into an empty place then, and does the main jobs there under Wine.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD

# shellcheck source=ci/windows-toolchain.sh
source ci/windows-toolchain.sh
cargo build "${on_windows[@]}" --release
name=shopkit-$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)-windows-x64

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/$name"
x86_64-w64-mingw32-strip -o "$work/$name/shopkit.exe" "$CARGO_TARGET_DIR/$target/release/shopkit.exe"
cp README.md README.zh.md LICENSE CHANGELOG.md SECURITY.md "$work/$name"
# What every Windows has; anything else would have to be installed first.
others=$(x86_64-w64-mingw32-objdump -p "$work/$name/shopkit.exe" | sed -n 's/.*DLL Name: //p' | tr '[:upper:]' '[:lower:]' |
    grep -vE '^(api-ms-win-.*|advapi32|bcrypt|bcryptprimitives|combase|kernel32|msvcrt|ntdll|ole32|oleaut32|shell32|user32|userenv|ws2_32)\.dll$' || true)
[ -z "$others" ] || { echo "the program needs $others" >&2; exit 1; }

mkdir -p target/packages
rm -f "target/packages/$name.zip"
(cd "$work" && python3 -m zipfile -c "$project/target/packages/$name.zip" "$name")
(cd target/packages && sha256sum "$name.zip" >"$name.zip.sha256")
ls -l "target/packages/$name.zip"

# shellcheck source=ci/wine.sh
source ci/wine.sh
mkdir "$work/empty"
python3 -m zipfile -e "target/packages/$name.zip" "$work/empty"
ci/windows-smoke.sh "$wine" "$work/empty/$name/shopkit.exe"
