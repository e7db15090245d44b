use intercom_codegen::{spec::*, lower, pass};
fn main() {
    let mut apis = vec![];
    for v in std::env::args().skip(1) {
        let raw = RawDocument::load(format!("../../shared/upstream/{v}.yaml")).unwrap();
        let doc = Document::parse(raw, v.parse().ok()).unwrap();
        match lower::lower(&doc) {
            Err(e) => { println!("{v}: {e}"); continue }
            Ok((api, w)) => {
                if !w.is_empty() { println!("{w}"); }
                println!("{v} schemas {} ops {}", api.schemas.len(), api.operations.len());
                match pass::shape(api, &doc) { Err(e) => println!("{e}"), Ok(s) => apis.push(s) }
            }
        }
    }
    let l = pass::unify(&apis);
    println!("{} -> {} (all {}), ops {}", l.component_count(), l.component_shape_count(), l.shapes.len(), l.operations.len());
}
