//! Sets up the terminal for the screens, and restores it however the screens end.

use std::io::{self, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ThreadId;
use std::time::Duration;

use crossterm::cursor::{MoveTo, SetCursorStyle, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture,
};
use crossterm::style::Print;
use crossterm::terminal::{
    Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};

use super::clipboard;
use super::input::Keyboard;
use super::output::Output;
use super::theme::Theme;
use super::view::view;
use crate::app::App;
use crate::app::pointer::Sight;
use crate::render::layout::Ambiguous;

/// A character of ambiguous width.
const SAMPLE: char = '“';
/// How long the program waits for the cursor's position.
const PATIENCE: Duration = Duration::from_millis(100);

/// The maximum number of cells that are drawn; even a wall of screens has fewer.
const MOST_CELLS: u32 = 1 << 20;

/// Whether the program has set up the terminal, so that it is restored exactly once.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal in raw mode with the alternate screen. It is restored on drop, and before a panic
/// of its thread is reported.
pub struct Terminal {
    output: Output<Stdout>,
    /// Whether the terminal reports clicks.
    has_mouse: bool,
}

impl Terminal {
    /// Sets up the terminal.
    ///
    /// # Errors
    /// There is no terminal, or it rejects raw mode.
    pub fn take() -> io::Result<Self> {
        install_hook(std::thread::current().id());
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        let taken = Self::prepare();
        if taken.is_err() {
            give_back();
        }
        taken
    }

    fn prepare() -> io::Result<Self> {
        // crossterm's handling of NO_COLOR also removes bold and reverse; the theme handles
        // NO_COLOR better.
        crossterm::style::force_color_output(true);
        let mut output = Output::new(io::stdout());
        prepare(&mut output)?;
        Ok(Self {
            output,
            has_mouse: false,
        })
    }

    /// Measures the width of an ambiguous character: prints one and queries the cursor's position.
    /// Assumes narrow if no answer arrives within 100 ms.
    pub fn measure(&mut self, keyboard: &mut Keyboard) -> Ambiguous {
        let printed = queue!(self.output, MoveTo(0, 0), Print(SAMPLE));
        let place = printed
            .ok()
            .and_then(|()| keyboard.ask_cursor(&mut self.output, PATIENCE));
        // If the terminal is closed, drawing the first frame fails.
        let _cleared = execute!(self.output, MoveTo(0, 0), Clear(ClearType::CurrentLine));
        match place {
            Some((2, _)) => Ambiguous::Wide,
            Some(_) | None => Ambiguous::Narrow,
        }
    }

    /// Restores the terminal and suspends the process, as the user requested by a signal. Sets the
    /// terminal up again when the process continues.
    ///
    /// # Errors
    /// The terminal is closed.
    #[cfg(unix)]
    pub fn stop(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.retake()
    }

    /// Sets the terminal up again after a suspension, during which the shell has used it.
    ///
    /// # Errors
    /// The terminal is closed.
    #[cfg(unix)]
    pub(super) fn retake(&mut self) -> io::Result<()> {
        give_back();
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        self.has_mouse = false;
        self.output.forget();
        prepare(&mut self.output)
    }

    /// Draws the state as one update, so that no terminal shows half of a frame. Returns the layout
    /// that keys and clicks depend on.
    ///
    /// # Errors
    /// The terminal is closed.
    pub(super) fn draw(&mut self, app: &App, theme: &Theme) -> io::Result<Sight> {
        if self.has_mouse != app.mouse {
            self.has_mouse = app.mouse;
            if app.mouse {
                queue!(self.output, EnableMouseCapture)?;
            } else {
                queue!(self.output, DisableMouseCapture)?;
            }
        }
        self.output.draw(size()?, |buffer| view(buffer, app, theme))
    }

    /// Asks the terminal to put a text on the clipboard. Returns `false` if the terminal is known
    /// not to do this; no terminal reports that it did.
    pub(super) fn copy(&mut self, text: &str) -> bool {
        clipboard::is_offered() && clipboard::copy(&mut self.output, text).is_ok()
    }

    /// Sends every cell again with the next frame.
    pub(super) fn forget(&mut self) {
        self.output.forget();
    }
}

/// Switches to the alternate screen and turns on the reports that the program uses.
fn prepare(output: &mut impl Write) -> io::Result<()> {
    execute!(output, EnterAlternateScreen)?;
    // A terminal that does not know one of these modes works without it.
    let _paste = execute!(output, EnableBracketedPaste);
    let _focus = execute!(output, EnableFocusChange);
    let _cursor = execute!(output, SetCursorStyle::SteadyBar);
    Ok(())
}

/// The columns and rows to draw on.
///
/// # Errors
/// The terminal is closed.
pub(super) fn size() -> io::Result<(u16, u16)> {
    // The call of crossterm opens the terminal each time.
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout())
        && size.ws_col > 0
        && size.ws_row > 0
    {
        return Ok(drawn_on((size.ws_col, size.ws_row)));
    }
    crossterm::terminal::size().map(drawn_on)
}

/// Limits the size that is drawn: `stty` accepts any size, and every cell takes memory.
pub(super) fn drawn_on((columns, rows): (u16, u16)) -> (u16, u16) {
    let most_rows = MOST_CELLS / u32::from(columns.max(1));
    (
        columns,
        u16::try_from(most_rows).map_or(rows, |most| rows.min(most)),
    )
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Restores the terminal once. A failure means that the terminal is closed, and is ignored.
pub(super) fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut output = io::stdout();
    let _synchronized = execute!(output, EndSynchronizedUpdate);
    let _cursor = execute!(output, SetCursorStyle::DefaultUserShape, Show);
    let _mouse = execute!(output, DisableMouseCapture);
    let _focus = execute!(output, DisableFocusChange);
    let _paste = execute!(output, DisableBracketedPaste);
    let _screen = execute!(output, LeaveAlternateScreen);
    let _flushed = output.flush();
    let _raw = disable_raw_mode();
}

/// Restores the terminal before a panic of the drawing thread is reported, so that the report is
/// readable. A panic of another thread does not end the screens, so its report is suppressed: it
/// would only overwrite them, and the screens notice the missing result.
fn install_hook(drawing: ThreadId) {
    HOOK.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let is_ours = std::thread::current().id() == drawing;
            if is_ours {
                give_back();
            }
            if is_ours || !TAKEN.load(Ordering::SeqCst) {
                report(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_of_any_size_is_drawn_on_as_far_as_memory_goes() {
        for (size, expected) in [
            ((80, 24), (80, 24)),
            ((7_282, 40), (7_282, 40)),
            ((u16::MAX, u16::MAX), (u16::MAX, 16)),
            ((16, u16::MAX), (16, u16::MAX)),
            ((0, 0), (0, 0)),
            ((1, u16::MAX), (1, u16::MAX)),
        ] {
            assert_eq!(drawn_on(size), expected, "{size:?}");
        }
    }
}
