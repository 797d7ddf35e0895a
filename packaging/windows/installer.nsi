; Puts shopkit into the account's own programs, with an entry in the Start menu and an uninstaller. packaging/windows.sh calls it, with
; VERSION, FOLDER (what is installed), OUTPUT and ICON. No administrator is needed, and data are left alone.

Unicode true
!include MUI2.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\shopkit"

Name shopkit
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\shopkit"
RequestExecutionLevel user
SetCompressor /SOLID lzma
ManifestDPIAware true
BrandingText "shopkit ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName shopkit
VIAddVersionKey FileDescription "shopkit setup"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "The shopkit authors, MIT License"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\shopkit.exe"
!define MUI_FINISHPAGE_RUN_PARAMETERS serve
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE SimpChinese
!insertmacro MUI_LANGUAGE English

Section
    SetOutPath $INSTDIR
    File /r "${FOLDER}/*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\shopkit.lnk" "$INSTDIR\shopkit.exe"
    WriteRegStr HKCU "${UNINSTALL}" DisplayName shopkit
    WriteRegStr HKCU "${UNINSTALL}" DisplayVersion "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" DisplayIcon "$INSTDIR\shopkit.exe"
    WriteRegStr HKCU "${UNINSTALL}" Publisher "The shopkit authors"
    WriteRegStr HKCU "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" NoModify 1
    WriteRegDWORD HKCU "${UNINSTALL}" NoRepair 1
SectionEnd

Section Uninstall
    ; Only what was installed: somebody may keep files of their own in that folder.
    !include "${UNINSTALL_LIST}"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\shopkit.lnk"
    DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
