//! Writing the documents of a spec folder and the crate generated from them as one transaction.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

use super::folder::{Change, Failure, Folder, Lock};
use super::list::List;
use super::plan::{Differing, Plan, changes, changes_of, differing};
use super::{Changes, Files, failed};

/// The name of the journal: the files that an update is writing. It is in the spec folder.
pub(super) const JOURNAL: &str = ".pending-update.json";

/// Documents of a spec folder, and possibly a crate, that are written all or not at all.
///
/// They are first written to a journal, atomically. From then on they count as written: if the run
/// is interrupted, the next run for the same folders completes it with
/// [`complete`](Self::complete).
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transaction {
    /// The canonical path of the spec folder.
    spec: PathBuf,
    documents: Files,
    output: Option<GeneratedCrate>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GeneratedCrate {
    /// The canonical path of the folder of the crate.
    folder: PathBuf,
    files: Files,
}

impl Transaction {
    /// Writes documents like [`Files::write_among_others`] to the spec folder, and the files of a
    /// crate like [`Files::write`] to the folder `out`.
    ///
    /// # Errors
    /// Returns the errors of [`Files::write`], and leaves all files as they were. If even that
    /// fails, the journal remains and the next run completes the transaction.
    pub fn commit(
        spec: &Path,
        documents: &Files,
        output: Option<(&Path, &Files)>,
    ) -> Result<Changes, Diagnostics> {
        documents.check_paths(spec)?;
        if let Some((out, files)) = output {
            files.check_paths(out)?;
        }
        let folders = Folders::create(spec, output.map(|(out, _)| out))?;
        let transaction = Self {
            spec: folders.spec.root().to_owned(),
            documents: documents.clone(),
            output: output
                .zip(folders.out.as_ref())
                .map(|((_, files), out)| GeneratedCrate {
                    folder: out.root().to_owned(),
                    files: files.clone(),
                }),
        };
        let _locks = folders.lock()?;
        // Refuses before anything is written.
        let changes = transaction.changes(&folders)?;
        let journal = folders.spec.shown(JOURNAL);
        let text = serde_json::to_string(&transaction)
            .map_err(|error| failed(Code::UnwritableFile, &journal, &error.into()))?;
        let journal = Change {
            path: JOURNAL,
            former: None,
            new: Some(&text),
        };
        folders.spec.apply(&[journal])?;
        let carried_out = changes.carry_out();
        if carried_out.as_ref().is_err_and(|failure| failure.is_undone) {
            folders.spec.undo(&[journal]);
        }
        Ok(carried_out?)
    }

    /// Completes an interrupted transaction whose journal is in the spec folder. Returns `true` if
    /// there was one.
    ///
    /// # Errors
    /// Returns an error, and writes nothing, if the transaction is not one of exactly these
    /// folders, or if the journal cannot be read or has invalid paths. Returns an error if a file
    /// cannot be written.
    pub fn complete(spec: &Path, out: Option<&Path>) -> Result<bool, Diagnostics> {
        if pending_update(spec).is_none() {
            return Ok(false);
        }
        let folders = Folders::create(spec, out)?;
        let _locks = folders.lock()?;
        let Some(bytes) = folders.spec.read(JOURNAL)? else {
            return Ok(false);
        };
        let transaction: Self = serde_json::from_slice(&bytes).map_err(|error| {
            let journal = folders.spec.shown(JOURNAL);
            Diagnostic::error(
                Code::PendingUpdate,
                journal,
                format!("the journal of an update is invalid: {error}"),
            )
            .help("delete the file, and run `update` again")
        })?;
        transaction.check_folders(&folders)?;
        transaction.changes(&folders)?.carry_out()?;
        Ok(true)
    }

    /// Refuses to write to other folders than those of the run, or out of them.
    fn check_folders(&self, folders: &Folders) -> Result<(), Diagnostics> {
        let out = folders.out.as_ref().map(Folder::root);
        let is_elsewhere = |output: &&GeneratedCrate| out != Some(output.folder.as_path());
        let elsewhere = if self.spec == folders.spec.root() {
            self.output
                .as_ref()
                .filter(is_elsewhere)
                .map(|it| &it.folder)
        } else {
            Some(&self.spec)
        };
        let journal = folders.spec.shown(JOURNAL);
        if let Some(elsewhere) = elsewhere {
            let message = format!("the interrupted update wrote to another folder: {elsewhere:?}");
            let help = "run `update` with the folders of that update, or delete the file";
            let one = Diagnostic::error(Code::PendingUpdate, journal, message);
            return Err(one.help(help).into());
        }
        self.documents.check_paths(&journal)?;
        match &self.output {
            Some(output) => output.files.check_paths(&journal),
            None => Ok(()),
        }
    }

    /// Returns the changes, or an error if one of them is refused.
    fn changes<'t>(&'t self, folders: &'t Folders) -> Result<Pending<'t>, Diagnostics> {
        let documents = differing(&self.documents, &folders.spec)?;
        let mut output = None;
        if let Some((generated, out)) = self.output.as_ref().zip(folders.out.as_ref()) {
            let files = &generated.files;
            let plan = Plan::of(files, out, List::of(files))?;
            plan.refuse(out)?;
            output = Some((plan, out));
        }
        Ok(Pending {
            transaction: self,
            spec: &folders.spec,
            documents,
            output,
        })
    }
}

/// The changes of a transaction.
struct Pending<'t> {
    transaction: &'t Transaction,
    spec: &'t Folder,
    documents: Vec<Differing<'t>>,
    output: Option<(Plan<'t>, &'t Folder)>,
}

