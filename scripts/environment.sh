# shellcheck shell=bash
# Makes and keeps .venv: finds a Python, creates the environment, installs exactly what the lock files say.
# Sourced by ./gateway, which sets ROOT. Everything here is silent and quick when nothing is to be done.

VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"

say() {
    local dim="" plain=""
    [ ! -t 2 ] || { dim=$'\033[2m' plain=$'\033[0m'; }
    printf '%s▸ %s%s\n' "$dim" "$*" "$plain" >&2
}
fail() {
    printf 'gateway: %s\n' "$*" >&2
    exit 1
}

# --- Python ------------------------------------------------------------------------------------------------

# A name on PATH proves nothing (pyenv leaves shims of versions that are not there): it must really run.
is_suitable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
can_make_environments() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# Prints the path of the Python to use: the newest that can make environments, else the newest at all.
find_python() {
    local name path second_best=""
    for name in python3.14 python3.13 python3.12 python3.11 python3 /usr/bin/python3; do
        while IFS= read -r path; do
            is_suitable "$path" || continue
            if can_make_environments "$path"; then
                printf '%s\n' "$path"
                return 0
            fi
            [ -n "$second_best" ] || second_best="$path"
        done < <(type -aP "$name" 2>/dev/null)
    done
    printf '%s' "$second_best"
}

is_root() { [ "$(id -u)" = 0 ]; }

# Debian and Ubuntu ship Python without ensurepip; the package that brings it carries the version in its name.
install_venv_support() {
    local python=$1 package log
    package="$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    command -v apt-get >/dev/null 2>&1 ||
        fail "$python cannot make environments (its modules venv and ensurepip are missing). Install them, or another Python 3.11+."
    is_root || fail "$python cannot make environments. Type this line and try again:
    sudo apt-get install $package"
    say "installing $package (as root, with apt-get)"
    log="$(mktemp)"
    {
        DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"
    } >"$log" 2>&1 </dev/null || {
        tail -n 20 "$log" >&2
        fail "apt-get could not install it. Type this line and try again:
    apt-get install python3-venv    (or: apt-get install $package)"
    }
    rm -f "$log"
}

# --- the environment ---------------------------------------------------------------------------------------

# What pip and uv say that no user can act on.
without_noise() {
    grep -vE 'Location .* is ignored|Running pip as the .root. user|^\[notice\]|^WARNING: There was an error checking the latest version|^$' >&2 || true
}

create_environment() {
    local python
    python="$(find_python)"
    if [ -z "$python" ]; then
        if command -v apt-get >/dev/null 2>&1; then
            fail "Python 3.11 or newer is needed and none was found. Type this line and try again:
    sudo apt-get install python3 python3-venv"
        fi
        fail "Python 3.11 or newer is needed and none was found (macOS: brew install python)."
    fi
    can_make_environments "$python" || install_venv_support "$python"
    say "making .venv with $("$python" -V 2>&1)"
    rm -rf "$VENV"
    "$python" -m venv "$VENV" || fail "$python could not make $VENV"
}

uv_works() { "$VENV/bin/uv" --version >/dev/null 2>&1; }

# Exactly the packages of a lock file, checked by hash; pip reads the same file where uv does not run.
install_lock() {
    local mode=$1 lock=$2
    if ! "$PYTHON" -m pip install --quiet --require-hashes -r "$ROOT/requirements-uv.lock" 2> >(without_noise) ||
        ! uv_works; then
        say "uv does not install here, going on with pip"
    fi
    say "installing $(grep -c '^[a-z0-9].*==' "$ROOT/$lock") packages of $lock"
    if uv_works; then
        local -a how=(install -r)
        [ "$mode" = exact ] && how=(sync)
        UV_PYTHON_DOWNLOADS=never "$VENV/bin/uv" pip "${how[@]}" "$ROOT/$lock" --quiet --require-hashes \
            --python "$PYTHON" 2> >(without_noise) && return 0
        say "uv could not do it, trying pip"
    fi
    "$PYTHON" -m pip install --quiet --require-hashes -r "$ROOT/$lock" 2> >(without_noise) ||
        fail "the packages of $lock could not be installed (see the lines above)"
}

# The source tree itself is put on the path by one line in the environment: nothing to build, always current.
link_source() {
    local site
    site="$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
    printf '%s\n' "$ROOT/src" >"$site/ocpp_gateway_source.pth"
}

# Two commands started at once must not both install. The folder is the lock: making one is atomic everywhere.
LOCKED=""
lock_environment() {
    local holder
    until mkdir "$ROOT/.venv.lock" 2>/dev/null; do
        holder="$(cat "$ROOT/.venv.lock/pid" 2>/dev/null || true)"
        if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
            rm -rf "$ROOT/.venv.lock"
        else
            sleep 0.3
        fi
    done
    printf '%s\n' "$$" >"$ROOT/.venv.lock/pid"
    LOCKED=yes
    trap unlock_environment EXIT
}
unlock_environment() {
    [ -z "$LOCKED" ] || rm -rf "$ROOT/.venv.lock"
    LOCKED=""
}

# The stamp: checksum of everything that decides what is installed, the place included (the link above).
fingerprint() {
    { printf '%s\n' "$ROOT" && cat "$ROOT"/requirements*.lock "$ROOT/pyproject.toml" "$ROOT/scripts/environment.sh"; } | cksum
}
is_current() {
    local level
    [ -x "$PYTHON" ] || return 1
    for level in "$@"; do
        [ "$(cat "$VENV/.gateway-$level" 2>/dev/null)" = "$FINGERPRINT" ] && return 0
    done
    return 1
}

# need run | dev | docs. The development environment holds everything that `run` needs, in the same versions.
need() {
    local level=$1 lock=requirements.lock
    local -a satisfied_by=("$level")
    case $level in
    run) satisfied_by=(run dev) ;;
    dev) lock=requirements-dev.lock ;;
    docs)
        need dev
        lock=requirements-docs.lock
        ;;
    esac
    FINGERPRINT="$(fingerprint)"
    is_current "${satisfied_by[@]}" && return 0
    lock_environment
    if ! is_current "${satisfied_by[@]}"; then
        is_suitable "$PYTHON" || create_environment
        if [ "$level" = docs ]; then
            install_lock added "$lock"
        else
            rm -f "$VENV"/.gateway-*
            install_lock exact "$lock"
            link_source
        fi
        printf '%s\n' "$FINGERPRINT" >"$VENV/.gateway-$level"
    fi
    unlock_environment
}
