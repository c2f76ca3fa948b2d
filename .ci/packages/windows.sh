# Packages for Windows. Read by `.ci/package`.

# The program $1 and its texts into the folder $2, with the ends of lines that every editor of Windows knows.
windows_tree() {
  texts "$2"
  install -m 644 "$1" "$2/budget-disclosure.exe"
  # A mark of UTF-8 in front: older editors take Chinese for GBK otherwise.
  sed -i -e '1s/^/\xef\xbb\xbf/' -e 's/$/\r/' "$2"/*.txt "$2"/*.md
}

# The archive of the program $1 that runs from any folder.
portable_zip() {
  local tree name=budget-disclosure-$version-windows-x64
  tree=$(stage portable-windows)/$name
  windows_tree "$1" "$tree"
  touch "$tree/portable"
  settle "$tree"
  (cd "$(dirname "$tree")" && find "$name" | sort | zip -X -9 -q -@ "$out/$name.zip")
}

# The installer of the program $1.
installer() {
  local tree removed=$work/stage/removed.nsh kib
  tree=$(stage installer)
  windows_tree "$1" "$tree"
  settle "$tree"
  # What is installed is what is removed, file by file, then the folders that are empty.
  (
    cd "$tree"
    find . -type f | sort | sed 's|^\./||; s|/|\\|g; s|.*|  Delete "$INSTDIR\\&"|'
    find . -mindepth 1 -type d | sort -r | sed 's|^\./||; s|/|\\|g; s|.*|  RMDir "$INSTDIR\\&"|'
  ) >"$removed"
  kib=$(find "$tree" -type f -printf '%s\n' | awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
  makensis -V2 -INPUTCHARSET UTF8 -DSTAGE="$tree" -DOUT="$out/budget-disclosure-$version-setup.exe" \
    -DICON="$PWD/assets/icons/program.ico" -DVERSION="$version" -DSIZE="$kib" -DREMOVED="$removed" \
    "$data/windows/installer.nsi"
}
