# shellcheck shell=bash
# Prepares Wine with a drive of its own, after ci/windows-toolchain.sh; other scripts source it. It sets `wine`, and ends the script with a
# message where there is none.

wine=$(command -v wine || command -v wine64 || true)
[ -n "$wine" ] || skip "Wine could not be installed; what was built is not tried"
# Wine takes the letters of arguments and files from the locale.
export LC_ALL=C.UTF-8 WINEDEBUG=-all WINEPREFIX="$kept/wine" WINEDLLOVERRIDES="winemenubuilder.exe,mscoree,mshtml="
if ! [ -e "$WINEPREFIX/ready" ]; then
    rm -rf "$WINEPREFIX"
    "$wine" wineboot --init >/dev/null 2>&1
    if ! [ -e "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ]; then
        # Wine before 10 lacks what std takes random numbers from.
        x86_64-w64-mingw32-gcc -shared -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" ci/bcryptprimitives.c -ladvapi32
    fi
    # Temporary files on a drive that programs of both systems see by one name.
    "$wine" reg add 'HKCU\Environment' /v TEMP /d 'Z:\tmp' /f >/dev/null
    "$wine" reg add 'HKCU\Environment' /v TMP /d 'Z:\tmp' /f >/dev/null
    touch "$WINEPREFIX/ready"
fi
