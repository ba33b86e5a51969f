/// JSON at the edge: values, documents, schemas and lines of data. The engine knows nothing of it.
///
/// A value prints as the JSON that reads as the same value with its schema at hand: text as a
/// string, numbers as numbers, time in ISO 8601, bytes in base 64, sets as sorted arrays. Members
/// of maps are sorted, so that equal values print alike.
package dev.goatdb.cli.json;
