# Packages for Windows. Read by `.ci/package`.

# The program $1 and its texts into the folder $2, with the ends of lines that every editor of Windows knows.
windows_tree() {
  texts "$2"
  install -m 644 "$1" "$2/budget-disclosure.exe"
  # A mark of UTF-8 in front: older editors take Chinese for GBK otherwise.
  sed -i -e '1s/^/\xef\xbb\xbf/' -e 's/$/\r/' "$2"/*.txt "$2"/*.md
}

# Makes $1 with NSIS from the folder $2, as the script $3 says, with more definitions "${@:4}".
nsis() {
  makensis -V2 -INPUTCHARSET UTF8 -DDATA="$data/windows" -DSTAGE="$2" -DOUT="$out/$1" -DICON="$PWD/assets/icons/program.ico" \
    -DVERSION="$version" "${@:4}" "$data/windows/$3"
}

# The program $1 as one file that unpacks itself into any folder.
portable_windows() {
  local tree
  tree=$(stage portable-windows)
  windows_tree "$1" "$tree"
  settle "$tree"
  nsis "budget-disclosure-$version-windows-x64-portable.exe" "$tree" portable.nsi
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
  nsis "budget-disclosure-$version-setup.exe" "$tree" installer.nsi -DSIZE="$kib" -DREMOVED="$removed"
}
