//! Prints the TypeScript of the whole UI boundary: every type that the calls, notices and failures reach, then the map
//! of calls. `scripts/types` puts it into `ui/src/api/types.ts`.
#![allow(clippy::print_stdout, reason = "printing is what this program is for")]

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use tackroom_core::api;
use ts_rs::{Config, TS, TypeVisitor};

#[derive(Default)]
struct Declarations {
    config: Config,
    seen: HashSet<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_generics(self);
        T::visit_dependencies(self);
        // Only exported types have a name of their own; the rest (Vec, Option, numbers) is written in place.
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let name = T::name(&self.config);
            let text = format!("{docs}export {}\n", T::decl(&self.config));
            self.by_name.insert(name, text);
        }
    }
}

fn main() {
    let mut all = Declarations::default();
    api::visit_types(&mut all);
    println!("// Written by `cargo run -p tackroom-core --example types`. Do not edit.\n");
    for text in all.by_name.values() {
        println!("{text}");
    }
    print!("{}", api::typescript(&all.config));
}
