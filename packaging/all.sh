#!/usr/bin/env bash
# Makes every package, tries each, and writes SBOM and checksums: target/packages has them then. Nothing is skipped.
set -euo pipefail
cd "$(dirname "$0")/.."

export SHOPKIT_STRICT=1
rm -rf target/packages
for script in tarball deb wheel windows sbom; do
    echo "== $script"
    "packaging/$script.sh"
done
