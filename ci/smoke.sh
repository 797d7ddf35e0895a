#!/usr/bin/env bash
# Tries the program where it was installed: ci/smoke.sh wine WINE EXE, or ci/smoke.sh chroot FOLDER PROGRAM
#
# It does what a seller does first: version, demo, importing from a folder with Chinese letters and a blank, an old workbook, a check,
# an export, a backup, the page, a double click on Windows, and deleting buyers' data. In the second form the program sees FOLDER as the
# root of the system.
set -euo pipefail
cd "$(dirname "$0")/.."
# `seen` writes a path as the program has it.
case $1 in
    wine)
        root=
        program=("$2" "$3")
        seen() { echo "Z:${1//\//\\}"; }
        ;;
    chroot)
        root=$2
        program=(chroot "$2" "$3")
        seen() { echo "${1#"$root"}"; }
        ;;
esac

work=$(mktemp -d -p "$root/tmp")
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
folder="$work/抖店 订单"
mkdir "$folder"
cp fixtures/sub-order-csv/*.csv "$folder/订单 导出.csv"
cp fixtures/xls/orders.xls "$folder/1768309609_旧版.xls"

database=$(seen "$work/我的 店铺.db")
shopkit() { "${program[@]}" --lang zh --db "$database" "$@" 2>&1 | tr -d '\r'; }

# Runs the program, which must say a text; codes above the allowed one are faults.
step() {
    local name=$1 most=$2 text=$3 said code=0
    shift 3
    said=$(shopkit "$@") || code=$?
    if [ "$code" -gt "$most" ] || ! grep -qF -- "$text" <<<"$said"; then
        printf '%s\n' "FAILED: $name (exit $code, expected: $text)" "$said" >&2
        exit 1
    fi
    if grep -qF '\\?\' <<<"$said"; then
        printf '%s\n' "FAILED: $name shows a path that people do not write" "$said" >&2
        exit 1
    fi
    echo "ok: $name"
}

step version 0 "shopkit $(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)" --version
step demo 1 "" demo
step "import from a folder with Chinese letters and a blank" 0 "订单 导出.csv" \
    import --exported-at "2026-01-12 20:16:49" "$(seen "$folder/订单 导出.csv")"
step "import of an old workbook" 1 "旧版.xls" import --shop 二店 "$(seen "$folder/1768309609_旧版.xls")"
step report 0 "合计" report sales --by month --shop default
step check 5 "" close-check --shop default
step export 0 "" export orders "$(seen "$work/导出.xlsx")" --shop default
[ -s "$work/导出.xlsx" ] || { echo "FAILED: the exported file is not there" >&2; exit 1; }
step backup 0 "" db backup "$(seen "$work/备份.db")"
[ -s "$work/备份.db" ] || { echo "FAILED: the backup is not there" >&2; exit 1; }

# The page, as a browser gets it.
"${program[@]}" --lang zh --db "$database" serve --no-open >"$work/address" 2>"$work/served" &
server=$!
for _ in $(seq 60); do [ -s "$work/address" ] && break; sleep 0.5; done
address=$(head -n 1 "$work/address" | tr -d '\r')
[[ $address =~ ^http://([a-z0-9.]+):([0-9]+)/(.*)$ ]] || { echo "FAILED: the page gives no address: $address" >&2; exit 1; }
host=${BASH_REMATCH[1]} port=${BASH_REMATCH[2]}
get() { curl --silent --show-error --max-time 60 --cookie "$work/cookies" --cookie-jar "$work/cookies" --resolve "$host:$port:127.0.0.1" "$1"; }
get "$address" >/dev/null
page=$(get "http://$host:$port/orders?period=all")
grep -qF 'lang="zh-CN"' <<<"$page" && grep -qF 'href="/orders/' <<<"$page" || { printf '%s\n' "FAILED: the page" "$page" >&2; exit 1; }
echo "ok: page"
kill "$server" && wait "$server" 2>/dev/null || true
server=

# A double click: Explorer starts the program, and nothing else is said.
if [ "$1" = wine ]; then
    SHOPKIT_DB=$database BROWSER=true "$2" explorer.exe /desktop=shopkit,800x600 "$(seen "$3")" >"$work/clicked" 2>&1 &
    server=$!
    for _ in $(seq 60); do grep -q '^http://' "$work/clicked" && break; sleep 0.5; done
    "$2" taskkill /F /IM "${3##*/}" >/dev/null 2>&1 || true
    kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true
    server=
    grep -q '^http://' "$work/clicked" || { echo "FAILED: a double click does not open the page" >&2; cat "$work/clicked" >&2; exit 1; }
    echo "ok: double click"
fi

step "deleting buyers' data" 0 "" db purge --contacts --yes
