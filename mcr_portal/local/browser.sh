#!/bin/sh
# Makes sure that there is a Chromium to drive; only root can install one.
set -eu
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update >&2 && apt-get -qq install -y --no-install-recommends \
        chromium fonts-dejavu-core </dev/null >/dev/null && exit 0
fi
echo "The browser journeys need Chromium: install your system's package “chromium”." >&2
exit 1
