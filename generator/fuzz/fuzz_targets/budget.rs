//! A budget of memory that grows with the size of the input: work that takes more than linear time
//! allocates as well, so that it exceeds the budget without a clock.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The bytes that any input may allocate.
const BASE: usize = 4 << 20;

/// The bytes that may be allocated for each byte of the input, in total and at the same time. A
/// byte of JSON takes up to 100 bytes in memory, and up to 2,000 for the path of a skipped value.
const TOTAL_PER_BYTE: usize = 5_000;
const PEAK_PER_BYTE: usize = 1_000;

#[global_allocator]
static ALLOCATOR: Counting = Counting {
    total: AtomicUsize::new(0),
    live: AtomicUsize::new(0),
    peak: AtomicUsize::new(0),
};

struct Counting {
    total: AtomicUsize,
    live: AtomicUsize,
    peak: AtomicUsize,
}

// SAFETY: every call is passed on to the allocator of the system.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.total.fetch_add(layout.size(), Relaxed);
        let live = self.live.fetch_add(layout.size(), Relaxed) + layout.size();
        self.peak.fetch_max(live, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        self.live.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Asserts that `work` on an input of `size` bytes keeps to the budget.
pub fn assert_linear<T>(size: usize, work: impl FnOnce() -> T) -> T {
    let total = ALLOCATOR.total.load(Relaxed);
    let live = ALLOCATOR.live.load(Relaxed);
    ALLOCATOR.peak.store(live, Relaxed);
    let output = work();
    let total = ALLOCATOR.total.load(Relaxed) - total;
    let peak = ALLOCATOR.peak.load(Relaxed).saturating_sub(live);
    assert!(
        total <= BASE + TOTAL_PER_BYTE * size,
        "{total} bytes in total for {size}"
    );
    assert!(
        peak <= BASE + PEAK_PER_BYTE * size,
        "{peak} bytes at a time for {size}"
    );
    output
}
