# What lies beside the program in every package. Read by `.ci/package`.

# The man pages and completions, as the program at $1 writes them.
shell_files() {
  shell=$work/stage/shell
  mkdir -p "$shell"
  "$1" shell-files "$shell"
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

# Readme, licence, changes and samples into the folder $1.
texts() {
  mkdir -p "$1/samples"
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
