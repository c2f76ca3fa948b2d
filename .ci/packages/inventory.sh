# The list of what is inside, for who has to know it (SBOM, CycloneDX). Read by `.ci/package`.

inventory() {
  python3 "$here/inside.py" sbom "$SOURCE_DATE_EPOCH" "${BUDGET_DISCLOSURE_COMMIT:-unknown}" \
    >"$out/budget-disclosure-$version.cdx.json"
}
