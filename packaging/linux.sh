# shellcheck shell=bash
# Builds shopkit for any Linux with glibc 2.31 or later, as Debian 11 has it, with zig as the linker; other scripts source it, after
# packaging/tools.sh. It sets `target` and `program`.

target=x86_64-unknown-linux-gnu
python_tools
cargo zigbuild --locked --release --target "$target.2.31"
program=${CARGO_TARGET_DIR:-target}/$target/release/shopkit
names_no_folder "$program"
