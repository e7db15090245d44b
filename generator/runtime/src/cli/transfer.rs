//! Downloads to files, with a progress bar on a terminal.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

use super::failure::Failure;
use crate::Request;

/// Writes the response body to a file, which replaces an existing one when it is complete.
pub(super) async fn download(request: Request, path: &str) -> Result<(), Failure> {
    let failure = |error| Failure::file(path, &error);
    let mut download = request.download().await?;
    let partial = PathBuf::from(format!("{path}.partial"));
    let mut file = File::create(&partial).map_err(failure)?;
    let bar = bar(download.content_length());
    let mut size = 0;
    let outcome = loop {
        match download.chunk().await {
            Ok(Some(chunk)) => {
                if let Err(error) = file.write_all(&chunk) {
                    break Err(failure(error));
                }
                size += chunk.len() as u64;
                bar.set_position(size);
            }
            Ok(None) => break Ok(()),
            Err(error) => break Err(Failure::Request(error)),
        }
    };
    bar.finish_and_clear();
    let written = outcome.and_then(|()| fs::rename(&partial, path).map_err(failure));
    if let Err(error) = written {
        // The error of the download matters more than that of removing a part of it.
        let _ = fs::remove_file(&partial);
        return Err(error);
    }
    let message = format!("{path}: {}\n", HumanBytes(size));
    // Nothing can be done if the terminal is gone.
    let _ = std::io::stderr().lock().write_all(message.as_bytes());
    Ok(())
}

/// Returns a bar on standard error, which is only drawn on a terminal.
fn bar(length: Option<u64>) -> ProgressBar {
    let (bar, template) = match length {
        Some(length) => (
            ProgressBar::new(length),
            "{bar:40} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta}",
        ),
        None => (
            ProgressBar::new_spinner(),
            "{spinner} {bytes} {binary_bytes_per_sec}",
        ),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
