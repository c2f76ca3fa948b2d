# Building the program for each system, and what that needs. Read by `.ci/package`.

# Installs what Debian has of "$@".
need_packages() {
  dpkg -s "$@" >/dev/null 2>&1 && return
  local sudo=""
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@"
}

# The commit and its date, for what is built and for every time that is written into a package.
tell_commit() {
  version=$(sed -n '/^\[workspace.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)
  if [ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$PWD" ]; then
    BUDGET_DISCLOSURE_COMMIT=$(git rev-parse --short=12 HEAD)
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
    if [ -n "$(git status --porcelain)" ]; then
      BUDGET_DISCLOSURE_COMMIT+=+
      echo "there are changes that are not committed: the packages are of no commit" >&2
    fi
    BUDGET_DISCLOSURE_DATE=$(date -d "@$SOURCE_DATE_EPOCH" +%F)
    export BUDGET_DISCLOSURE_COMMIT BUDGET_DISCLOSURE_DATE
  else
    # A source archive has no commit; its files have a date.
    SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(stat -c %Y Cargo.toml)}
  fi
  export SOURCE_DATE_EPOCH
}

# zig is a C compiler and linker that knows the symbols of every glibc; pinned by digest, in an environment of its own.
get_zig() {
  zig=$work/zig
  [ -x "$zig/bin/cargo-zigbuild" ] || {
    python3 -m venv "$zig"
    "$zig/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
      -r "$here/requirements.txt"
  }
}

# The oldest glibc of the systems in offices: Kylin V10, UOS 20.
glibc=2.28

target() {
  case $1 in
    amd64) echo x86_64-unknown-linux-gnu ;;
    arm64) echo aarch64-unknown-linux-gnu ;;
    windows) echo x86_64-pc-windows-gnu ;;
  esac
}

# Where the program for $1 is built.
program() {
  local name=budget-disclosure
  [ "$1" != windows ] || name+=.exe
  echo "$PWD/target/$(target "$1")/dist/$name"
}

# Builds for $1 with cargo and "${@:2}"; nothing of where that is done comes into the program.
build() {
  local target flags=""
  target=$(target "$1")
  # The time at which it was linked would be in it.
  [ "$1" != windows ] || flags="-C link-arg=-Wl,--no-insert-timestamp"
  [ -d "$(rustc --print target-libdir --target "$target")" ] || rustup target add "$target"
  echo "+ building for $1"
  RUSTFLAGS="--remap-path-prefix=$PWD=/budget-disclosure --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo $flags" \
    CARGO_INCREMENTAL=0 "${@:2}" --locked --profile dist --bin budget-disclosure
}

build_linux() {
  PATH=$zig/bin:$PATH build "$1" cargo zigbuild --target "$(target "$1").$glibc"
  # What the linker left open until the program starts must be there on the oldest system.
  local newest
  newest=$(readelf -W --dyn-syms "$(program "$1")" | grep -o 'GLIBC_2[0-9.]*' | sort -Vu | tail -n 1)
  echo "$1: needs $newest"
  [ "$(printf '%s\n' "GLIBC_$glibc" "$newest" | sort -V | tail -n 1)" = "GLIBC_$glibc" ]
}

build_windows() {
  CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc \
    build windows cargo build --target "$(target windows)"
}
