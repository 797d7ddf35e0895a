#!/usr/bin/env bash
# Builds shopkit for Windows, and tries it under Wine: ci/windows.sh [--full]
#
# Clippy looks at all targets, then the program does the main jobs (ci/smoke.sh); with --full the whole suite runs as well. What
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
ci/smoke.sh wine "$wine" "$CARGO_TARGET_DIR/$target/debug/shopkit.exe"
if [ "${1:-}" = --full ]; then
    export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER=$wine
    cargo test "${on_windows[@]}" --no-fail-fast
fi
