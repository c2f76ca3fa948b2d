//! The table of all commands, in the order of the menus.
//!
//! A line is: name, its letter in the menu, keys, what it needs, what it changes, what it does. Braces hold the groups of a menu, between which
//! it draws lines. A command that is not in a menu, or that nobody carries out, does not compile.

use egui::Key::{
    A, ArrowDown, ArrowUp, C, CloseBracket, D, Delete, E, Equals, F, F1, F2, F4, F5, F6, F7, F8, F9, G, H, Insert,
    Minus, N, Num0, O, OpenBracket, P, PageDown, PageUp, Plus, Q, R, S, V, W, X, Y, Z,
};

use super::Changes::{self, Contents, History, Review};
use super::Deed::{Do, InCells, InFocus, Switch};
use super::Keys::{self, Anywhere, AtCells, AtParagraphs, BySystem};
use super::Need::{Cells, Disclosure, DoneStep, Figures, Nothing, Paragraphs, UndoneStep};
use super::keys::{alt, ctrl, ctrl_alt, ctrl_shift, plain, shift};
use super::{CellsDeed, Entry};
use crate::app::window::Window;
use disclosure_engine::disclosure::Said;

/// It changes nothing in the disclosure, or nothing by itself: a dialog comes first.
const LOOKS: Changes = Changes::Nothing;
/// It has no key.
const NO_KEY: Keys = Keys::None;

