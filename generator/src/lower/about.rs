//! The object `info` of a document: description, version, contact and licence.

use openapiv3::Info;

use crate::model::{About, Contact, License};

/// The licences that are recognized by their names in documents.
const LICENSES: [&str; 14] = [
    "0BSD",
    "AGPL-3.0-only",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC-BY-4.0",
    "CC0-1.0",
    "EUPL-1.2",
    "GPL-3.0-only",
    "ISC",
    "LGPL-3.0-only",
    "MIT",
    "MPL-2.0",
    "Unlicense",
];

pub(super) fn about(info: &Info) -> About {
    let license = info.license.as_ref();
    About {
        description: info.description.clone(),
        version: info.version.clone(),
        contact: info.contact.as_ref().map(|contact| Contact {
            name: contact.name.clone(),
            url: contact.url.clone(),
            email: contact.email.clone(),
        }),
        license: license.map(|license| License {
            name: license.name.clone(),
            spdx: spdx(&license.name),
        }),
    }
}

/// Returns the SPDX identifier of a licence: `Apache-2.0` for `Apache 2.0` or `Apache License,
/// Version 2.0`.
fn spdx(name: &str) -> Option<&'static str> {
    let name = plain(name);
    LICENSES.into_iter().find(|id| plain(id) == name)
}

/// Returns the distinctive letters and digits of the name of a licence.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|character: char| !character.is_alphanumeric());
    let is_common = |word: &&str| ["the", "license", "licence", "version"].contains(word);
    words.filter(|word| !is_common(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::spdx;

    #[test]
    fn licences_are_recognized_by_their_names() {
        for (name, expected) in [
            ("MIT", Some("MIT")),
            ("The MIT License", Some("MIT")),
            ("Apache 2.0", Some("Apache-2.0")),
            ("Apache License, Version 2.0", Some("Apache-2.0")),
            ("BSD 3-Clause", Some("BSD-3-Clause")),
            ("Apache", None),
            ("Proprietary", None),
            ("", None),
        ] {
            assert_eq!(spdx(name), expected, "{name}");
        }
    }
}
