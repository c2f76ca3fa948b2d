; The installer for Windows: for one user, without rights. `.ci/package` makes it with NSIS and says where things are:
; DATA, what NSIS reads beside this; STAGE, what is installed; OUT, the installer; ICON; VERSION; SIZE, what is installed in KiB.
; Silent: budget-disclosure-setup.exe /S, perhaps with /D=FOLDER as the last argument; uninstall.exe /S.

!include "${DATA}/common.nsh"
!include FileFunc.nsh

!define FILE_TYPE "BudgetDisclosure.budget"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define SHORTCUT "$SMPROGRAMS\${NAME}.lnk"

InstallDir "$LOCALAPPDATA\Programs\${ID}"
; Where an earlier version is.
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
ShowUninstDetails nevershow

VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"

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

Section
  !insertmacro UNPACK
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
