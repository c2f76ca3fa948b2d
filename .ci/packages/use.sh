# What is done with a package that was installed. Read by `.ci/packages/check`.

# Seconds since $1, a time of `now`.
now() { date +%s.%N; }
since() { awk -v start="$1" -v end="$(now)" 'BEGIN { printf "%.1f s", end - start }'; }

# Uses the program. The command `run` starts it; the folder $1 is called $2 in its system. It was installed, or begun to be, at
# the time $3.
use_program() {
  local out=$1 called=$2 began=$3 start status=0 said
  cp assets/samples/urumqi-2025.budget "$out/urumqi.budget"
  sed -e 's/^    format: [0-9]*,/    format: 99,/' -e 's/^    program: ".*",/    program: "99.0.0",/' \
    assets/samples/urumqi-2025.budget >"$out/later.budget"
  start=$(now)
  run --version
  echo "  started in $(since "$start")"
  run new --body 某单位 --year 2026 --form xinjiang-2025 -o "$called/new.budget"
  [ -s "$out/new.budget" ]
  run check "$called/urumqi.budget" >"$out/checked.txt" || [ $? -eq 1 ]
  run export "$called/urumqi.budget" -o "$called/out.pdf"
  [ "$(head -c 5 "$out/out.pdf")" = %PDF- ]
  echo "  from the package to a PDF of $(stat -c %s "$out/out.pdf") bytes: $(since "$began")"
  # What a program of a later version wrote is refused, in a sentence, and stays as it is.
  said=$(run check "$called/later.budget" 2>&1) || status=$?
  [ "$status" -eq 2 ] && [[ $said == *更新版本的程序保存* && $said == *99.0.0* ]] || { echo "a later format: $status, $said"; exit 1; }
  echo "  a file of a later format is refused: ${said##*：}"
}

# Reads a document that came from elsewhere, after `use_program` with the same $1 and $2.
import_document() {
  run export "$2/urumqi.budget" -o "$2/out.docx"
  run import "$2/out.docx" -o "$2/back.budget" >/dev/null
  [ -s "$1/back.budget" ]
  echo "  a document was read in a process of its own"
}

# Says that nothing of the program is below $1 any more, but for what $2 (a pattern of paths) names.
nothing_left() {
  local left
  left=$(find "$1" -xdev -iname '*budget-disclosure*' -not -path "${2:-/nowhere}" -not -path '*/proc/*')
  [ -z "$left" ] || { echo "left behind: $left"; exit 1; }
}
