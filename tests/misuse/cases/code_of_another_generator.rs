//! Generated code and the runtime belong together.

intercom_codegen_runtime::assert_compatible!("0.0");

fn main() {}
