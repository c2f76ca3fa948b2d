; What the installer and the portable program have in common.

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

!define NAME "预算公开编辑器"
!define ID "budget-disclosure"
!define PROGRAM "${ID}.exe"

Name "${NAME}"
OutFile "${OUT}"
BrandingText "${NAME} ${VERSION}"
ShowInstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"

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

; Puts what is in STAGE where the user wants it.
!macro UNPACK
  !insertmacro REFUSE_RUNNING
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${STAGE}\*.*"
  ${If} ${Errors}
    !insertmacro REFUSE "写不进 $INSTDIR。请换一个文件夹，或检查磁盘空间。"
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    !insertmacro REFUSE "${NAME}需要 Windows 10 或更新的版本。"
  ${EndIf}
FunctionEnd
