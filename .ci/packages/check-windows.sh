# Packages for Windows under Wine. Read by `.ci/packages/check`.

# Makes a Windows 10 of one user in $drive; fails where there is no Wine.
make_windows() {
  wine=$(command -v /usr/lib/wine/wine64 || command -v wine64 || command -v wine) || return 1
  export WINEPREFIX=$work/wine WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LANG=zh_CN.UTF-8
  unset DISPLAY
  drive=$WINEPREFIX/drive_c
  quietly "$wine" wineboot -i || return 1
  quietly "$wine" reg add 'HKCU\Software\Wine' /v Version /d win10 /f
  random_numbers
}

# Wine before 9 lacks the source of random numbers of Windows 10: it gets one that asks that of Windows 7.
random_numbers() {
  local system=$drive/windows/system32
  [ ! -e "$system/bcryptprimitives.dll" ] || return 0
  cat >"$work/random.c" <<'END'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) { return SystemFunction036(bytes, (ULONG)count); }
END
  x86_64-w64-mingw32-gcc -shared -o "$system/bcryptprimitives.dll" "$work/random.c" -ladvapi32
}

# What the registry has under $1; nothing where there is no such key.
registered() {
  local said
  said=$("$wine" reg query "$1" /s 2>/dev/null | tr -d '\0\r') || return 0
  echo "$said"
}

# The folder $1 of this system as Windows calls it.
windows_path() { echo "Z:$1"; }

check_installer() {
  if ! make_windows; then
    echo "not checked: $(basename "$1") under Wine, which is not installed or does not start"
    return
  fi
  local began types='HKCU\Software\Classes' listed='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\budget-disclosure'
  echo "  under $("$wine" --version)"
  began=$(now)
  "$wine" "$(windows_path "$1")" /S
  local folder
  folder=$(echo "$drive"/users/*/AppData/Local/Programs/budget-disclosure)
  [[ -s $folder/budget-disclosure.exe && -s $folder/manual.pdf ]]
  run() { (cd "$drive" && "$wine" "$folder/budget-disclosure.exe" "$@"); }
  mkdir -p "$work/out"
  use_program "$work/out" "$(windows_path "$work/out")" "$began"
  import_document "$work/out" "$(windows_path "$work/out")"
  # What the Explorer asks: which program opens such a file, with which icon; where it is listed, and in the start menu.
  [[ $(registered "$types\\.budget") == *BudgetDisclosure.budget* ]]
  [[ $(registered "$types\\BudgetDisclosure.budget") == *'budget-disclosure.exe" "%1"'* ]]
  [[ $(registered "$listed") == *QuietUninstallString* ]]
  [ -n "$(find "$drive/users" -name '预算公开编辑器.lnk')" ]
  echo "  .budget opens with it; it is in the start menu and in the list of programs"
  run forms add "$(windows_path "$PWD/tests/fixtures/forms/yunhan-2025")" >/dev/null
  "$wine" "$(windows_path "$1")" /S
  [ -n "$(find "$drive/users" -path '*/forms/yunhan-2025/form.ron')" ]
  echo "  installed over itself, it keeps what the user added"
  "$wine" "$folder/uninstall.exe" /S
  # The uninstaller goes on in a copy of itself.
  for _ in $(seq 60); do [ -e "$folder" ] || break; sleep 0.5; done
  [[ ! -e $folder && -z $(find "$drive/users" -name '预算公开编辑器.lnk') ]]
  [ -z "$(registered "$types\\BudgetDisclosure.budget")$(registered "$types\\.budget")$(registered "$listed")" ]
  [[ -s $work/out/new.budget && -n $(find "$drive/users" -path '*/forms/yunhan-2025/form.ron') ]]
  echo "  removed: program, start menu, registry; the files and forms of the user are still there"
  "$(dirname "$wine")/wineserver64" -k 2>/dev/null || wineserver -k 2>/dev/null || true
}

check_portable() {
  if ! make_windows; then
    echo "not checked: $(basename "$1") under Wine, which is not installed or does not start"
    return
  fi
  local began folder
  began=$(now)
  mkdir -p "$work/out"
  folder=$drive/stick/budget
  "$wine" "$(windows_path "$1")" /S '/D=C:\stick\budget'
  run() { (cd "$drive" && "$wine" "$folder/budget-disclosure.exe" "$@"); }
  use_program "$work/out" "$(windows_path "$work/out")" "$began"
  import_document "$work/out" "$(windows_path "$work/out")"
  run forms add "$(windows_path "$PWD/tests/fixtures/forms/yunhan-2025")" >/dev/null
  [[ -s $folder/data/forms/yunhan-2025/form.ron && -z $(find "$drive/users" -iname '*budget-disclosure*') ]]
  echo "  what it keeps is beside it, and nowhere else"
  "$(dirname "$wine")/wineserver64" -k 2>/dev/null || wineserver -k 2>/dev/null || true
}
