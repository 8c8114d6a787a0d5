#!/usr/bin/env bash
# What the site's scripts compute, without a browser.
exec node --test tests/scripts/test_find.cjs tests/scripts/test_explore.cjs \
    tests/scripts/test_pin.cjs
