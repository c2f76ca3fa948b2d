//! How far a long command is, on a terminal.

use std::io::{Stderr, Write};

use super::terminal;
use disclosure_engine::spelling::visible;

/// One line on standard error that is written over again and again.
///
/// Made of what every terminal knows, those of old Windows too: going back to the start of the line, and blanks.
#[derive(Debug)]
pub(super) struct Progress<W = Stderr> {
    /// Nowhere, where no person looks.
    terminal: Option<W>,
    /// How many columns are written on, at most.
    columns: usize,
}

impl Progress {
    /// The progress of this process: shown only where standard error is a terminal.
    pub fn on_stderr() -> Self {
        Self::on(terminal::watched())
    }
}

impl<W: Write> Progress<W> {
    fn on(terminal: Option<W>) -> Self {
        Self { terminal, columns: 0 }
    }

    /// Writes `text` in place of what is shown.
    pub fn show(&mut self, text: &str) {
        self.hide();
        if let Some(terminal) = &mut self.terminal {
            let text = visible(text);
            // No character takes more columns than bytes.
            self.columns = text.len();
            // Progress that cannot be shown is no failure.
            let _ = write!(terminal, "{text}").and_then(|()| terminal.flush());
        }
    }

    /// Takes it away, so that something else can be written there.
    pub fn hide(&mut self) {
        let columns = std::mem::take(&mut self.columns);
        if let Some(terminal) = self.terminal.as_mut().filter(|_| columns > 0) {
            let _ = write!(terminal, "\r{:columns$}\r", "").and_then(|()| terminal.flush());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_written_over_the_one_before_and_the_last_is_taken_away() {
        let mut progress = Progress::on(Some(Vec::new()));
        progress.hide();
        progress.show("10/12");
        progress.show("11/12");
        progress.hide();
        progress.hide();
        let written = String::from_utf8(progress.terminal.unwrap()).unwrap();
        assert_eq!(written, "10/12\r     \r11/12\r     \r");
    }

    #[test]
    fn nothing_is_written_where_there_is_no_terminal() {
        let mut progress = Progress::on(None::<Vec<u8>>);
        progress.show("1/2");
        assert_eq!(progress.columns, 0);
        progress.hide();
    }
}
