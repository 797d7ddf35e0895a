#!/usr/bin/env bash
# Makes target/packages/shopkit-VERSION-linux-x64.tar.gz: a folder with the program, its manual pages and completions. The package is
# unpacked into an empty Debian 11 then, and does the main jobs there.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=packaging/tools.sh
source packaging/tools.sh
# shellcheck source=packaging/linux.sh
source packaging/linux.sh
# shellcheck source=packaging/pages.sh
source packaging/pages.sh
name=shopkit-$version-linux-x64
folder=$made/$name
documents "$folder"
cp -r "$program" "$pages/man" "$pages/completions" "$folder"
tar -czf "$packages/$name.tar.gz" --owner=0 --group=0 --numeric-owner --sort=name -C "$made" "$name"
ls -l "$packages/$name.tar.gz"

# shellcheck source=packaging/debian-11.sh
source packaging/debian-11.sh
tar -xzf "$packages/$name.tar.gz" -C "$system/opt"
ci/smoke.sh chroot "$system" "/opt/$name/shopkit"
