#!/usr/bin/env bash
# Makes target/packages/shopkit_VERSION_amd64.deb with cargo-deb, as Cargo.toml says. The package is installed in an empty Debian 11
# then, does the main jobs there, and is removed again.
set -euo pipefail
cd "$(dirname "$0")/.."

# shellcheck source=packaging/tools.sh
source packaging/tools.sh
cargo_tool cargo-deb 3.8.0
# shellcheck source=packaging/linux.sh
source packaging/linux.sh
# shellcheck source=packaging/pages.sh
source packaging/pages.sh
documents "$made/documents"
package=$packages/shopkit_${version}_amd64.deb
cargo deb --quiet --no-build --target "$target" --deb-revision "" --output "$package"
ls -l "$package"

# shellcheck source=packaging/debian-11.sh
source packaging/debian-11.sh
cp "$package" "$system/tmp"
chroot "$system" apt-get install --quiet --yes --option Dpkg::Use-Pty=0 "/tmp/${package##*/}"
ci/smoke.sh chroot "$system" shopkit
chroot "$system" apt-get purge --quiet --yes --option Dpkg::Use-Pty=0 shopkit
! [ -e "$system/usr/bin/shopkit" ] || { echo "FAILED: the program is still there after it was removed" >&2; exit 1; }
