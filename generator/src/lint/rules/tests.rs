//! Each rule, with the smallest document that it finds something in.
