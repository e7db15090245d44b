//! Sets `cfg(has_upstream)` if `INTERCOM_OPENAPI` names a checkout of the published documents.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(has_upstream)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=INTERCOM_OPENAPI");
    if std::env::var_os("INTERCOM_OPENAPI").is_some() {
        println!("cargo::rustc-cfg=has_upstream");
    }
}
