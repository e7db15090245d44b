//! Everything that tests the generator and the client it makes.

mod wire;
