//! Which pages of text there are.

use disclosure_engine::disclosure::Part;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextPage {
    /// 概况.
    Overview,
    /// 情况说明, all its sections.
    Narrative,
    /// 名词解释.
    Glossary,
    /// Last year's figures, which the sentences compare with.
    Prior,
    /// The page of charts, which [`crate::app::charts`] draws.
    Charts,
    /// The performance table at this place, which [`crate::app::performance`] draws.
    Performance(usize),
}

impl TextPage {
    /// All pages but those of performance tables, in the order of the outline.
    pub const ALL: [Self; 5] = [Self::Overview, Self::Narrative, Self::Glossary, Self::Prior, Self::Charts];

    pub fn name(self) -> &'static str {
        match self {
            Self::Overview => "概况",
            Self::Narrative => "情况说明",
            Self::Glossary => "名词解释",
            Self::Prior => "上年预算数",
            Self::Charts => "图表",
            Self::Performance(_) => "绩效目标表",
        }
    }

    pub fn holds(self, part: Part) -> bool {
        match self {
            Self::Overview => part == Part::Overview,
            Self::Narrative => matches!(part, Part::Section(_)),
            Self::Glossary => part == Part::Glossary,
            Self::Prior | Self::Charts | Self::Performance(_) => false,
        }
    }

    /// Whether it is made of paragraphs and fields, which [`super::Texts`] draws.
    pub fn is_of_texts(self) -> bool {
        !matches!(self, Self::Charts | Self::Performance(_))
    }
}
