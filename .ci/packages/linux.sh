# Packages for Linux. Read by `.ci/package`.

# Puts the program $1 and what a desktop knows of it below $2, as Debian has it.
install_tree() {
  local name=budget-disclosure tree=$2 share=$2/usr/share size page
  install -D -m 755 "$1" "$tree/usr/bin/$name"
  install -D -m 644 -t "$share/applications" "$data/linux/$name.desktop"
  install -D -m 644 -t "$share/mime/packages" "$data/linux/$name.xml"
  mkdir -p "$share/metainfo"
  releases >"$work/stage/releases"
  sed -e "/@RELEASES@/{r $work/stage/releases" -e 'd}' "$data/linux/$name.metainfo.xml" >"$share/metainfo/$name.metainfo.xml"
  for size in 16 22 24 32 48 64 128 256 512; do
    install -D -m 644 "assets/icons/program-$size.png" "$share/icons/hicolor/${size}x$size/apps/$name.png"
    install -D -m 644 "assets/icons/document-$size.png" \
      "$share/icons/hicolor/${size}x$size/mimetypes/application-x-$name.png"
  done
  install -D -m 644 assets/icons/program.svg "$share/icons/hicolor/scalable/apps/$name.svg"
  install -D -m 644 assets/icons/document.svg "$share/icons/hicolor/scalable/mimetypes/application-x-$name.svg"

  mkdir -p "$share/man/man1"
  for page in "$shell"/*.1; do
    gzip -9n <"$page" >"$share/man/man1/$(basename "$page").gz"
  done
  install -D -m 644 "$shell/$name.bash" "$share/bash-completion/completions/$name"
  install -D -m 644 -t "$share/zsh/vendor-completions" "$shell/_$name"
  install -D -m 644 -t "$share/fish/vendor_completions.d" "$shell/$name.fish"

  install -D -m 644 -t "$share/doc/$name/examples" assets/samples/*.budget
  pages "$share/doc/$name"
  install -D -m 644 "$data/linux/copyright" "$share/doc/$name/copyright"
  gzip -9n <assets/CHANGELOG.md >"$share/doc/$name/NEWS.gz"
  gzip -9n >"$share/doc/$name/changelog.gz" <<END
$name ($version) unstable; urgency=medium

  * See NEWS.gz.

 -- $(maintainer)  $(date -R -d "@$SOURCE_DATE_EPOCH")
END
  install -D -m 644 "$data/linux/lintian-overrides" "$share/lintian/overrides/$name"
}

maintainer() { sed -n 's/^Maintainer: //p' "$data/linux/control"; }

# The Debian package for $1 of the program $2.
debian_package() {
  local tree control
  tree=$(stage "deb-$1")
  install_tree "$2" "$tree"
  chmod -R u=rwX,go=rX "$tree"
  control=$tree/DEBIAN
  mkdir "$control"
  (cd "$tree" && find usr -type f | sort | xargs -d '\n' md5sum) >"$control/md5sums"
  local kib
  kib=$(find "$tree/usr" -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
  sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$1/" -e "s/@SIZE@/$kib/" "$data/linux/control" >"$control/control"
  settle "$tree"
  # dpkg of Kylin V10 and UOS 20 knows no newer compression.
  dpkg-deb --root-owner-group -Zxz -z"$compression" --threads-max=1 --build "$tree" "$out/budget-disclosure_${version}_$1.deb" >/dev/null
}

# The archive for $1 of the program $2 that runs from any folder. With gzip it would be a quarter larger.
portable_archive() {
  local tree name=budget-disclosure-$version-linux-$1
  tree=$(stage "portable-$1")/$name
  texts "$tree"
  install -m 755 "$2" "$tree/budget-disclosure"
  touch "$tree/portable"
  settle "$tree"
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --format=gnu --directory="$(dirname "$tree")" "$name" |
    xz -9 --threads=1 >"$out/$name.tar.xz"
}
