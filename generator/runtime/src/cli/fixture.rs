//! The command line of the tests.

use super::arguments;
use super::command::command;
use super::description::{
    Body, Credential, CredentialKind, Description, Input, Kind, Operation, Program, Version,
};
use super::failure::Failure;
use super::settings::{self, Secrets};
use super::tree::Tree;
use crate::{DefaultService, Request};

pub(super) static PROGRAM: Program = Program::new::<DefaultService>(Description {
    name: "harbour",
    about: "Ships and harbours.",
    version: "1.0.0",
    user_agent: "harbour/1.0.0",
    regions: &[("eu", "https://eu.harbour.example")],
    versions: &[version("1.1"), version("1.2"), version("preview")],
    default_version: 1,
    tags: &[("ships", "Ships.")],
});

const fn version(label: &'static str) -> Version {
    Version {
        label,
        header: None,
        base_url: Some("https://harbour.example"),
        credentials: &[Credential {
            kind: CredentialKind::Bearer,
            variable: "TOKEN",
        }],
        selects_authorization: false,
        operations: OPERATIONS,
    }
}

pub(super) static OPERATIONS: &[&Operation] = &[
    &Operation {
        parameters: &[
            Input::query("per_page", Kind::Integer, "The size of a page."),
            Input::query("order", Kind::Text, "The order.").values(&["asc", "desc"]),
            Input::query("archived", Kind::Boolean, "Whether to list archived ships."),
            Input::query("ids", Kind::Text, "The ids.").list(),
        ],
        ..operation("ListShips", "list_ships", "GET", "/ships")
    },
    &Operation {
        parameters: &[
            Input::path("harbour", Kind::Text, "The harbour."),
            Input::query("name", Kind::Text, "A name."),
            Input::query("output", Kind::Text, "An output."),
        ],
        body: Body::Json(None),
        fields: &[
            Input::body("name", Kind::Text, "The name.").required(),
            Input::body("crew", Kind::Text, "The crew.").list(),
            Input::body("length", Kind::Number, "The length in metres."),
            Input::body("type", Kind::Text, "").constant("\"ship\""),
        ],
        ..operation(
            "CreateShip",
            "create_ship",
            "POST",
            "/harbours/{harbour}/ships",
        )
    },
    &Operation {
        body: Body::Multipart,
        fields: &[
            Input::body("chart", Kind::File(""), "The chart.").required(),
            Input::body("title", Kind::Text, "The title."),
        ],
        ..operation("UploadChart", "upload_chart", "POST", "/charts")
    },
    &Operation {
        parameters: &[Input::query("edition", Kind::Any, "").constant("2")],
        body: Body::Multipart,
        fields: &[
            Input::body("kind", Kind::Any, "").constant("\"sea\""),
            Input::body("title", Kind::Text, "The title."),
            Input::body("legend", Kind::Text, "The legend.").media_type("text/html"),
            Input::body("scale", Kind::Any, "The scale.").media_type("application/vnd.scale+json"),
        ],
        ..operation("PrintChart", "print_chart", "POST", "/prints")
    },
    &Operation {
        body: Body::Multipart,
        fields: &[
            Input::body("cover", Kind::File(""), "The cover."),
            Input::body("files", Kind::NamedFile, "The charts.").list(),
        ],
        ..operation("BindCharts", "bind_charts", "POST", "/atlases")
    },
    &Operation {
        body: Body::Bytes(Some("image/*")),
        is_deprecated: true,
        ..operation("SetPhoto", "set_photo", "PUT", "/photo")
    },
    &Operation {
        body: Body::Multipart,
        requires_form: true,
        fields: &[Input::body("note", Kind::Text, "A note.")],
        ..operation("RingBell", "ring_bell", "POST", "/bell")
    },
    &Operation {
        body: Body::Fields,
        requires_form: true,
        ..operation("LightBeacon", "light_beacon", "POST", "/beacon")
    },
    &Operation {
        tag: "api",
        ..operation("GetStatus", "get_status", "GET", "/status")
    },
];

const fn operation(
    id: &'static str,
    name: &'static str,
    method: &'static str,
    path: &'static str,
) -> Operation {
    Operation::new("ships", name, id, method, path)
}

/// Returns the request that arguments describe, without credentials.
pub(super) fn request(arguments: &str) -> Result<Request, Failure> {
    let version = &PROGRAM.description.versions[0];
    let tree = Tree::of(version.operations, PROGRAM.description.tags);
    let arguments = ["harbour"].into_iter().chain(arguments.split(' '));
    let matches = command(&PROGRAM, version, &tree)
        .try_get_matches_from(arguments)
        .map_err(|error| Failure::Usage(error.to_string()))?;
    let (group, inner) = matches.subcommand().unwrap();
    if group == "api" {
        let connection = settings::connect(&PROGRAM, version, inner, Secrets::None)?;
        return arguments::any_request(&connection, inner);
    }
    let (name, inner) = inner.subcommand().unwrap();
    let connection = settings::connect(&PROGRAM, version, inner, Secrets::None)?;
    arguments::request(&connection, tree.leaf(group, name).unwrap(), inner)
}
