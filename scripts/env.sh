# Sourced by every make target: one compiler for server, WebAssembly, tests, clippy and fmt.
_has_wasm() { ls "$("$1" --print sysroot 2>/dev/null)"/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib >/dev/null 2>&1; }
if command -v rustc >/dev/null 2>&1 && _has_wasm rustc; then :
elif [ -x /usr/bin/rustc ] && _has_wasm /usr/bin/rustc; then
  if command -v rustup >/dev/null 2>&1 && rustup toolchain list 2>/dev/null | grep -q '^debian'; then
    export RUSTUP_TOOLCHAIN=debian
  else
    export PATH="/usr/bin:$PATH" RUSTC=/usr/bin/rustc
  fi
fi
export PATH="$PATH:$HOME/.cargo/bin"
