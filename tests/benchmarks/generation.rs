//! The cost of code generation for documents of three sizes: time and memory must grow linearly.
//! Each size is measured in a separate process, for its peak memory: `cargo bench -p
//! intercom-benchmarks --bench generation`.

use std::fmt::Write as _;
use std::process::Command;
use std::time::Instant;

use intercom_codegen::Generator;

/// The allocator that the program uses.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The numbers of schemas; there is one operation per five schemas.
const SIZES: [usize; 3] = [5_000, 16_000, 50_000];

fn main() {
    match std::env::var("SCHEMAS").map(|size| size.parse()) {
        Ok(Ok(schemas)) => measure(schemas),
        _ => {
            println!("schemas operations document/MB output/MB  time/s ns/byte  peak/MB");
            for size in SIZES {
                let this = std::env::current_exe().expect("the executable has a path");
                let status = Command::new(this).env("SCHEMAS", size.to_string()).status();
                assert!(status.expect("the process can be started").success());
            }
        }
    }
}

fn measure(schemas: usize) {
    let operations = schemas / 5;
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    let path = folder.path().join("port.yaml");
    let text = document(schemas, operations);
    let size = text.len();
    std::fs::write(&path, text).expect("the document can be written");
    let start = Instant::now();
    let output = Generator::document(path)
        .generate()
        .expect("the document is valid");
    let time = start.elapsed();
    let written: usize = output.files.iter().map(|(_, text)| text.len()).sum();
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    println!(
        "{schemas:>7} {operations:>10} {:>11.1} {:>9.1} {:>7.2} {:>7.0} {:>8}",
        megabytes(size),
        megabytes(written),
        time.as_secs_f64(),
        time.as_nanos() as f64 / size as f64,
        peak().map_or_else(
            || "unknown".to_owned(),
            |peak| format!("{:.0}", megabytes(peak))
        ),
    );
    if std::env::var_os("STAGES").is_some() {
        for (stage, time) in output.stages {
            println!("{stage:>20} {:.2} s", time.as_secs_f64());
        }
    }
}

/// Returns the peak memory of the process in bytes, or `None` on systems without `/proc`.
fn peak() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: usize = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Returns a document with objects that refer to each other, lists, enums and unions, and with
/// operations that list, create, get and delete.
fn document(schemas: usize, operations: usize) -> String {
    let mut text = "openapi: 3.0.3\ninfo: {title: Port, version: '1'}\n\
                    servers: [{url: 'https://port.test'}]\npaths:\n"
        .to_owned();
    for number in 0..operations / 4 {
        let schema = number * 20 % schemas;
        let _ = write!(
            text,
            "  /berths{number}:
    get:
      operationId: listBerths{number}
      tags: [Pier {}]
      parameters:
      - {{name: page, in: query, schema: {{type: integer}}}}
      - {{name: sort, in: query, schema: {{type: string, enum: [name, length]}}}}
      responses:
        '200': {{description: OK, content: {{application/json: {{schema: {{type: array, items: {{$ref: '#/components/schemas/ship{schema}'}}}}}}}}}}
    post:
      operationId: createBerth{number}
      tags: [Pier {0}]
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/ship{schema}'}}}}}}}}
      responses: {{'200': {{description: OK, content: {{application/json: {{schema: {{$ref: '#/components/schemas/ship{schema}'}}}}}}}}}}
  /berths{number}/{{id}}:
    parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
    get:
      operationId: getBerth{number}
      tags: [Pier {0}]
      responses: {{'200': {{description: OK, content: {{application/json: {{schema: {{$ref: '#/components/schemas/ship{schema}'}}}}}}}}}}
    delete:
      operationId: deleteBerth{number}
      tags: [Pier {0}]
      responses: {{'204': {{description: Gone}}}}
",
            number / 25
        );
    }
    text.push_str("components:\n  schemas:\n");
    for number in 0..schemas {
        let schema = match number % 10 {
            8 => "type: string\n      enum: [moored, sailing, sunk]\n".to_owned(),
            7 => format!(
                "type: object
      properties:
        kind: {{type: string}}
        home: {{type: object, properties: {{port: {{type: string}}, pier: {{type: integer}}}}}}
        line{number}: {{type: array, items: {{type: string}}}}
"
            ),
            9 => format!(
                "oneOf: [{{$ref: '#/components/schemas/ship{}'}}, {{type: string}}]\n",
                number - 9
            ),
            _ => format!(
                "type: object
      description: A ship of the line {number}.
      properties:
        id: {{type: string, description: Identifies the ship.}}
        name{number}: {{type: string}}
        length: {{type: number, description: In metres.}}
        launched_at: {{type: integer, format: date-time}}
        state: {{$ref: '#/components/schemas/ship{}'}}
        cargo: {{$ref: '#/components/schemas/ship{}'}}
        sisters: {{type: array, items: {{$ref: '#/components/schemas/ship{number}'}}}}
",
                number - number % 10 + 8,
                (number + 10) % schemas,
            ),
        };
        let _ = write!(text, "    ship{number}:\n      {schema}");
    }
    text
}
