# Sourced, in the top folder, by what drives a browser: finds Chromium and node, and
# installs the packages into the build folder. Exports CIFRA_CHROMIUM and
# CIFRA_NODE_MODULES for browser.mjs.
browser_build=$(dirname "$(realpath "${CIFRA_RELEASE:-build/cifra}")")/browser

# Set missing to a sentence if a browser cannot be driven here.
find_browser() {
    local name
    missing=
    for name in ${CIFRA_CHROMIUM:-chromium chromium-browser google-chrome}; do
        CIFRA_CHROMIUM=$(command -v "$name") && break
    done
    export CIFRA_CHROMIUM
    [ -n "$CIFRA_CHROMIUM" ] || missing="there is no Chromium"
    command -v node >/dev/null && command -v npm >/dev/null || missing="there is no node or npm"
}

# Install just what package-lock.json names, each package checked by its hash, from
# whatever registry npm is set to; not again when that has been done.
install_packages() {
    export CIFRA_NODE_MODULES=$browser_build/node_modules
    cmp -s tests/browser/package-lock.json "$browser_build/installed.json" && return
    mkdir -p "$browser_build" &&
        cp tests/browser/package.json tests/browser/package-lock.json "$browser_build" &&
        (cd "$browser_build" && npm ci --ignore-scripts --no-audit --no-fund --silent) &&
        cp tests/browser/package-lock.json "$browser_build/installed.json" ||
        missing="npm could not install its packages"
}
