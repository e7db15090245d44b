//! The threads of a run.

/// The stack of a thread in bytes. Parsing and formatting a type are recursive: this suffices for
/// the deepest type that a document may declare, also without optimization.
const STACK: usize = 64 << 20;

/// Calls a function on threads with a large stack.
pub(crate) fn with_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(threads) => threads.install(work),
        // The system has no more threads: those that exist do the work.
        Err(_) => work(),
    }
}
