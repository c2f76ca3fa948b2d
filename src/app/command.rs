//! Everything that a person can tell the program to do: one list from which menus, keys and help are made.

mod kinds;

use egui::{Key, KeyboardShortcut, Modifiers};

/// Something to do. Commands are collected while the window is drawn and carried out afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Start a new disclosure.
    New,
    /// Start next year's draft from this year's disclosure.
    RollForward,
    /// Open a file.
    Open,
    /// Import what a colleague sent.
    Import,
    /// Import what was copied elsewhere.
    ImportClipboard,
    /// Save.
    Save,
    /// Save under another name.
    SaveAs,
    /// Show the earlier versions of the file.
    Versions,
    /// Close the disclosure and return to the start page.
    Close,
    /// Leave the program.
    Quit,
    /// Take the last step back.
    Undo,
    /// Make it again.
    Redo,
    /// Copy the selected cells.
    Copy,
    /// Copy the selected cells and clear their amounts.
    Cut,
    /// Paste where the selection is.
    Paste,
    /// Fill the selection with its first row.
    FillDown,
    /// Fill the selection with its first column.
    FillRight,
    /// Clear the selected amounts.
    Clear,
    /// Edit the cell.
    EditCell,
    /// Select the whole table.
    SelectAll,
    /// Find amounts, names and codes.
    Find,
    /// Replace in names.
    Replace,
    /// Go to a cell by table, code and column.
    GoTo,
    /// Go to what the cell is computed from.
    Precedents,
    /// Go to where the cell is used.
    Dependents,
    /// Write or read the comments on the cell, its row or its table.
    Comment,
    /// Lock what is published, to comment and sign only.
    ReviewMode,
    /// Compare with another file.
    Compare,
    /// List the disclosures of a folder.
    Folder,
    /// Sign for the table that is shown.
    SignTable,
    /// Sign for all of it.
    SignAll,
    /// Change the body, the year or the kind.
    Heading,
    /// Add a row to the table.
    AddRow,
    /// Remove the selected rows.
    RemoveRows,
    /// Add copies of the selected projects.
    DuplicateRows,
    /// Give a row another code.
    Recode,
    /// Move a row up.
    MoveUp,
    /// Move a row down.
    MoveDown,
    /// Put the rows into the order of their codes.
    SortRows,
    /// Remove rows without amounts.
    RemoveEmptyRows,
    /// Add the codes of another table.
    TakeOverCodes,
    /// Load the year's own catalogue of codes.
    LoadCatalog,
    /// Make a performance table.
    AddPerformance,
    /// Show the table before.
    PreviousTable,
    /// Show the next table.
    NextTable,
    /// Go to the next finding.
    NextFinding,
    /// Go to the finding before.
    PreviousFinding,
    /// Go to what is to be filled in next.
    NextLeft,
    /// Say that what is shown is complete, or take that back.
    SayComplete,
    /// Say that the table that is shown is empty, or take that back.
    SayEmpty,
    /// Show or hide the list of findings.
    ToggleFindings,
    /// Compare last year's figures with last year's file.
    AgainstLastYear,
    /// Write the finished document.
    Export,
    /// Show the pages beside the grid, or no longer.
    TogglePreview,
    /// Write the list of findings to a file.
    ExportFindings,
    /// Show last year's figures beside this year's, or no longer.
    TogglePrior,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// Normal size.
    ZoomReset,
    /// Show the keys.
    Help,
    /// Show every rule that is checked.
    Rules,
    /// Say what the program is.
    About,
}

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

