//! Completions, manual pages and help.

use crate::program::offline;

#[test]
fn completions_exist_for_every_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let stdout = offline(&["completions", shell]).success();
        assert!(stdout.contains("per-page"), "{shell}");
    }
    assert_eq!(offline(&["completions", "csh"]).code, 2);
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    let man = folder.path().join("man");
    offline(&["man", man.to_str().unwrap()]).success();
    for page in [
        "intercom.1",
        "intercom-contacts.1",
        "intercom-contacts-create.1",
    ] {
        let text = std::fs::read_to_string(man.join(page)).unwrap();
        assert!(text.starts_with(".ie"), "{page}");
    }
    let text = std::fs::read_to_string(man.join("intercom-contacts-create.1")).unwrap();
    assert!(text.contains("email"));
}

#[test]
fn the_help_lists_commands_variables_and_exit_codes() {
    let stdout = offline(&["--help"]).success();
    for expected in [
        "contacts",
        "INTERCOM_TOKEN",
        "--region",
        "Exit codes:",
        "  5  ",
    ] {
        assert!(stdout.contains(expected), "{stdout}");
    }
    let stdout = offline(&["contacts", "create", "--help"]).success();
    for expected in ["POST /contacts", "--email <TEXT>", "--body <BODY>"] {
        assert!(stdout.contains(expected), "{stdout}");
    }
    // The general options do not depend on the command.
    let run = offline(&["contacts"]);
    assert_eq!(run.code, 2);
}
