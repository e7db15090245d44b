//! Misuse of the client does not compile, and the compiler explains why.

#[test]
fn misuse_does_not_compile() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
