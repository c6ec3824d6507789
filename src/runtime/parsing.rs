//! Parses templates on a separate thread, so that a slow template does not delay a save.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use crate::desk::{Parsed, Text, parse};

/// Sends template texts to the parsing thread.
#[derive(Debug)]
pub struct Parser {
    texts: Sender<Text>,
}

impl Parser {
    /// Starts the thread, which calls `answer` with every parsed template. The thread ends when the
    /// parser is dropped, after the text that it is parsing; nothing joins it.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub fn start(answer: impl Fn(Text, Parsed) + Send + 'static) -> std::io::Result<Self> {
        let (texts, received) = channel();
        std::thread::Builder::new()
            .name("templates".to_owned())
            .spawn(move || run(&received, answer))?;
        Ok(Self { texts })
    }

    /// Queues a text ahead of earlier requests, so that opening a draft never waits for the
    /// templates of a whole list.
    pub fn ask(&self, text: Text) {
        // Sending cannot fail: the thread runs until `texts` is dropped.
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
                if done.insert(next.clone()) {
                    let parsed = parse(&next);
                    answer(next, parsed);
                }
            }
        }
    }
}
