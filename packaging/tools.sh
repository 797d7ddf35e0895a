# shellcheck shell=bash
# What the scripts for packages have in common; they source it. It sets `version`; `packages`, where packages go; `made`, for what goes
# into them; and `cache`, where tools and the empty system that packages are tried in are kept: ~/.cache/shopkit-packaging or
# $SHOPKIT_PACKAGING. They need Python with venv. With SHOPKIT_STRICT=1 what a machine cannot do is an error, and is skipped otherwise.

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
packages=$PWD/target/packages
made=$PWD/target/packaging
cache=$(realpath -m "${SHOPKIT_PACKAGING:-${XDG_CACHE_HOME:-$HOME/.cache}/shopkit-packaging}")
mkdir -p "$packages" "$made" "$cache"

# Messages of crates name their source: not where it lies on this machine.
export CARGO_ENCODED_RUSTFLAGS="--remap-path-prefix=$HOME=/home"$'\x1f'"--remap-path-prefix=$PWD=/shopkit"

# Gets the tools of packaging/requirements.txt.
python_tools() {
    if ! cmp -s packaging/requirements.txt "$cache/python/requirements.txt"; then
        rm -rf "$cache/python"
        python3 -m venv "$cache/python"
        "$cache/python/bin/pip" install --quiet --requirement packaging/requirements.txt
        cp packaging/requirements.txt "$cache/python"
    fi
    export PATH=$cache/python/bin:$PATH
}

# Gets a tool from crates.io: cargo_tool NAME VERSION [OPTION...]
cargo_tool() {
    # Where that version is there already, cargo leaves it alone.
    env -u CARGO_ENCODED_RUSTFLAGS cargo install --quiet --locked --root "$cache" --target-dir "$cache/build" "$1@$2" "${@:3}"
    export PATH=$cache/bin:$PATH
}

# Writes what every package has beside the program: the documents and what they lead to, and the licences of all crates.
documents() {
    rm -rf "$1"
    mkdir -p "$1/examples"
    cp -r README.md README.zh.md LICENSE CHANGELOG.md SECURITY.md ARCHITECTURE.md CONTRIBUTING.md docs rules "$1"
    cp examples/embed.rs "$1/examples"
    python_tools
    python3 packaging/documents.py "$1"
    # It compares each text with all that it knows, which takes a minute.
    if ! [ "$made/LICENCES.html" -nt Cargo.lock ]; then
        cargo_tool cargo-about 0.9.3 --features cli
        cargo about generate --locked --config packaging/licences.toml --output-file "$made/LICENCES.html" packaging/licences.hbs
    fi
    cp "$made/LICENCES.html" "$1"
}

# Fails where a program names a folder of this machine.
names_no_folder() {
    if grep -qaF -e "$PWD/" -e "$HOME/" "$1"; then
        echo "FAILED: $1 names a folder of this machine" >&2
        exit 1
    fi
}
