//! The files that a run makes.
