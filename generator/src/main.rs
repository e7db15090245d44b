//! `intercom-codegen`: arguments and exit codes. Everything else is in the library.
//!
//! Exit codes: 0 when all is well, 1 when something was found wrong, 2 when the arguments are.

mod command;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use clap::{Args, Parser, Subcommand};

use intercom_codegen::diagnostic::Diagnostics;
use intercom_codegen::output::Transaction;
use intercom_codegen::spec::import::import;
use intercom_codegen::{Generated, Generator, examples_of, overlays_of, words_of};

/// Tokens and syntax trees are millions of small allocations: with the system's allocator they are
/// a third of the run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generates Rust client crates from OpenAPI 3.0 documents.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generates a crate.
    Generate(GenerateArguments),
    /// Tells what changed between two versions, and what of it breaks applications.
    Diff(command::diff::Arguments),
    /// Takes over the facts of published documents, generates anew, and tells what changed.
    Update(command::update::Arguments),
    /// Takes over the facts of published documents into the spec folder.
    Import(ImportArguments),
}

#[derive(Args)]
struct GenerateArguments {
    /// The folder that holds one document per version [default: `spec` of the workspace].
    #[arg(long, value_name = "DIR", conflicts_with = "document")]
    spec: Option<PathBuf>,
    /// A single document, for a crate of its own without versions.
    #[arg(long, value_name = "FILE", requires = "out")]
    document: Option<PathBuf>,
    /// The folder with overlays that correct the documents [default: `overlays` in the spec
    /// folder, or else of the workspace; none for a single document].
    #[arg(long, value_name = "DIR")]
    overlays: Option<PathBuf>,
    /// The file with words about what the documents do not describe [default: `docs.yaml` in the
    /// spec folder, or else beside the overlays; none for a single document].
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
    /// Where the crate is written [default: `generated` of the workspace].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The name of the crate [default: `intercom-client`, or the name of the document].
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// Writes nothing; lists the files that are stale and exits with 1 if there are any.
    #[arg(long)]
    check: bool,
    /// Prints the time that each stage took.
    #[arg(long, short)]
    verbose: bool,
}

#[derive(Args)]
struct ImportArguments {
    /// A checkout of github.com/intercom/Intercom-OpenAPI, or a folder of documents.
    folder: PathBuf,
    /// The spec folder that is written to [default: `spec` of the workspace].
    #[arg(long, value_name = "DIR")]
    spec: Option<PathBuf>,
    /// The upstream commit of the documents [default: that of the checkout].
    #[arg(long, value_name = "SHA")]
    commit: Option<String>,
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let result = recover(&command).and_then(|()| run(&command));
    result.unwrap_or_else(|diagnostics| {
        eprintln!("{diagnostics}");
        ExitCode::FAILURE
    })
}

fn run(command: &Command) -> Result<ExitCode, Diagnostics> {
    match command {
        Command::Generate(arguments) => generate(arguments),
        Command::Diff(arguments) => command::diff::run(arguments, &workspace("spec")),
        Command::Update(arguments) => {
            let spec = arguments.spec.clone().unwrap_or_else(|| workspace("spec"));
            let out = arguments
                .out
                .clone()
                .unwrap_or_else(|| workspace("generated"));
            command::update::run(arguments, &versions(&spec), &spec, &out)
        }
        Command::Import(arguments) => import_documents(arguments),
    }
}

/// Completes an update that was interrupted while it was written.
fn recover(command: &Command) -> Result<(), Diagnostics> {
    let spec = match command {
        Command::Generate(arguments) => &arguments.spec,
        Command::Diff(arguments) => &arguments.spec,
        Command::Update(arguments) => &arguments.spec,
        Command::Import(arguments) => &arguments.spec,
    };
    let spec = spec.clone().unwrap_or_else(|| workspace("spec"));
    if Transaction::recover(&spec)? {
        eprintln!("{}: completed an interrupted update", spec.display());
    }
    Ok(())
}

