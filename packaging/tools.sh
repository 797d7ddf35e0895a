# shellcheck shell=bash
# What the scripts for packages have in common; they source it. It sets `version`; `packages`, where packages go; `made`, for what goes
# into them; and `cache`, where tools and the empty system that packages are tried in are kept: ~/.cache/shopkit-packaging or
# $SHOPKIT_PACKAGING.

version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
packages=$PWD/target/packages
made=$PWD/target/packaging
cache=${SHOPKIT_PACKAGING:-${XDG_CACHE_HOME:-$HOME/.cache}/shopkit-packaging}
mkdir -p "$packages" "$made" "$cache"

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

# Gets a tool from crates.io: cargo_tool NAME VERSION
cargo_tool() {
    # Where that version is there already, cargo leaves it alone.
    cargo install --quiet --locked --root "$cache" --target-dir "$cache/build" "$1@$2"
    export PATH=$cache/bin:$PATH
}
