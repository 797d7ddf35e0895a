#!/usr/bin/env bash
# Builds shopkit for Windows, and tries it under Wine: ci/windows.sh [--full]
#
# Clippy looks at all targets, then the program does the main jobs (ci/windows-smoke.sh); with --full the whole suite runs as well. What
# this machine cannot do is said and skipped. Tools, builds and Wine's drive are kept outside of the project, in
# ~/.cache/shopkit-windows or in $SHOPKIT_WINDOWS.
set -euo pipefail
cd "$(dirname "$0")/.."

target=x86_64-pc-windows-gnu
kept=${SHOPKIT_WINDOWS:-${XDG_CACHE_HOME:-$HOME/.cache}/shopkit-windows}
version=$(rustc --version | cut -d' ' -f2)
mkdir -p "$kept"

skip() {
    echo "skipped: shopkit is not built for Windows, since $1" >&2
    exit 0
}

# The linker, and Wine to run what it makes.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! { command -v x86_64-w64-mingw32-gcc && command -v wine; } >/dev/null; then
    (apt-get update && apt-get install -y --no-install-recommends gcc-mingw-w64-x86-64-win32 wine64 wine) >/dev/null 2>&1 || true
fi
command -v x86_64-w64-mingw32-gcc >/dev/null || skip "gcc of MinGW could not be installed"

# Fetches the source of the standard library, as Debian has it for the installed rustc.
fetch_source() {
    local folder=$kept/source uri full
    [ -d "$folder/usr/src/rustc-$version/library" ] && return
    rm -rf "$folder"
    mkdir -p "$folder"/apt/{lists/partial,archives/partial}
    uri=$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/debian.sources | head -n 1)
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri trixie-backports main" >"$folder/apt/list"
    local options=(-q -o "Dir::Etc::sourcelist=$folder/apt/list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$folder/apt/lists"
        -o "Dir::Cache=$folder/apt" -o APT::Sandbox::User=root)
    apt-get "${options[@]}" update >/dev/null
    full=$(apt-cache "${options[@]}" madison rust-src | tr -d ' ' | cut -d'|' -f2 | grep "^$version+" | head -n 1)
    (cd "$folder" && apt-get "${options[@]}" download "rust-src=$full" >/dev/null)
    dpkg-deb --fsys-tarfile "$folder"/rust-src_*.deb | tar -x -C "$folder" "./usr/src/rustc-$version/library"
    rm -rf "$folder/apt" "$folder"/rust-src_*.deb
}

# The standard library for Windows: rustup's, or built of its source, which cargo looks for within its toolchain. The copy of the
# toolchain has that source; the toolchain itself is left alone.
sysroot=$(rustc --print sysroot)
build_std=()
if ! [ -d "$sysroot/lib/rustlib/$target/lib" ]; then
    copy=$kept/toolchain-$version
    if ! [ -d "$copy" ]; then
        source=$sysroot/lib/rustlib/src/rust
        if ! [ -d "$source/library" ]; then
            fetch_source 2>/dev/null || skip "there is no standard library for it, and no source of that of rustc $version"
            source=$kept/source/usr/src/rustc-$version
        fi
        rm -rf "$copy.new"
        cp -al "$sysroot" "$copy.new" 2>/dev/null || { rm -rf "$copy.new" && cp -a "$sysroot" "$copy.new"; }
        mkdir -p "$copy.new/lib/rustlib/src"
        cp -a "$source" "$copy.new/lib/rustlib/src/rust"
        mv "$copy.new" "$copy"
    fi
    export PATH="$copy/bin:$PATH" RUSTC_BOOTSTRAP=1
    unset RUSTUP_TOOLCHAIN RUSTC RUSTDOC
    build_std=(-Z "build-std=std,panic_unwind")
fi
export CARGO_TARGET_DIR="$kept/target"
on_windows=(--locked --target "$target" "${build_std[@]}")

[ -n "${SHOPKIT_NO_CLIPPY:-}" ] || cargo clippy "${on_windows[@]}" --all-targets -- -D warnings
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
