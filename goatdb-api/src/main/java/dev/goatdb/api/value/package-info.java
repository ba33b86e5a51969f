/// What a field can hold: [dev.goatdb.api.value.Value], a sealed family of immutable values.
///
/// Two values are equal exactly when their canonical encodings are the same bytes. `Int64` 1 and
/// `Float64` 1.0 are different values; `0.0` and `-0.0` are different; there is one NaN.
package dev.goatdb.api.value;
