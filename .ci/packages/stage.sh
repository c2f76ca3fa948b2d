# What lies beside the program in every package. Read by `.ci/package`.

# What the program at $1 writes itself: man pages and completions, and the manual.
written_files() {
  shell=$work/stage/shell manual=$work/stage/manual
  mkdir -p "$shell" "$manual"
  "$1" shell-files "$shell"
  "$1" manual -o "$manual/manual.pdf"
  "$1" manual -o "$manual/manual.html"
}

# What is read about the program into the folder $1: the manual, how forms are written, what files and JSON hold.
pages() {
  install -D -m 644 -t "$1" "$manual/manual.pdf" "$manual/manual.html"
  install -m 644 assets/forms/README.md "$1/forms.txt"
  install -m 644 assets/forms/rules.md "$1/rules.txt"
  install -m 644 assets/samples/README.md "$1/files.txt"
}

# An empty folder for the package $1.
stage() {
  local folder=$work/stage/$1
  rm -rf "$folder"
  mkdir -p "$folder"
  echo "$folder"
}

# Everything below $1 is as old as the commit.
settle() {
  find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# Readme, licence, changes, manual and samples into the folder $1.
texts() {
  mkdir -p "$1/samples"
  pages "$1"
  sed "s/@VERSION@/$version/" "$data/readme.txt" >"$1/README.txt"
  cp LICENSE "$1/LICENSE.txt"
  cp assets/CHANGELOG.md "$1/"
  cp assets/samples/*.budget "$1/samples/"
  chmod -R u=rwX,go=rX "$1"
}

# The releases of the changes, as AppStream has them.
releases() {
  sed -n 's|^## \([0-9.]*\)（\([0-9-]*\)）$|    <release version="\1" date="\2"/>|p' assets/CHANGELOG.md
}

# The sums of all packages, their sizes, and whether one is too large.
sums() {
  (cd "$out" && sha256sum -- * >SHA256SUMS && ls -l --block-size=1 | awk 'NR > 1 { printf "%12d  %s\n", $5, $NF }')
  local large
  large=$(find "$out" -size +"$limit"c)
  [ -z "$large" ] || { echo "larger than $limit bytes: $large" >&2; return 1; }
}