impl Command {
    /// All commands in the order of the menus.
    pub const ALL: [Self; 62] = [
        Self::New,
        Self::RollForward,
        Self::Open,
        Self::Import,
        Self::ImportClipboard,
        Self::Save,
        Self::SaveAs,
        Self::Versions,
        Self::Export,
        Self::Close,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::Cut,
        Self::Copy,
        Self::Paste,
        Self::Clear,
        Self::EditCell,
        Self::FillDown,
        Self::FillRight,
        Self::SelectAll,
        Self::Find,
        Self::Replace,
        Self::GoTo,
        Self::Precedents,
        Self::Dependents,
        Self::Comment,
        Self::ReviewMode,
        Self::Compare,
        Self::Folder,
        Self::SignTable,
        Self::SignAll,
        Self::Heading,
        Self::AddRow,
        Self::RemoveRows,
        Self::DuplicateRows,
        Self::Recode,
        Self::MoveUp,
        Self::MoveDown,
        Self::SortRows,
        Self::RemoveEmptyRows,
        Self::TakeOverCodes,
        Self::LoadCatalog,
        Self::AddPerformance,
        Self::PreviousTable,
        Self::NextTable,
        Self::NextFinding,
        Self::PreviousFinding,
        Self::NextLeft,
        Self::SayComplete,
        Self::SayEmpty,
        Self::ToggleFindings,
        Self::AgainstLastYear,
        Self::ExportFindings,
        Self::TogglePreview,
        Self::TogglePrior,
        Self::ZoomIn,
        Self::ZoomOut,
        Self::ZoomReset,
        Self::Help,
        Self::Rules,
        Self::About,
    ];

