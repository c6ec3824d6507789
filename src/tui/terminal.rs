//! The terminal while the screens have it, and giving it back in whatever way they end.

use std::io::{self, BufWriter, Stdout, Write};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ThreadId;

use crossterm::cursor::{SetCursorStyle, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;

use super::theme::Theme;
use super::view::view;
use crate::app::App;

/// A whole frame of a large screen goes out in one write.
const WRITE_BUFFER_BYTES: usize = 64 * 1024;

/// Whether the terminal is ours at the moment, so that it is given back once.
static TAKEN: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();

/// The terminal in raw mode, with the alternate screen; given back when dropped, and before a
/// panic of the thread that took it is reported.
pub struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<BufWriter<Stdout>>>,
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
        let mut output = BufWriter::with_capacity(WRITE_BUFFER_BYTES, io::stdout());
        execute!(output, EnterAlternateScreen)?;
        // What a terminal does not know of these it does without.
        let _paste = execute!(output, EnableBracketedPaste);
        let _focus = execute!(output, EnableFocusChange);
        let _cursor = execute!(output, SetCursorStyle::SteadyBar);
        let inner = ratatui::Terminal::new(CrosstermBackend::new(output))?;
        Ok(Self {
            inner,
            has_mouse: false,
        })
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        let size = self.inner.size()?;
        Ok((size.width, size.height))
    }

    /// Draws the state, as one update that no terminal shows half done.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn draw(&mut self, app: &App, theme: &Theme) -> io::Result<()> {
        if self.has_mouse != app.mouse {
            self.has_mouse = app.mouse;
            if app.mouse {
                queue!(self.inner.backend_mut(), EnableMouseCapture)?;
            } else {
                queue!(self.inner.backend_mut(), DisableMouseCapture)?;
            }
        }
        queue!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        self.inner.draw(|frame| view(frame, app, theme))?;
        execute!(self.inner.backend_mut(), EndSynchronizedUpdate)
    }

    /// Has every cell sent again with the next frame. Asks the terminal nothing: the answer
    /// would be read by the thread that waits for keys.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn forget(&mut self) -> io::Result<()> {
        // The empty screen in between is not shown: the frame ends the update.
        queue!(self.inner.backend_mut(), BeginSynchronizedUpdate)?;
        let (columns, rows) = self.size()?;
        self.inner.resize(Rect::new(0, 0, columns, rows))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back, once. A terminal that has gone takes nothing; that is no error.
fn give_back() {
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
