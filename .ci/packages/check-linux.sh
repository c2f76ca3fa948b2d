# Packages for Linux in a bare Debian. Read by `.ci/packages/check`.

# Makes a bare Debian of the architecture $1 in $root, with the packages of its mirror at hand; fails where none can be made.
make_root() {
  local kept=$PWD/target/packaging/roots/$suite-$1.tar
  root=$work/root
  [ "$(id -u)" -eq 0 ] && command -v debootstrap >/dev/null && unshare --mount true || return 1
  # A foreign processor is one that the kernel can hand to qemu.
  [ "$1" = "$(dpkg --print-architecture)" ] || [ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ] || return 1
  mkdir -p "$root"
  if [ ! -f "$kept" ]; then
    debootstrap --variant=minbase --arch="$1" "$suite" "$root" "$mirror" >"$work/debootstrap.log" 2>&1 || return 1
    mkdir -p "$(dirname "$kept")"
    tar --create --one-file-system --directory="$root" --file="$kept.new" . && mv "$kept.new" "$kept"
  else
    tar --extract --directory="$root" --file="$kept"
  fi
  cp /etc/resolv.conf "$root/etc/resolv.conf"
}

# Does "$@" in the bare Debian. What is mounted there is gone with the shell that mounted it.
in_root() {
  # shellcheck disable=SC2016
  unshare --mount sh -euc 'root=$1; shift; mount -t proc proc "$root/proc"; exec chroot "$root" env -i \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' sh "$root" "$@"
}

quietly() { "$@" >"$work/said.txt" 2>&1 || { cat "$work/said.txt"; return 1; }; }

# The Debian package $2 for $1: what lintian, AppStream and the desktop say of it; installed, used, removed.
check_debian_package() {
  lintian --fail-on error "$2"
  desktop_files "$2"
  if ! make_root "$1"; then
    echo "not checked: $(basename "$2") in a bare Debian, since none could be made (debootstrap needs root, mounts of its own, a mirror, and qemu-user-static for another processor)"
    [ "$1" != "$(dpkg --print-architecture)" ] || unpacked "$2"
    return
  fi
  echo "  in a bare $suite ($1)"
  quietly in_root apt-get update -qq
  local began
  began=$(now)
  cp "$2" "$root/tmp/package.deb"
  quietly in_root apt-get install -y -qq --no-install-recommends /tmp/package.deb
  run() { in_root budget-disclosure "$@"; }
  use_program "$root/tmp" /tmp "$began"
  import_document "$root/tmp" /tmp
  in_root sh -euc 'test -s /usr/share/doc/budget-disclosure/manual.pdf; test -s /usr/share/doc/budget-disclosure/manual.html'
  # The same once more is an upgrade; then all goes, and what the user made stays.
  quietly in_root dpkg -i /tmp/package.deb
  quietly in_root apt-get purge -y -qq budget-disclosure
  rm -rf "$root"/var/{log,cache}
  nothing_left "$root" "$root/root/.local/state/budget-disclosure*"
  [ -s "$root/tmp/new.budget" ]
  echo "  removed; the file of the user is still there"
}

# The archive $2 for $1, from a folder of a Debian that has none of the libraries of a desktop.
check_archive() {
  if ! make_root "$1"; then
    echo "not checked: $(basename "$2") in a bare Debian, since none could be made"
    return
  fi
  echo "  from a folder of a bare $suite ($1)"
  local began
  began=$(now)
  mkdir -p "$root/media/stick"
  tar --extract --directory="$root/media/stick" --file="$2"
  local folder
  folder=/media/stick/$(basename "$2" | sed 's/\.tar\..*//')
  run() { in_root "$folder/budget-disclosure" "$@"; }
  use_program "$root/tmp" /tmp "$began"
  import_document "$root/tmp" /tmp
  cp -r tests/fixtures/forms/yunhan-2025 "$root/tmp/form"
  run forms add /tmp/form >/dev/null
  [[ -s $root$folder/data/forms/yunhan-2025/form.ron && ! -e $root/root/.local ]]
  echo "  what it keeps is beside it, and nowhere else"
  rm -r "${root:?}$folder"
  nothing_left "$root"
}

# What checkers of others say of what the Debian package $1 brings for the desktop.
desktop_files() {
  local tree=$work/tree share said page
  dpkg-deb --extract "$1" "$tree"
  share=$tree/usr/share
  desktop-file-validate "$share/applications/budget-disclosure.desktop"
  # No domain is the program's, from which an id could be made.
  appstreamcli validate --no-net --override=cid-desktopapp-is-not-rdns=info "$share/metainfo/budget-disclosure.metainfo.xml"
  for page in "$share"/man/man1/*.gz; do
    # What groff warns of is wrong on the page.
    said=$(zcat "$page" | groff -man -Tutf8 -ww -Kutf8 -P-c 2>&1 >/dev/null)
    [ -z "$said" ] || { echo "$(basename "$page"): $said"; exit 1; }
  done
  rm -rf "$tree"
}

# The Debian package $1 where no bare Debian can be made: unpacked, and used from there.
unpacked() {
  root=$work/root
  mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info" "$work/out"
  touch "$root/var/lib/dpkg/status"
  dpkg --root="$root" --force-not-root --force-depends --force-script-chrootless --install "$1"
  run() { "$root/usr/bin/budget-disclosure" "$@"; }
  use_program "$work/out" "$work/out" "$(now)"
  import_document "$work/out" "$work/out"
}
