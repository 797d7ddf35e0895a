#!/usr/bin/env bash
# Writes what a reader holds packages against: target/packages/shopkit-VERSION.cdx.json, the crates of the program for every system in
# CycloneDX (SBOM), and SHA256SUMS over everything in that folder. Run it after the other scripts.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=packaging/tools.sh
source packaging/tools.sh
cargo_tool cargo-cyclonedx 0.5.9
name=shopkit-$version.cdx
# It writes beside Cargo.toml.
trap 'rm -f "$name.json"' EXIT
cargo cyclonedx --quiet --format json --spec-version 1.5 --target all --override-filename "$name"
# It names where the source lies on this machine.
sed "s|file://$PWD#|file:///shopkit#|g" "$name.json" >"$packages/$name.json"
(cd "$packages" && find . -maxdepth 1 -type f ! -name SHA256SUMS -printf '%P\n' | sort | xargs sha256sum >SHA256SUMS && sha256sum --check --quiet SHA256SUMS)
cat "$packages/SHA256SUMS"
