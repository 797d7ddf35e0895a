# shellcheck shell=bash
# Prepares Wine with a drive of its own, after ci/windows-toolchain.sh; other scripts source it. It sets `wine`, and ends the script with a
# message where there is none.


