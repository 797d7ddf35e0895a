#!/usr/bin/env bash
# Holds the lake to the reports: ci/lake.sh [OPTIONS of ci/lake.py]
#
# Three shops with 380,000 order lines are imported on a Spark cluster of two workers, one of which is killed, and in other orders without
# Spark; the data files have to be the same bytes. Then every question is asked of Spark, Sail and DuckDB, and has to give what the reports
# give. What this machine cannot do is said and skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

skip() {
    echo "skipped for the lake: $1" >&2
    exit 0
}

command -v python3 >/dev/null || skip "Python is not there"
command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" >/dev/null || skip "Java is not there"
# The engines are kept outside of the project, in ~/.cache/shopkit-lake or in $SHOPKIT_LAKE, for each list of what the package takes.
kept=${SHOPKIT_LAKE:-${XDG_CACHE_HOME:-$HOME/.cache}/shopkit-lake}
venv=$kept/$(cksum <lake/pyproject.toml | tr -d ' ')
if ! [ -e "$venv/is-whole" ]; then
    rm -rf "$venv"
    mkdir -p "$kept"
    python3 -m venv "$venv" 2>/dev/null || skip "python3 -m venv does not work"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "./lake[spark,sail,duckdb]" duckdb==2.0.1 ||
        skip "the engines could not be installed"
    touch "$venv/is-whole"
fi

# Of this tree, and not as it was installed.
export PYTHONPATH=$PWD/lake
"$venv/bin/python" -W error::SyntaxWarning -m unittest discover --start-directory lake/tests --top-level-directory lake
cargo build --locked --release
"$venv/bin/python" ci/lake.py "${CARGO_TARGET_DIR:-target}/release/shopkit" "$@"
