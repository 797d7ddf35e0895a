#!/usr/bin/env bash
# Makes target/packages/shopkit-VERSION-py3-none-manylinux_2_31_x86_64.whl with maturin: the program as a Python package, which
# `pip install` and `uvx` turn into the command. It is installed with pip in an empty Debian 11 then, and does the main jobs there.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=packaging/tools.sh
source packaging/tools.sh
python_tools
maturin build --quiet --locked --release --zig --compatibility manylinux_2_31 --out "$packages"
package=$packages/shopkit-$version-py3-none-manylinux_2_31_x86_64.whl
rm -rf "$made/wheel"
python3 -m zipfile -e "$package" "$made/wheel"
names_no_folder "$made/wheel/shopkit-$version.data/scripts/shopkit"
ls -l "$package"

# shellcheck source=packaging/debian-11.sh
source packaging/debian-11.sh
cp "$package" "$system/tmp"
chroot "$system" pip3 install --quiet --no-index "/tmp/${package##*/}"
ci/smoke.sh chroot "$system" /usr/local/bin/shopkit
