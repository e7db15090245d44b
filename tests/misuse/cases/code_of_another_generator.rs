//! Generated code requires a compatible runtime.

intercom_codegen_runtime::assert_compatible!("0.0");

fn main() {}
