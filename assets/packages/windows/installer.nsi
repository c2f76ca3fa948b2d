; The installer for Windows: for one user, without rights. `.ci/package` makes it with NSIS and says where things are:
; STAGE, what is installed; OUT, the installer; ICON; VERSION; SIZE, what is installed in KiB.
; Silent: budget-disclosure-setup.exe /S, perhaps with /D=FOLDER as the last argument; uninstall.exe /S.

; As the program, for processors of 64 bits: a Windows of 32 bits says itself that it cannot run it.
Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
; Same commit, same bytes.
SetDateSave off
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true

!include MUI2.nsh
!include WinVer.nsh
!include FileFunc.nsh

!define NAME "预算公开编辑器"
!define ID "budget-disclosure"
!define PROGRAM "${ID}.exe"
!define FILE_TYPE "BudgetDisclosure.budget"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define SHORTCUT "$SMPROGRAMS\${NAME}.lnk"

Name "${NAME}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${ID}"
; Where an earlier version is.
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "${NAME} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEPAGE_TEXT "只装给当前用户，不需要管理员权限，也不连接网络。$\r$\n$\r$\n已有的预算公开文件、设置和以前的版本都保持原样。$\r$\n$\r$\n单击“下一步”继续。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!define MUI_FINISHPAGE_RUN_TEXT "打开${NAME}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; Ends with a sentence and exit status 2, without asking anything where it is silent.
!macro REFUSE TEXT
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

; A program that runs cannot be replaced: nothing is changed then.
!macro REFUSE_RUNNING
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ClearErrors
    FileOpen $0 "$INSTDIR\${PROGRAM}" a
    ${If} ${Errors}
      !insertmacro REFUSE "${NAME}正开着。请先保存并关闭它，再运行一次。"
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    !insertmacro REFUSE "${NAME}需要 Windows 10 或更新的版本。"
  ${EndIf}
FunctionEnd

Section
  !insertmacro REFUSE_RUNNING
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${STAGE}\*.*"
  ${If} ${Errors}
    !insertmacro REFUSE "写不进 $INSTDIR。请换一个文件夹，或检查磁盘空间。"
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "${SHORTCUT}" "$INSTDIR\${PROGRAM}" "" "$INSTDIR\${PROGRAM}" 0

  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}" "" "预算公开文件"
  ; The second icon of the program.
  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}\DefaultIcon" "" "$INSTDIR\${PROGRAM},1"
  WriteRegStr HKCU "Software\Classes\${FILE_TYPE}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "Software\Classes\.budget" "" "${FILE_TYPE}"
  WriteRegStr HKCU "Software\Classes\.budget\OpenWithProgids" "${FILE_TYPE}" ""

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${RefreshShellIcons}
SectionEnd

Section "Uninstall"
  !insertmacro REFUSE_RUNNING
  ; Only what was installed goes: settings, earlier versions and files of the user stay.
  !include "${REMOVED}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "${SHORTCUT}"

  ReadRegStr $0 HKCU "Software\Classes\.budget" ""
  ${If} $0 == "${FILE_TYPE}"
    DeleteRegValue HKCU "Software\Classes\.budget" ""
  ${EndIf}
  DeleteRegValue HKCU "Software\Classes\.budget\OpenWithProgids" "${FILE_TYPE}"
  DeleteRegKey /ifempty HKCU "Software\Classes\.budget\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\.budget"
  DeleteRegKey HKCU "Software\Classes\${FILE_TYPE}"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  ${RefreshShellIcons}
SectionEnd