    /// What the menu says.
    pub fn text(self) -> &'static str {
        match self {
            Self::New => "新建…",
            Self::RollForward => "新建下一年度草稿…",
            Self::Open => "打开…",
            Self::Import => "导入…",
            Self::ImportClipboard => "从剪贴板导入…",
            Self::Save => "保存",
            Self::SaveAs => "另存为…",
            Self::Versions => "以前的版本…",
            Self::Close => "关闭文件",
            Self::Quit => "退出",
            Self::Undo => "撤销",
            Self::Redo => "重做",
            Self::Copy => "复制",
            Self::Cut => "剪切",
            Self::Paste => "粘贴",
            Self::FillDown => "向下填充",
            Self::FillRight => "向右填充",
            Self::Find => "查找…",
            Self::Replace => "替换名称…",
            Self::GoTo => "定位…",
            Self::Precedents => "怎样算出（去引用的单元格）",
            Self::Dependents => "用在哪里（去引用它的单元格）",
            Self::Comment => "批注…",
            Self::ReviewMode => "审阅模式（锁定内容）",
            Self::Compare => "与另一个文件比较…",
            Self::Folder => "文件夹列表与汇总核对…",
            Self::SignTable => "签审本表…",
            Self::SignAll => "签审全文…",
            Self::Clear => "清除金额",
            Self::EditCell => "编辑单元格",
            Self::SelectAll => "全选",
            Self::Heading => "单位与年度…",
            Self::AddRow => "增加行…",
            Self::RemoveRows => "删除行",
            Self::DuplicateRows => "复制项目行",
            Self::Recode => "更改科目…",
            Self::MoveUp => "上移",
            Self::MoveDown => "下移",
            Self::SortRows => "按科目编码排序",
            Self::RemoveEmptyRows => "删除没有金额的行",
            Self::TakeOverCodes => "从别的表带入科目…",
            Self::LoadCatalog => "载入当年科目表…",
            Self::AddPerformance => "增加绩效目标表…",
            Self::PreviousTable => "上一张表",
            Self::NextTable => "下一张表",
            Self::NextFinding => "下一处问题",
            Self::PreviousFinding => "上一处问题",
            Self::NextLeft => "下一处要填的",
            Self::SayComplete => "说本表（本部分）填完了",
            Self::SayEmpty => "说本表是空表",
            Self::ToggleFindings => "显示问题列表",
            Self::AgainstLastYear => "与上年文件核对…",
            Self::Export => "导出 PDF、Word、Excel…",
            Self::TogglePreview => "页面预览",
            Self::ExportFindings => "导出审阅表…",
            Self::TogglePrior => "对照上年文件…",
            Self::ZoomIn => "放大",
            Self::ZoomOut => "缩小",
            Self::ZoomReset => "实际大小",
            Self::Help => "快捷键",
            Self::Rules => "核对规则",
            Self::About => "关于",
        }
    }

    /// The key that does it. Keys that belong to the grid are handled there, so that text fields keep them.
    pub fn shortcut(self) -> Option<KeyboardShortcut> {
        let key = |modifiers, key| Some(KeyboardShortcut::new(modifiers, key));
        match self {
            Self::New => key(Modifiers::COMMAND, Key::N),
            Self::Open => key(Modifiers::COMMAND, Key::O),
            Self::Save => key(Modifiers::COMMAND, Key::S),
            Self::SaveAs => key(CTRL_SHIFT, Key::S),
            Self::Export => key(Modifiers::COMMAND, Key::E),
            Self::TogglePreview => key(Modifiers::COMMAND, Key::P),
            Self::Close => key(Modifiers::COMMAND, Key::W),
            Self::Quit => key(Modifiers::COMMAND, Key::Q),
            Self::Undo => key(Modifiers::COMMAND, Key::Z),
            Self::Redo => key(Modifiers::COMMAND, Key::Y),
            Self::Copy => key(Modifiers::COMMAND, Key::C),
            Self::Comment => key(Modifiers::SHIFT, Key::F2),
            Self::ReviewMode => key(CTRL_SHIFT, Key::R),
            Self::Cut => key(Modifiers::COMMAND, Key::X),
            Self::Paste => key(Modifiers::COMMAND, Key::V),
            Self::FillDown => key(Modifiers::COMMAND, Key::D),
            Self::FillRight => key(Modifiers::COMMAND, Key::R),
            Self::Find => key(Modifiers::COMMAND, Key::F),
            Self::Replace => key(Modifiers::COMMAND, Key::H),
            Self::GoTo => key(Modifiers::COMMAND, Key::G),
            Self::Precedents => key(Modifiers::COMMAND, Key::OpenBracket),
            Self::Dependents => key(Modifiers::COMMAND, Key::CloseBracket),
            Self::Clear => key(Modifiers::NONE, Key::Delete),
            Self::EditCell => key(Modifiers::NONE, Key::F2),
            Self::SelectAll => key(Modifiers::COMMAND, Key::A),
            Self::AddRow => key(Modifiers::NONE, Key::Insert),
            Self::RemoveRows => key(Modifiers::COMMAND, Key::Delete),
            Self::DuplicateRows => key(CTRL_SHIFT, Key::D),
            Self::MoveUp => key(Modifiers::ALT, Key::ArrowUp),
            Self::MoveDown => key(Modifiers::ALT, Key::ArrowDown),
            Self::PreviousTable => key(Modifiers::COMMAND, Key::PageUp),
            Self::NextTable => key(Modifiers::COMMAND, Key::PageDown),
            Self::NextFinding => key(Modifiers::NONE, Key::F8),
            Self::PreviousFinding => key(Modifiers::SHIFT, Key::F8),
            Self::NextLeft => key(Modifiers::NONE, Key::F6),
            Self::SayComplete => key(Modifiers::NONE, Key::F7),
            Self::SayEmpty => key(Modifiers::SHIFT, Key::F7),
            Self::ToggleFindings => key(Modifiers::NONE, Key::F9),
            Self::ZoomIn => key(Modifiers::COMMAND, Key::Plus),
            Self::ZoomOut => key(Modifiers::COMMAND, Key::Minus),
            Self::ZoomReset => key(Modifiers::COMMAND, Key::Num0),
            Self::Help => key(Modifiers::NONE, Key::F1),
            Self::Import
            | Self::ImportClipboard
            | Self::Versions
            | Self::TogglePrior
            | Self::Compare
            | Self::Folder
            | Self::SignTable
            | Self::SignAll
            | Self::ExportFindings
            | Self::Rules
            | Self::Heading
            | Self::About
            | Self::Recode
            | Self::SortRows
            | Self::RemoveEmptyRows
            | Self::TakeOverCodes
            | Self::RollForward
            | Self::AddPerformance
            | Self::AgainstLastYear
            | Self::LoadCatalog => None,
        }
    }

    /// The key in words: Ctrl+S.
    pub fn shortcut_text(self) -> String {
        self.shortcut().map_or_else(String::new, |shortcut| {
            let mut text = String::new();
            for (is_held, name) in [
                (shortcut.modifiers.command, "Ctrl+"),
                (shortcut.modifiers.shift, "Shift+"),
                (shortcut.modifiers.alt, "Alt+"),
            ] {
                if is_held {
                    text.push_str(name);
                }
            }
            text + match shortcut.logical_key {
                Key::Plus => "+",
                Key::Minus => "-",
                Key::Num0 => "0",
                Key::ArrowUp => "↑",
                Key::ArrowDown => "↓",
                Key::OpenBracket => "[",
                Key::CloseBracket => "]",
                Key::PageUp => "PageUp",
                Key::PageDown => "PageDown",
                key => key.name(),
            }
        })
    }
}
