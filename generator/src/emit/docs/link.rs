//! Links to modules and types.
//!
//! rustdoc rejects a link to an item with the name of a macro or a primitive type, which are in scope
//! everywhere: a disambiguator names the kind of item. Names in paths are not ambiguous.

/// The derive macros of the prelude.
const DERIVES: &[&str] = &[
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "Hash",
    "Ord",
    "PartialEq",
    "PartialOrd",
];

/// The primitive types, and the macros and functions of the prelude.
const MODULES: &[&str] = &[
    "alloc_error_handler",
    "array",
    "assert",
    "assert_eq",
    "assert_ne",
    "bench",
    "bool",
    "cfg",
    "cfg_accessible",
    "cfg_eval",
    "cfg_select",
    "char",
    "column",
    "compile_error",
    "concat",
    "concat_bytes",
    "concat_idents",
    "const_format_args",
    "contracts_ensures",
    "contracts_requires",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "define_opaque",
    "deref",
    "derive",
    "derive_const",
    "drop",
    "env",
    "eprint",
    "eprintln",
    "f128",
    "f16",
    "f32",
    "f64",
    "file",
    "fn",
    "format",
    "format_args",
    "format_args_nl",
    "global_allocator",
    "global_asm",
    "i128",
    "i16",
    "i32",
    "i64",
    "i8",
    "include",
    "include_bytes",
    "include_str",
    "is_x86_feature_detected",
    "isize",
    "line",
    "log_syntax",
    "matches",
    "module_path",
    "never",
    "option_env",
    "panic",
    "pattern_type",
    "pointer",
    "print",
    "println",
    "reference",
    "slice",
    "str",
    "stringify",
    "test",
    "test_case",
    "thread_local",
    "todo",
    "trace_macros",
    "tuple",
    "type_ascribe",
    "u128",
    "u16",
    "u32",
    "u64",
    "u8",
    "unimplemented",
    "unit",
    "unreachable",
    "usize",
    "vec",
    "write",
    "writeln",
];

/// Returns a link to a module in scope.
pub(in crate::emit) fn module(name: &str) -> String {
    if MODULES.contains(&name) {
        format!("[`{name}`](mod@{name})")
    } else {
        format!("[`{name}`]")
    }
}

/// Returns a link to a type at a path.
pub(in crate::emit) fn ty(name: &str, path: &str) -> String {
    if DERIVES.contains(&path) {
        format!("[`{name}`](type@{path})")
    } else if name == path {
        format!("[`{name}`]")
    } else {
        format!("[`{name}`]({path})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_names_that_are_in_scope_everywhere_are_unambiguous() {
        assert_eq!(module("ships"), "[`ships`]");
        for name in ["test", "bool", "drop", "derive", "unit", "vec"] {
            assert_eq!(module(name), format!("[`{name}`](mod@{name})"));
        }
        assert_eq!(ty("Ship", "Ship"), "[`Ship`]");
        assert_eq!(ty("Clone", "Clone"), "[`Clone`](type@Clone)");
        assert_eq!(ty("ship::Clone", "ship::Clone"), "[`ship::Clone`]");
        assert_eq!(ty("Hash", "crate::Hash"), "[`Hash`](crate::Hash)");
    }
}
