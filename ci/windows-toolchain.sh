# shellcheck shell=bash
# Prepares building shopkit for Windows from Linux; other scripts source it. It sets `target`, `kept` (a folder outside of the project)
# and `on_windows`, the options for cargo, and ends the script with a message where the machine cannot do it.

target=x86_64-pc-windows-gnu
kept=$(realpath -m "${SHOPKIT_WINDOWS:-${XDG_CACHE_HOME:-$HOME/.cache}/shopkit-windows}")
rustc_version=$(rustc --version | cut -d' ' -f2)
mkdir -p "$kept"

skip() {
    echo "skipped for Windows: $1" >&2
    exit "${SHOPKIT_STRICT:-0}"
}

# The linker, and Wine to run what it makes.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && ! { command -v x86_64-w64-mingw32-gcc && command -v wine; } >/dev/null; then
    (apt-get update && apt-get install -y --no-install-recommends gcc-mingw-w64-x86-64-win32 wine64 wine) >/dev/null 2>&1 || true
fi
command -v x86_64-w64-mingw32-gcc >/dev/null || skip "gcc of MinGW could not be installed"

# Fetches the source of the standard library, as Debian has it for the installed rustc.
fetch_source() {
    local folder=$kept/source uri full
    [ -d "$folder/usr/src/rustc-$rustc_version/library" ] && return
    rm -rf "$folder"
    mkdir -p "$folder"/apt/{lists/partial,archives/partial}
    uri=$(sed -n 's/^URIs: //p' /etc/apt/sources.list.d/debian.sources | head -n 1)
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri trixie-backports main" >"$folder/apt/list"
    local options=(-q -o "Dir::Etc::sourcelist=$folder/apt/list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$folder/apt/lists"
        -o "Dir::Cache=$folder/apt" -o APT::Sandbox::User=root)
    apt-get "${options[@]}" update >/dev/null
    full=$(apt-cache "${options[@]}" madison rust-src | tr -d ' ' | cut -d'|' -f2 | grep "^$rustc_version+" | head -n 1)
    (cd "$folder" && apt-get "${options[@]}" download "rust-src=$full" >/dev/null)
    dpkg-deb --fsys-tarfile "$folder"/rust-src_*.deb | tar -x -C "$folder" "./usr/src/rustc-$rustc_version/library"
    rm -rf "$folder/apt" "$folder"/rust-src_*.deb
}

# The standard library for Windows: rustup's, or built of its source, which cargo looks for within its toolchain. The copy of the
# toolchain has that source; the toolchain itself is left alone.
sysroot=$(rustc --print sysroot)
build_std=()
if ! [ -d "$sysroot/lib/rustlib/$target/lib" ]; then
    copy=$kept/toolchain-$rustc_version
    if ! [ -d "$copy" ]; then
        source=$sysroot/lib/rustlib/src/rust
        if ! [ -d "$source/library" ]; then
            fetch_source 2>/dev/null || skip "there is neither a standard library for it nor the source of that of rustc $rustc_version"
            source=$kept/source/usr/src/rustc-$rustc_version
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