impl Pending<'_> {
    /// Writes the files and removes the journal. Idempotent.
    ///
    /// Makes no change if one of them fails.
    fn carry_out(&self) -> Result<Changes, Failure> {
        let mut all = changes(&self.transaction.documents, &self.documents);
        let documents = changes_of(&self.documents);
        self.spec.apply(&documents)?;
        if let Some((plan, out)) = &self.output {
            out.apply(&plan.steps()).map_err(|failure| Failure {
                is_undone: failure.is_undone && self.spec.undo(&documents),
                ..failure
            })?;
            let changes = plan.changes();
            all.written.extend(changes.written);
            all.removed.extend(changes.removed);
            all.unchanged += changes.unchanged;
        }
        let journal = Change {
            path: JOURNAL,
            former: None,
            new: None,
        };
        self.spec.apply(&[journal]).map_err(|failure| Failure {
            is_undone: false,
            ..failure
        })?;
        Ok(all)
    }
}

/// The folders of a transaction.
struct Folders {
    spec: Folder,
    out: Option<Folder>,
}

impl Folders {
    fn create(spec: &Path, out: Option<&Path>) -> Result<Self, Diagnostics> {
        Ok(Self {
            spec: Folder::create(spec)?,
            out: out.map(Folder::create).transpose()?,
        })
    }

    /// Locks each folder once.
    fn lock(&self) -> Result<Vec<Lock>, Diagnostics> {
        let others = self.out.iter().filter(|out| out.root() != self.spec.root());
        std::iter::once(&self.spec)
            .chain(others)
            .map(Folder::lock)
            .collect()
    }
}