macro_rules! commands {
    ($(
        $menu:ident $title:literal $menu_letter:ident $({
            $($(#[$doc:meta])* $command:ident: $name:literal, $letter:ident, $keys:expr, $needs:expr, $changes:expr, $deed:expr;)+
        })+
    )+) => {
        /// Something to do. Commands are collected while the window is drawn and carried out afterwards.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Command {
            $($($($(#[$doc])* $command,)+)+)+
        }

        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Menu {
            $($menu,)+
        }

        impl Command {
            /// All commands in the order of the menus.
            pub const ALL: [Self; [$($($(stringify!($command),)+)+)+].len()] = [$($($(Self::$command,)+)+)+];

            /// The key that takes it while its menu is open.
            pub fn letter(self) -> egui::Key {
                match self {
                    $($($(Self::$command => egui::Key::$letter,)+)+)+
                }
            }

            /// What there is to know of it.
            pub fn entry(self) -> &'static Entry {
                match self {
                    $($($(Self::$command => {
                        const ENTRY: Entry =
                            Entry { name: $name, keys: $keys, needs: $needs, changes: $changes, deed: $deed };
                        &ENTRY
                    })+)+)+
                }
            }
        }

        impl Menu {
            /// All menus from left to right.
            pub const ALL: [Self; [$($title,)+].len()] = [$(Self::$menu,)+];

            /// What the bar of menus says.
            pub fn title(self) -> &'static str {
                match self {
                    $(Self::$menu => $title,)+
                }
            }

            /// The key that opens it, with Alt.
            pub fn letter(self) -> egui::Key {
                match self {
                    $(Self::$menu => egui::Key::$menu_letter,)+
                }
            }

            pub fn groups(self) -> &'static [&'static [Command]] {
                match self {
                    $(Self::$menu => &[$(&[$(Command::$command,)+],)+],)+
                }
            }
        }
    };
}

commands! {
    File "文件" F {
        /// Start a new disclosure.
        New: "新建…", N, Anywhere(&[ctrl(N)]), Nothing, LOOKS, Do(Window::begin_new);
        /// Start next year's draft from this year's disclosure.
        RollForward: "从上年文件新建…", Y, Anywhere(&[ctrl_shift(N)]), Nothing, LOOKS, Do(Window::begin_roll);
        /// Open a file.
        Open: "打开…", O, Anywhere(&[ctrl(O)]), Nothing, LOOKS, Do(Window::begin_open);
    } {
        /// Import what a colleague sent.
        Import: "导入…", I, NO_KEY, Nothing, LOOKS, Do(Window::ask_to_import);
        /// Import what was copied elsewhere.
        ImportClipboard: "从剪贴板导入…", B, NO_KEY, Nothing, LOOKS, Do(Window::import_clipboard);
        /// Show which forms there are, and add one.
        Forms: "表式…", T, NO_KEY, Nothing, LOOKS, Do(|window, _| window.show_forms());
        /// Which lists of codes are used, and load one of a year.
        Catalogs: "科目表…", K, NO_KEY, Nothing, LOOKS, Do(|window, _| window.show_catalogs());
    } {
        Save: "保存", S, Anywhere(&[ctrl(S)]), Disclosure, LOOKS, Do(Window::save);
        /// Save under another name.
        SaveAs: "另存为…", A, Anywhere(&[ctrl_shift(S)]), Disclosure, LOOKS, Do(Window::save_as);
        /// Show the earlier versions of the file.
        Versions: "以前的版本…", V, NO_KEY, Disclosure, LOOKS, Do(|window, _| window.show_versions());
        /// Write the finished document.
        Export: "导出…", E, Anywhere(&[ctrl(E)]), Disclosure, LOOKS, Do(Window::begin_export);
        /// Write the finished document in all formats.
        ExportAll: "导出全套到文件夹…", L, NO_KEY, Disclosure, LOOKS, Do(Window::begin_export_of_all);
    } {
        /// Write the charts as a picture.
        SaveCharts: "图表存为图片…", G, NO_KEY, Disclosure, LOOKS, Do(Window::ask_to_save_charts);
    } {
        /// Close the disclosure and return to the start page.
        Close: "关闭文件", C, Anywhere(&[ctrl(W)]), Disclosure, LOOKS, Do(Window::close);
    } {
        Quit: "退出", X, Anywhere(&[ctrl(Q)]), Nothing, LOOKS, Do(Window::quit);
    }
    Edit "编辑" E {
        /// Take the last step back.
        Undo: "撤销", U, Anywhere(&[ctrl(Z)]), DoneStep, History, InFocus(|window, _| window.undo());
        Redo: "重做", R, Anywhere(&[ctrl(Y), ctrl_shift(Z)]), UndoneStep, History, InFocus(|window, _| window.redo());
    } {
        /// Copy the selected cells and clear their amounts.
        Cut: "剪切", T, BySystem(&[ctrl(X)]), Disclosure, Contents, InFocus(Window::cut_in_focus);
        /// Copy the selected cells.
        Copy: "复制", C, BySystem(&[ctrl(C)]), Disclosure, LOOKS, Do(Window::copy);
        Paste: "粘贴", P, BySystem(&[ctrl(V)]), Disclosure, Contents, InFocus(Window::paste_in_focus);
        /// Clear the selected amounts.
        Clear: "清除金额", D, AtCells(&[plain(Delete)]), Cells, Contents, InCells(CellsDeed::Clear);
    } {
        EditCell: "编辑单元格", E, AtCells(&[plain(F2)]), Cells, Contents, InCells(CellsDeed::Edit);
        /// Word the paragraph otherwise at which the keyboard is.
        Reword: "改写这一段", M, AtParagraphs(&[plain(F2)]), Paragraphs, Contents, Do(|window, _| window.begin_rewording());
        /// Fill the selection with its first row.
        FillDown: "向下填充", W, AtCells(&[ctrl(D)]), Cells, Contents, InCells(CellsDeed::FillDown);
        /// Fill the selection with its first column.
        FillRight: "向右填充", G, AtCells(&[ctrl(R)]), Cells, Contents, InCells(CellsDeed::FillRight);
        /// Select the whole table.
        SelectAll: "全选", A, AtCells(&[ctrl(A)]), Cells, LOOKS, InCells(CellsDeed::SelectAll);
    } {
        /// Find amounts, names and codes.
        Find: "查找…", F, Anywhere(&[ctrl(F)]), Disclosure, LOOKS, Do(|window, _| window.begin_find());
        /// Replace in names.
        Replace: "替换名称…", H, Anywhere(&[ctrl(H)]), Disclosure, Contents, Do(|window, _| window.begin_replace());
        /// Go to a cell by table, code and column.
        GoTo: "定位…", O, Anywhere(&[ctrl(G), plain(F5)]), Disclosure, LOOKS, Do(|window, _| window.begin_go_to());
    } {
        /// Change the body, the year or the kind.
        Heading: "单位与年度…", Y, NO_KEY, Disclosure, LOOKS, Do(|window, _| window.begin_heading());
    }
    Table "表格" T {
        /// Add a row to the table.
        AddRow: "增加行…", I, Anywhere(&[plain(Insert)]), Cells, Contents, Do(|window, _| window.begin_add());
        RemoveRows: "删除行", D, Anywhere(&[ctrl(Delete)]), Cells, Contents, Do(|window, _| window.remove_rows());
        /// Add copies of the selected projects.
        DuplicateRows: "复制项目行", C, Anywhere(&[ctrl_shift(D)]), Cells, Contents, Do(|window, _| window.duplicate_rows());
        /// Give a row another code.
        Recode: "更改科目…", K, NO_KEY, Figures, Contents, Do(|window, _| window.begin_recode());
    } {
        /// Move a row up.
        MoveUp: "上移", U, Anywhere(&[alt(ArrowUp)]), Cells, Contents, Do(|window, _| window.move_up());
        /// Move a row down.
        MoveDown: "下移", N, Anywhere(&[alt(ArrowDown)]), Cells, Contents, Do(|window, _| window.move_down());
        /// Put the rows into the order of their codes.
        SortRows: "按科目编码排序", S, NO_KEY, Figures, Contents, Do(|window, _| window.sort_rows());
        /// Remove rows without amounts.
        RemoveEmptyRows: "删除没有金额的行", E, NO_KEY, Figures, Contents, Do(|window, _| window.remove_empty_rows());
    } {
        /// Take what follows from other tables into the one that is shown.
        TakeProposals: "带入别的表已有的", T, Anywhere(&[plain(F4)]), Figures, Contents, Do(|window, _| window.take_proposals(false));
        /// Take what follows from other tables into all.
        TakeAllProposals: "所有的表都带入", A, Anywhere(&[shift(F4)]), Disclosure, Contents, Do(|window, _| window.take_proposals(true));
        /// Add the codes of another table.
        TakeOverCodes: "从别的表带入科目…", F, NO_KEY, Figures, Contents, Do(|window, _| window.begin_take_over());
        /// Which codes changed since last year, and follow.
        CodeChanges: "科目变动…", L, NO_KEY, Disclosure, Contents, Do(|window, _| window.show_code_changes());
    } {
        /// Make a performance table.
        AddPerformance: "增加绩效目标表…", P, NO_KEY, Disclosure, Contents, Do(|window, _| window.begin_add_performance());
    } {
        /// Go to what is to be filled in next.
        NextLeft: "下一处要填的", X, Anywhere(&[plain(F6)]), Disclosure, LOOKS, Do(|window, _| window.go_to_next_left());
        /// Say that what is shown is complete, or take that back.
        SayComplete: "说本表（本部分）填完了", W, Anywhere(&[plain(F7)]), Disclosure, Contents, Switch {
            turn: |window, _| window.say_of_shown(Said::Complete),
            is_on: |window| window.is_said(Said::Complete),
            other: "还没有填完",
        };
        /// Say that the table that is shown is empty, or take that back.
        SayEmpty: "说本表是空表", M, Anywhere(&[shift(F7)]), Figures, Contents, Switch {
            turn: |window, _| window.say_of_shown(Said::Empty),
            is_on: |window| window.is_said(Said::Empty),
            other: "本表不是空表",
        };
    } {
        /// Show the table before.
        PreviousTable: "上一张表", B, Anywhere(&[ctrl(PageUp)]), Disclosure, LOOKS, Do(|window, _| window.step_table(-1));
        NextTable: "下一张表", G, Anywhere(&[ctrl(PageDown)]), Disclosure, LOOKS, Do(|window, _| window.step_table(1));
    }
    Audit "审核" R {
        /// Go to the next finding.
        NextFinding: "下一处问题", N, Anywhere(&[plain(F8)]), Disclosure, LOOKS, Do(|window, _| window.step_review(false));
        /// Go to the finding before.
        PreviousFinding: "上一处问题", P, Anywhere(&[shift(F8)]), Disclosure, LOOKS, Do(|window, _| window.step_review(true));
        /// Show or hide the list of findings.
        ToggleFindings: "显示问题列表", L, Anywhere(&[plain(F9)]), Disclosure, LOOKS, Switch {
            turn: |window, _| window.toggle_findings(), is_on: Window::shows_findings, other: "隐藏问题列表",
        };
        /// Show or hide the tables and parts at the left.
        ToggleOutline: "显示目录", O, Anywhere(&[shift(F9)]), Disclosure, LOOKS, Switch {
            turn: |window, _| window.toggle_outline(), is_on: Window::shows_outline, other: "隐藏目录",
        };
    } {
        /// Go to what the cell is computed from.
        Precedents: "怎样算出（去引用的单元格）", E, Anywhere(&[ctrl(OpenBracket)]), Figures, LOOKS, Do(|window, _| window.trace(true));
        /// Go to where the cell is used.
        Dependents: "用在哪里（去引用它的单元格）", U, Anywhere(&[ctrl(CloseBracket)]), Figures, LOOKS, Do(|window, _| window.trace(false));
    } {
        /// Lock what is published, to comment and sign only.
        ReviewMode: "审阅模式（锁定内容）", R, Anywhere(&[ctrl_shift(R)]), Disclosure, Review, Switch {
            turn: |window, _| window.toggle_review_mode(), is_on: Window::is_locked, other: "退出审阅模式",
        };
        /// Compare with another file.
        Compare: "与另一个文件比较…", C, NO_KEY, Disclosure, LOOKS, Do(Window::ask_to_compare);
        /// List the disclosures of a folder.
        Folder: "文件夹列表与汇总核对…", F, NO_KEY, Nothing, LOOKS, Do(Window::begin_folder);
        /// Choose what the bureau wants checked.
        Policy: "规则…", D, NO_KEY, Nothing, LOOKS, Do(|window, _| window.show_policy());
    } {
        /// Write or read the comments on the cell, its row or its table.
        Comment: "批注…", M, Anywhere(&[shift(F2)]), Disclosure, LOOKS, Do(|window, _| window.begin_comment());
        /// Sign for the table that is shown.
        SignTable: "签审本表…", S, NO_KEY, Figures, Review, Do(|window, _| window.begin_sign_table());
        SignAll: "签审全文…", A, NO_KEY, Disclosure, Review, Do(|window, _| window.begin_sign_all());
    } {
        /// Compare last year's figures with last year's file.
        AgainstLastYear: "与上年文件核对…", Y, NO_KEY, Disclosure, LOOKS, Switch {
            turn: Window::toggle_last_year, is_on: Window::is_against_last_year, other: "不再与上年文件核对",
        };
        /// Fill blank figures of last year from last year's file.
        FillLastYear: "从上年文件取上年预算数…", I, NO_KEY, Disclosure, Contents, Do(Window::ask_to_fill_last_year);
        /// Write the list of findings to a file.
        ExportFindings: "导出审阅表…", X, NO_KEY, Disclosure, LOOKS, Do(Window::ask_for_review_sheet);
    }
    View "视图" V {
        /// Show the pages beside the grid, or no longer.
        TogglePreview: "页面预览", P, Anywhere(&[ctrl(P)]), Disclosure, LOOKS, Switch {
            turn: |window, _| window.toggle_preview(), is_on: Window::shows_preview, other: "关闭页面预览",
        };
        /// Show the figures as charts.
        ShowCharts: "图表页", C, NO_KEY, Disclosure, LOOKS, Do(|window, _| window.show_charts());
        /// Show last year's figures beside this year's, or no longer.
        TogglePrior: "对照上年文件…", Y, NO_KEY, Disclosure, LOOKS, Switch {
            turn: Window::toggle_prior, is_on: Window::shows_prior, other: "不再对照上年",
        };
    } {
        /// Larger.
        ZoomIn: "放大", I, Anywhere(&[ctrl(Plus), ctrl(Equals)]), Nothing, LOOKS, Do(Window::zoom_in);
        /// Smaller.
        ZoomOut: "缩小", O, Anywhere(&[ctrl(Minus)]), Nothing, LOOKS, Do(Window::zoom_out);
        /// Normal size.
        ZoomReset: "实际大小", A, NO_KEY, Nothing, LOOKS, Do(Window::zoom_reset);
    } {
        /// Tables larger, and nothing else.
        TableZoomIn: "表格放大", T, Anywhere(&[ctrl_alt(Plus), ctrl_alt(Equals)]), Figures, LOOKS, Do(|window, _| window.zoom_table(1));
        TableZoomOut: "表格缩小", S, Anywhere(&[ctrl_alt(Minus)]), Figures, LOOKS, Do(|window, _| window.zoom_table(-1));
        /// Tables so large that all columns of the one that is shown are in sight.
        TableZoomFit: "表格缩到看得见全部列", F, Anywhere(&[ctrl_alt(Num0)]), Figures, LOOKS, Do(|window, _| window.fit_table());
        /// Tables at the normal size.
        TableZoomReset: "表格恢复 100%", R, Anywhere(&[ctrl(Num0)]), Figures, LOOKS, Do(|window, _| window.reset_table_zoom());
    }
    Help "帮助" H {
        /// Open the manual where one is, or close it.
        Manual: "手册", H, Anywhere(&[plain(F1)]), Nothing, LOOKS, Do(|window, _| window.toggle_manual());
        /// Go through the window on a sample.
        Tour: "三分钟入门", T, NO_KEY, Nothing, LOOKS, Do(Window::begin_tour);
        /// Show the keys.
        Help: "快捷键", K, Anywhere(&[shift(F1)]), Nothing, LOOKS, Do(|window, _| window.begin_help());
        /// Show every rule that is checked.
        Rules: "核对规则", R, NO_KEY, Nothing, LOOKS, Do(|window, _| window.show_rules());
        About: "关于", A, NO_KEY, Nothing, LOOKS, Do(|window, _| window.show_about());
    }
}
