#!/bin/sh
# A browser and Chinese fonts for the page tests. Debian's where we may install it, else Playwright's.
set -e
if [ -x /usr/bin/chromium ] || [ -n "$FIREDUTY_CHROMIUM" ]; then
    exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
else
    "${VENV:-.venv}/bin/playwright" install chromium
fi
