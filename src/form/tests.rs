//! Tests of whole forms.
