#!/usr/bin/env bash
# Writes target/packages/shopkit-VERSION.cdx.json, the crates of the program for every system in CycloneDX (SBOM), and SHA256SUMS over all
# packages, which must be there and may have 20 MB each. Run it after the other scripts.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=packaging/tools.sh
source packaging/tools.sh
cargo_tool cargo-cyclonedx 0.5.9
name=shopkit-$version.cdx
# It writes beside Cargo.toml.
beside=$PWD/$name.json
trap 'rm -f "$beside"' EXIT
cargo cyclonedx --quiet --format json --spec-version 1.5 --target all --override-filename "$name"
# It names where the source lies on this machine.
sed "s|file://$PWD#|file:///shopkit#|g" "$beside" >"$packages/$name.json"
names_no_folder "$packages/$name.json"

cd "$packages"
files=(
    "shopkit-$version-linux-x64.tar.gz" "shopkit-$version-py3-none-manylinux_2_31_x86_64.whl" "shopkit-$version-windows-x64-setup.exe"
    "shopkit-$version-windows-x64.zip" "shopkit_${version}_amd64.deb" "$name.json"
)
for file in "${files[@]}"; do
    [ "$(stat -c %s "$file")" -le 20000000 ] || { echo "FAILED: $file is larger than 20 MB" >&2; exit 1; }
done
sha256sum "${files[@]}" | tee SHA256SUMS
sha256sum --check --quiet SHA256SUMS
