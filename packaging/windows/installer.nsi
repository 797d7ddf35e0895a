; Puts shopkit into the account's own programs, with an entry in the Start menu and an uninstaller. packaging/windows.sh calls it, with
; VERSION, FOLDER (what is installed), UNINSTALL_LIST (how that is deleted), OUTPUT and ICON. No administrator is needed, and data are left alone.

Unicode true
!include LogicLib.nsh
!include MUI2.nsh

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\shopkit"

!define REPORTING "Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications"

Name shopkit
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\shopkit"
InstallDirRegKey HKCU "${UNINSTALL}" InstallLocation
AllowSkipFiles off
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
!define MUI_FINISHPAGE_RUN_PARAMETERS start-from-shortcut
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE SimpChinese
!insertmacro MUI_LANGUAGE English

LangString RUNNING ${LANG_SIMPCHINESE} "shopkit 正在运行。请在它的页面上点“停止”，再点“重试”。"
LangString RUNNING ${LANG_ENGLISH} "shopkit is running. Choose Stop on its page, then Retry."

; Ends here where the program runs: Windows neither replaces nor deletes it then.
!macro STOP_IF_RUNNING
    ${DoWhile} ${FileExists} "$INSTDIR\shopkit.exe"
        ClearErrors
        FileOpen $0 "$INSTDIR\shopkit.exe" a
        ${IfNot} ${Errors}
            FileClose $0
            ${ExitDo}
        ${EndIf}
        ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION $(RUNNING) /SD IDCANCEL IDCANCEL`
            SetErrorLevel 1
            Quit
        ${EndIf}
    ${Loop}
!macroend

Section
    !insertmacro STOP_IF_RUNNING
    ; An earlier version may have files that this one does not have.
    ${If} ${FileExists} "$INSTDIR\uninstall.exe"
        ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR'
    ${EndIf}
    SetOutPath $INSTDIR
    File /r "${FOLDER}/*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\shopkit.lnk" "$INSTDIR\shopkit.exe" start-from-shortcut
    WriteRegStr HKCU "${UNINSTALL}" DisplayName shopkit
    WriteRegStr HKCU "${UNINSTALL}" DisplayVersion "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" InstallLocation $INSTDIR
    WriteRegStr HKCU "${UNINSTALL}" DisplayIcon "$INSTDIR\shopkit.exe"
    WriteRegStr HKCU "${UNINSTALL}" Publisher "The shopkit authors"
    WriteRegStr HKCU "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" NoModify 1
    WriteRegDWORD HKCU "${UNINSTALL}" NoRepair 1
    ; A report of a crash would have what the program held in memory.
    WriteRegDWORD HKCU "${REPORTING}" shopkit.exe 1
SectionEnd

Section Uninstall
    !insertmacro STOP_IF_RUNNING
    ; Only what was installed: somebody may keep files of their own in that folder.
    !include "${UNINSTALL_LIST}"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\shopkit.lnk"
    DeleteRegKey HKCU "${UNINSTALL}"
    DeleteRegValue HKCU "${REPORTING}" shopkit.exe
SectionEnd
