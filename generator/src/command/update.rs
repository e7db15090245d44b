use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use intercom_codegen::Generator;
use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::update::update;

#[derive(Args)]
pub struct Arguments {
    /// A checkout of github.com/intercom/Intercom-OpenAPI, or a folder of documents.
    folder: PathBuf,
    /// The spec folder that is brought up to date [default: `spec` of the workspace].
    #[arg(long, value_name = "DIR")]
    pub spec: Option<PathBuf>,
    /// Where the crate is written [default: `generated` of the workspace].
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The upstream commit of the documents [default: that of the checkout].
    #[arg(long, value_name = "SHA")]
    commit: Option<String>,
    /// Writes nothing: only tells what would change.
    #[arg(long)]
    dry_run: bool,
}

pub fn run(
    arguments: &Arguments,
    generator: &Generator,
    spec: &Path,
    out: &Path,
) -> Result<ExitCode, Diagnostics> {
    let update = update(
        generator,
        &arguments.folder,
        spec,
        arguments.commit.as_deref(),
    )?;
    if !update.generated.warnings.is_empty() {
        eprintln!("{}", update.generated.warnings);
    }
    print!("{}", update.report);
    if !arguments.dry_run {
        let changes = update.write(out)?;
        println!(
            "{} files written, {} removed",
            changes.written.len(),
            changes.removed.len()
        );
    }
    Ok(ExitCode::SUCCESS)
}
