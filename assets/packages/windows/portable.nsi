; The portable program for Windows as one file that unpacks itself into a folder, and does nothing else: an archive that every
; Explorer opens would be larger than the mail of an office lets through. `.ci/package` makes it with NSIS, as the installer.
; Silent: budget-disclosure-windows-x64-portable.exe /S, perhaps with /D=FOLDER as the last argument.

!include "${DATA}/common.nsh"

; Beside itself, on a stick or in a shared folder; unpacked over an earlier version it leaves what that kept.
InstallDir "$EXEDIR\${ID}"

VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 免安装版"

!define MUI_DIRECTORYPAGE_TEXT_TOP "只解开到一个文件夹里，不安装，不改注册表。放在硬盘、共享文件夹或 U 盘里都可以，设置也存在这个文件夹里。$\r$\n$\r$\n已经有一份的，选它的文件夹就是升级，设置不变。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "打开${NAME}"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_LANGUAGE "SimpChinese"

; With a file of this name beside it the program keeps its settings there, too. Who took it away from a copy that several
; people use wants it to stay away when that is brought up to date.
Section
  StrCpy $R9 "new"
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    StrCpy $R9 "old"
  ${EndIf}
  !insertmacro UNPACK
  ${If} $R9 == "new"
    FileOpen $R8 "$INSTDIR\portable" w
    FileClose $R8
  ${EndIf}
SectionEnd
