//! The terminal while the screens have it, and giving it back in whatever way they end.

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

use super::input::Keyboard;
use super::output::Output;
use super::theme::Theme;
use super::view::view;
use crate::app::App;
use crate::app::pointer::Sight;
use crate::render::layout::Ambiguous;

/// A character of ambiguous width.
const SAMPLE: char = '“';
/// So long is waited for the cursor's place.
const PATIENCE: Duration = Duration::from_millis(100);

/// A wall of screens has fewer; the widest terminal of so many can show every screen.
const MOST_CELLS: u32 = 1 << 20;

/// Whether the terminal is ours at the moment, so that it is given back once.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal in raw mode, with the alternate screen; given back when dropped, and before a
/// panic of the thread that took it is reported.
pub struct Terminal {
    output: Output<Stdout>,
    /// Whether clicks come to us.
    has_mouse: bool,
}

impl Terminal {
    /// Takes the terminal.
    ///
    /// # Errors
    /// There is none, or it does not take raw mode.
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
        // Its own reading of NO_COLOR takes bold and reversed away too; our theme does better.
        crossterm::style::force_color_output(true);
        let mut output = Output::new(io::stdout());
        prepare(&mut output)?;
        Ok(Self {
            output,
            has_mouse: false,
        })
    }

    /// How wide the terminal draws a character of ambiguous width: prints one and asks where the
    /// cursor is. Narrow where no answer comes in a tenth of a second.
    pub fn measure(&mut self, keyboard: &mut Keyboard) -> Ambiguous {
        let printed = queue!(self.output, MoveTo(0, 0), Print(SAMPLE));
        let place = printed
            .ok()
            .and_then(|()| keyboard.ask_cursor(&mut self.output, PATIENCE));
        // If the terminal is gone, the first frame will notice.
        let _cleared = execute!(self.output, MoveTo(0, 0), Clear(ClearType::CurrentLine));
        match place {
            Some((2, _)) => Ambiguous::Wide,
            Some(_) | None => Ambiguous::Narrow,
        }
    }

    /// Gives the terminal back and stops the process, as the user asked for with a signal; takes
    /// the terminal again when it goes on.
    ///
    /// # Errors
    /// The terminal is gone.
    #[cfg(unix)]
    pub fn stop(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.retake()
    }

    /// Takes the terminal again after the process was stopped: the shell has made it its own.
    ///
    /// # Errors
    /// The terminal is gone.
    #[cfg(unix)]
    pub fn retake(&mut self) -> io::Result<()> {
        give_back();
        enable_raw_mode()?;
        TAKEN.store(true, Ordering::SeqCst);
        self.has_mouse = false;
        self.output.forget();
        prepare(&mut self.output)
    }

    /// Draws the state, as one update that no terminal shows half done; what of it keys and clicks
    /// need to know.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn draw(&mut self, app: &App, theme: &Theme) -> io::Result<Sight> {
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

    /// Has every cell sent again with the next frame.
    pub fn forget(&mut self) {
        self.output.forget();
    }
}

/// Asks for the screen and for what comes with keys.
fn prepare(output: &mut impl Write) -> io::Result<()> {
    execute!(output, EnterAlternateScreen)?;
    // What a terminal does not know of these it does without.
    let _paste = execute!(output, EnableBracketedPaste);
    let _focus = execute!(output, EnableFocusChange);
    let _cursor = execute!(output, SetCursorStyle::SteadyBar);
    Ok(())
}

/// Columns and rows to draw on.
///
/// # Errors
/// The terminal is gone.
pub(super) fn size() -> io::Result<(u16, u16)> {
    // The other way opens the terminal anew each time.
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout())
        && size.ws_col > 0
        && size.ws_row > 0
    {
        return Ok(drawn_on((size.ws_col, size.ws_row)));
    }
    crossterm::terminal::size().map(drawn_on)
}

/// As much of a terminal as is drawn on: `stty` takes any size, and every cell takes memory.
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

/// Gives the terminal back, once. A terminal that has gone takes nothing; that is no error.
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

/// Has the terminal given back before a panic of the drawing thread is reported, so that the
/// report can be read. A panic of another thread does not end the screens; its report would only
/// spoil them, and what it was to do is missed by the screens themselves.
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
