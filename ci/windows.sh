#!/usr/bin/env bash
# Builds shopkit for Windows, and tries it under Wine: ci/windows.sh [--full]
#
# Clippy looks at all targets, then the program does the main jobs (ci/windows-smoke.sh); with --full the whole suite runs as well. What
# this machine cannot do is said and skipped. Tools, builds and Wine's drive are kept outside of the project, in
# ~/.cache/shopkit-windows or in $SHOPKIT_WINDOWS.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=ci/windows-toolchain.sh
source ci/windows-toolchain.sh

cargo clippy "${on_windows[@]}" --all-targets -- -D warnings
cargo build "${on_windows[@]}"

# shellcheck source=ci/wine.sh
source ci/wine.sh
ci/windows-smoke.sh); with --full the whole suite runs as well. What
# this machine cannot do is said and skipped. Tools, builds and Wine's drive are kept outside of the project, in
# ~/.cache/shopkit-windows or in $SHOPKIT_WINDOWS.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=ci/windows-toolchain.sh
source ci/windows-toolchain.sh

cargo clippy "${on_windows[@]}" --all-targets -- -D warnings
cargo build "${on_windows[@]}"

# Wine, with a drive of its own.
wine=$(command -v wine || command -v wine64 || true)
[ -n "$wine" ] || skip "Wine could not be installed; it was built all the same"
export WINEDEBUG=-all WINEPREFIX="$kept/wine" WINEDLLOVERRIDES=winemenubuilder.exe,mscoree,mshtml=
if ! [ -e "$WINEPREFIX/ready" ]; then
    rm -rf "$WINEPREFIX"
    "$wine" wineboot --init >/dev/null 2>&1
    if ! [ -e "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ]; then
        # Wine before 10 lacks what std takes random numbers from.
        x86_64-w64-mingw32-gcc -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ci/bcryptprimitives.c -ladvapi32
    fi
    # Temporary files on a drive that programs of both systems see by one name.
    "$wine" reg add 'HKCU\Environment' /v TEMP /d 'Z:\tmp' /f >/dev/null
    "$wine" reg add 'HKCU\Environment' /v TMP /d 'Z:\tmp' /f >/dev/null
    touch "$WINEPREFIX/ready"
fi

ci/windows-smoke.sh "$wine" "$CARGO_TARGET_DIR/$target/debug/shopkit.exe"

if [ "${1:-}" = --full ]; then
    export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=$wine
    cargo test "${on_windows[@]}" --no-fail-fast
fi
