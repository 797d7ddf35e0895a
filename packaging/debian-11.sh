# shellcheck shell=bash
# Unpacks an empty Debian 11 to try a package in; other scripts source it, after packaging/tools.sh. It sets `system`, the folder, and
# ends the script with a message where the machine cannot do it.

untried() {
    echo "the package is not tried: $1" >&2
    exit "${SHOPKIT_STRICT:-0}"
}

[ "$(id -u)" = 0 ] || untried "only root can set up another system"
if ! command -v mmdebstrap >/dev/null; then
    (apt-get update && apt-get install -y --no-install-recommends mmdebstrap) >/dev/null 2>&1 ||
        untried "mmdebstrap could not be installed"
fi
if ! [ -e "$cache/debian-11.tar" ]; then
    # Debian moves what it no longer keeps up to its archive.
    for mirror in deb archive; do
        rm -f "$cache/debian-11.new.tar"
        mmdebstrap --quiet --variant=minbase --include=python3,python3-pip bullseye "$cache/debian-11.new.tar" \
            "http://$mirror.debian.org/debian" && mv "$cache/debian-11.new.tar" "$cache/debian-11.tar" && break
    done
    [ -e "$cache/debian-11.tar" ] || untried "Debian 11 could not be fetched"
fi

system=$(mktemp -d -p "$cache")
leave_system() {
    umount "$system/proc" 2>/dev/null || true
    rm -rf --one-file-system "$system"
}
trap leave_system EXIT
tar -xf "$cache/debian-11.tar" -C "$system" --exclude=./dev
mkdir -p "$system/dev"
# The program starts itself again to read old workbooks, which needs /proc.
mount -t proc proc "$system/proc" || untried "/proc could not be mounted"
for device in null zero random urandom; do
    cp -a "/dev/$device" "$system/dev"
done