fn generate(arguments: &GenerateArguments) -> Result<ExitCode, Diagnostics> {
    let start = Instant::now();
    let generated = generator(arguments).generate()?;
    if !generated.warnings.is_empty() {
        eprintln!("{}", generated.warnings);
    }
    println!(
        "{} schemas → {} shapes",
        thousands(generated.schemas),
        thousands(generated.shapes)
    );
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| workspace("generated"));
    let written = Instant::now();
    let code = match arguments.check {
        true => check(&generated, &out)?,
        false => write(&generated, &out)?,
    };
    if arguments.verbose {
        let output = [("output", written.elapsed()), ("all", start.elapsed())];
        for (stage, time) in generated.stages.iter().chain(&output) {
            println!("{stage:>8} {:>7.1} ms", time.as_secs_f64() * 1e3);
        }
    }
    Ok(code)
}

fn generator(arguments: &GenerateArguments) -> Generator {
    let generator = match &arguments.document {
        Some(file) => {
            let stem = file
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned());
            Generator::document(file).name(crate_name(&stem.unwrap_or_default()))
        }
        None => versions(&arguments.spec.clone().unwrap_or_else(|| workspace("spec"))),
    };
    let generator = match &arguments.name {
        Some(name) => generator.name(name),
        None => generator,
    };
    let generator = match &arguments.words {
        Some(file) => generator.words(file),
        None => generator,
    };
    match &arguments.overlays {
        Some(folder) => generator.overlays(folder),
        None => generator,
    }
}

/// The client of all versions of a spec folder, with what stands beside them there or in the
/// workspace's own.
fn versions(spec: &Path) -> Generator {
    let workspace = workspace("spec");
    let overlays = overlays_of(spec).or_else(|| overlays_of(&workspace));
    let examples = examples_of(spec).or_else(|| examples_of(&workspace));
    let mut generator = Generator::folder(spec)
        .name("intercom-client")
        .description("Client for Intercom's REST API, one additive feature per API version");
    if let Some(folder) = &overlays {
        generator = generator.overlays(folder);
    }
    if let Some(folder) = examples {
        generator = generator.examples(folder);
    }
    if let Some(file) = words_of(spec).or_else(|| words_of(overlays.as_deref()?.parent()?)) {
        generator = generator.words(file);
    }
    generator
}

fn write(generated: &Generated, out: &Path) -> Result<ExitCode, Diagnostics> {
    let changes = generated.files.write(out)?;
    println!(
        "{}: {} files written, {} removed, {} unchanged",
        out.display(),
        changes.written.len(),
        changes.removed.len(),
        changes.unchanged
    );
    Ok(ExitCode::SUCCESS)
}

fn check(generated: &Generated, out: &Path) -> Result<ExitCode, Diagnostics> {
    let stale = generated.files.check(out)?;
    if stale.is_empty() {
        println!("{}: up to date", out.display());
        return Ok(ExitCode::SUCCESS);
    }
    print!("{stale}");
    Ok(ExitCode::FAILURE)
}

fn import_documents(arguments: &ImportArguments) -> Result<ExitCode, Diagnostics> {
    let spec = arguments.spec.clone().unwrap_or_else(|| workspace("spec"));
    let import = import(&arguments.folder, &spec, arguments.commit.as_deref())?;
    let changes = import.files.write_among_others(&spec)?;
    for line in &import.summary {
        println!("{line}");
    }
    println!(
        "{}: {} files written, {} unchanged",
        spec.display(),
        changes.written.len(),
        changes.unchanged
    );
    Ok(ExitCode::SUCCESS)
}

/// A folder of the workspace that the binary was built from.
fn workspace(folder: &str) -> PathBuf {
    let generator = Path::new(env!("CARGO_MANIFEST_DIR"));
    generator.parent().unwrap_or(generator).join(folder)
}

/// A name that Cargo takes for a package.
fn crate_name(stem: &str) -> String {
    let name: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let name = name.trim_matches('-').to_lowercase();
    match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => name,
        _ => format!("api-{name}").trim_end_matches('-').to_owned(),
    }
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
