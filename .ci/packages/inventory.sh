# The list of what is inside, for who has to know it (SBOM, CycloneDX). Read by `.ci/package`.

inventory() {
  local tool=$work/tools/bin/cargo-cyclonedx source=$work/source
  [ -x "$tool" ] || cargo install --quiet --locked --root "$work/tools" cargo-cyclonedx@0.5.9
  # It writes beside each manifest: a copy is left, and the work tree is as it was.
  rm -rf "$source"
  mkdir -p "$source"
  cp -r --parents Cargo.toml Cargo.lock src benches "$source"
  (cd "$source" && PATH=$work/tools/bin:$PATH cargo cyclonedx --quiet --format json --spec-version 1.5 --all \
    --target all --override-filename sbom)
  # Where that was is nobody's concern.
  sed "s|$source|/budget-disclosure|g" "$source/sbom.json" >"$out/budget-disclosure-$version.cdx.json"
  rm -rf "$source"
}
