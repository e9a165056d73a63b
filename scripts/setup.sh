#!/usr/bin/env bash
# Installs what is missing to build, run and test the portal. Safe to repeat; says what it does and how long it takes.
#   scripts/setup.sh run     what `make run` needs (compiler, WebAssembly target, linker, sass, wasm-opt)
#   scripts/setup.sh test    the same, and PostgreSQL, Chromium and the browser test tools
# Source scripts/env.sh afterwards: it chooses the compiler that this set-up found.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}
say() { printf '\033[1m[cài đặt / set-up]\033[0m %s\n' "$*"; }
have() { command -v "$1" >/dev/null 2>&1; }
sudo_() { if [ "$(id -u)" = 0 ]; then "$@"; elif have sudo; then sudo "$@"; else say "cần quyền root để chạy: $*"; return 1; fi; }
missing=()
want() { dpkg -s "$1" >/dev/null 2>&1 || missing+=("$1"); }
apt_install() {
  [ ${#missing[@]} -gt 0 ] || return 0
  say "apt-get install ${missing[*]} (1-3 minutes)"
  sudo_ apt-get update -qq
  sudo_ env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  missing=()
}

# 1. Linker, C compiler, Node.js (for sass and wasm-opt)
if have apt-get; then
  have cc || want gcc; have cc || want libc6-dev
  have mold || want mold
  have make || want make
  have node || { want nodejs; want npm; }
  if [ "$purpose" = test ]; then
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || want postgresql
    [ -n "${PORTAL_CHROMIUM:-}" ] || have chromium || want chromium
  fi
  apt_install
else
  for tool in cc mold node npm; do have "$tool" || { say "thiếu $tool: hãy cài bằng trình quản lý gói của máy (missing $tool)"; exit 1; }; done
fi

# 2. Compiler with the wasm32 target: rustup's where it can add it, else Debian's with a standard library built once.
wasm_of() { [ -n "$(ls "$("$1" --print sysroot)"/lib/rustlib/wasm32-unknown-unknown/lib/*.rlib 2>/dev/null | head -1)" ]; }
debian_wasm() {
  local libs=/usr/lib/rustlib/wasm32-unknown-unknown/lib
  [ -d /usr/lib/rustlib/wasm32-unknown-unknown ] && ls $libs/libstd-*.rlib >/dev/null 2>&1 && return 0
  for p in rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web lld-22; do want "$p"; done
  apt_install
  say "xây thư viện chuẩn WebAssembly (building the WebAssembly standard library, about 75 s, once)"
  local host; host=$(/usr/bin/rustc -vV | sed -n 's/^host: //p')
  sudo_ mkdir -p "/usr/lib/rustlib/$host/bin"
  sudo_ ln -sf /usr/bin/lld-22 "/usr/lib/rustlib/$host/bin/rust-lld"
  local tmp; tmp=$(mktemp -d)
  mkdir "$tmp/src"; printf '[package]\nname="empty"\nversion="0.0.0"\nedition="2021"\n[lib]\ncrate-type=["cdylib"]\n' >"$tmp/Cargo.toml"; : >"$tmp/src/lib.rs"
  (cd "$tmp" && RUSTUP_TOOLCHAIN= RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo build --quiet --release -Z build-std=std,panic_abort --target wasm32-unknown-unknown)
  sudo_ mkdir -p $libs
  sudo_ cp "$tmp"/target/wasm32-unknown-unknown/release/deps/*.rlib $libs/
  rm -rf "$tmp"
}
if have rustc && wasm_of rustc && [ ! -x /usr/lib/rustlib/wasm32-unknown-unknown/lib ]; then
  say "trình biên dịch: $(rustc --version), đã có wasm32"
elif have rustup && timeout 120 rustup target add wasm32-unknown-unknown >/dev/null 2>&1 && wasm_of rustc; then
  say "trình biên dịch của rustup, đã thêm wasm32 (rustup added the target)"
elif have apt-get; then
  say "rustup không thêm được wasm32: dùng trình biên dịch của Debian (using Debian's compiler)"
  debian_wasm
  if have rustup; then rustup toolchain link debian /usr >/dev/null 2>&1 || true; fi
  say "trình biên dịch: $(/usr/bin/rustc --version)"
else
  say "không có đích wasm32-unknown-unknown: hãy cài rustup rồi chạy: rustup target add wasm32-unknown-unknown"; exit 1
fi

# 3. Packages from npm: sass, wasm-opt, fonts; Playwright and axe for the tests
lock=$(sha256sum package-lock.json | cut -c1-16)
if [ "$(cat node_modules/.lock 2>/dev/null)" != "$lock" ]; then
  say "npm ci (10-60 s)"
  PUPPETEER_SKIP_DOWNLOAD=1 PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error
  echo "$lock" >node_modules/.lock
fi
if [ "$purpose" = test ] && ! have cargo-nextest; then
  say "cargo install cargo-nextest (5-8 minutes, once)"
  . scripts/env.sh
  cargo install cargo-nextest --quiet
fi
say "xong"
