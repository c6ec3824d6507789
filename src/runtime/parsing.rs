//! The thread that parses templates: a slow one keeps nobody from saving.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use crate::desk::{Parsed, Text, parse};

/// Gives texts to the thread.
#[derive(Debug)]
pub struct Parser {
    texts: Sender<Text>,
}

impl Parser {
    /// Starts the thread; `answer` is called on it with every template. It ends with the parser, at
    /// the latest after the text that it is at; nobody waits for it.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(answer: impl Fn(Text, Parsed) + Send + 'static) -> std::io::Result<Self> {
        let (texts, received) = channel();
        std::thread::Builder::new()
            .name("templates".to_owned())
            .spawn(move || run(&received, answer))?;
        Ok(Self { texts })
    }

    /// Has a text parsed, before those that were asked for earlier: a draft to be opened never waits
    /// for a whole list.
    pub fn ask(&self, text: Text) {
        // The thread only ends when `texts` does.
        let _thread_is_there = self.texts.send(text);
    }
}

fn run(texts: &Receiver<Text>, answer: impl Fn(Text, Parsed)) {
    let mut waiting = Vec::new();
    let mut done: BTreeSet<Text> = BTreeSet::new();
    loop {
        match texts.try_recv() {
            Ok(text) => waiting.push(text),
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) => {
                let next = match waiting.pop() {
                    Some(next) => next,
                    None => match texts.recv() {
                        Ok(next) => next,
                        Err(_) => return,
                    },
                };
                if done.insert(Arc::clone(&next)) {
                    let parsed = parse(&next);
                    answer(next, parsed);
                }
            }
        }
    }
}