/// Returns an error if an update of a spec folder was interrupted: its documents may be of
/// different states. Only [`Transaction::complete`] changes that.
pub fn pending_update(spec: &Path) -> Option<Diagnostic> {
    let journal = spec.join(JOURNAL);
    fs::symlink_metadata(&journal).ok()?;
    let message = "an update of this folder was interrupted";
    let help = "run `update` again with the same folders, which completes it, or delete the file";
    Some(Diagnostic::error(Code::PendingUpdate, journal, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(dir: &Path, path: &str) -> Option<String> {
        fs::read_to_string(dir.join(path)).ok()
    }

    /// A spec folder and the folder of a crate that was generated before.
    struct Run {
        root: tempfile::TempDir,
        spec: PathBuf,
        out: PathBuf,
    }

    fn documents() -> Files {
        Files::from_iter([("2.7.yaml", "new")])
    }

    fn output() -> Files {
        Files::from_iter([("lib.rs", "new")])
    }

    impl Run {
        fn new() -> Self {
            let root = tempfile::tempdir().unwrap();
            let (spec, out) = (root.path().join("spec"), root.path().join("crate"));
            fs::create_dir_all(&spec).unwrap();
            fs::write(spec.join("kept"), "mine").unwrap();
            let old = Files::from_iter([("lib.rs", "old"), ("gone.rs", "old")]);
            old.write(&out).unwrap();
            Self { root, spec, out }
        }

        /// Writes the journal of a run that was interrupted right after it.
        fn interrupt(&self) {
            let transaction = Transaction {
                spec: self.spec.canonicalize().unwrap(),
                documents: documents(),
                output: Some(GeneratedCrate {
                    folder: self.out.canonicalize().unwrap(),
                    files: output(),
                }),
            };
            self.journal(&serde_json::to_value(&transaction).unwrap());
        }

        fn journal(&self, journal: &serde_json::Value) {
            fs::write(self.spec.join(JOURNAL), journal.to_string()).unwrap();
        }

        fn complete(&self) -> Result<bool, Diagnostics> {
            Transaction::complete(&self.spec, Some(&self.out))
        }
    }

    #[test]
    fn an_interrupted_run_is_completed() {
        let run = Run::new();
        run.interrupt();
        assert!(pending_update(&run.spec).is_some());
        assert!(run.complete().unwrap());
        assert_eq!(read(&run.out, "lib.rs").as_deref(), Some("new"));
        assert_eq!(read(&run.out, "gone.rs"), None);
        assert_eq!(read(&run.spec, "2.7.yaml").as_deref(), Some("new"));
        assert_eq!(read(&run.spec, "kept").as_deref(), Some("mine"));
        assert!(pending_update(&run.spec).is_none());
        assert!(!run.complete().unwrap(), "completed once");
        let (documents, output) = (documents(), output());
        let again = Transaction::commit(&run.spec, &documents, Some((&run.out, &output)));
        assert!(again.unwrap().written.is_empty());
    }

    #[test]
    fn a_foreign_file_fails_the_transaction_before_anything_is_written() {
        let run = Run::new();
        fs::write(run.out.join("lib.rs"), "mine").unwrap();
        let (documents, output) = (documents(), output());
        assert!(Transaction::commit(&run.spec, &documents, Some((&run.out, &output))).is_err());
        assert_eq!(read(&run.spec, "2.7.yaml"), None);
        assert_eq!(read(&run.out, "lib.rs").as_deref(), Some("mine"));
        assert!(pending_update(&run.spec).is_none());
    }

    /// The crate has a file that cannot be written.
    #[cfg(unix)]
    #[test]
    fn a_failure_leaves_documents_and_crate_as_they_were() {
        let run = Run::new();
        let list = read(&run.out, super::super::LIST);
        let too_long = format!("src/{}.rs", "x".repeat(300));
        let output = Files::from_iter([("lib.rs", "new"), (too_long.as_str(), "")]);
        let found = Transaction::commit(&run.spec, &documents(), Some((&run.out, &output)));
        let found = found.unwrap_err();
        assert_eq!(found.iter().next().unwrap().code, Code::UnwritableFile);
        assert_eq!(read(&run.spec, "2.7.yaml"), None);
        assert_eq!(read(&run.out, "lib.rs").as_deref(), Some("old"));
        assert_eq!(read(&run.out, "gone.rs").as_deref(), Some("old"));
        assert_eq!(read(&run.out, super::super::LIST), list);
        let count = |folder: &Path| fs::read_dir(folder).unwrap().count();
        assert_eq!((count(&run.spec), count(&run.out)), (1, 3));
        assert!(pending_update(&run.spec).is_none());
    }

    /// A journal is only carried out for the folders of the run, and inside of them.
    #[test]
    fn a_hostile_journal_is_refused() {
        let run = Run::new();
        let outer = run.root.path().canonicalize().unwrap();
        let victim = outer.join("victim");
        fs::create_dir(&victim).unwrap();
        let (spec, out) = (outer.join("spec"), outer.join("crate"));
        let file = |path: &str| serde_json::json!({ path: "theirs" });
        let into =
            |folder: &Path, path: &str| serde_json::json!({"folder": folder, "files": file(path)});
        let none = serde_json::json!({});
        for (spec, documents, output) in [
            (&victim, file("a"), into(&out, "a")),
            (&spec, none.clone(), into(&victim, "a")),
            (&spec, none.clone(), into(&out, "../victim/a")),
            (&spec, file("../victim/a"), into(&out, "a")),
            (
                &spec,
                file(victim.join("a").to_str().unwrap()),
                into(&out, "a"),
            ),
            (&PathBuf::from("spec"), file("a"), into(&out, "a")),
        ] {
            let journal =
                serde_json::json!({"spec": spec, "documents": documents, "output": output});
            run.journal(&journal);
            assert!(run.complete().is_err(), "{journal}");
            assert!(Transaction::complete(&run.spec, None).is_err(), "{journal}");
        }
        for text in ["", "{}", "[1]"] {
            fs::write(run.spec.join(JOURNAL), text).unwrap();
            let found = run.complete().unwrap_err();
            assert_eq!(found.iter().next().unwrap().code, Code::PendingUpdate);
        }
        assert_eq!(fs::read_dir(victim).unwrap().count(), 0);
        assert_eq!(read(&run.spec, "a"), None);
        assert_eq!(read(&run.out, "a"), None);
    }
}
