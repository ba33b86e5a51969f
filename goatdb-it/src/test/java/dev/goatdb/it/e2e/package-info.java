/// End-to-end tests: files on disk and WebSockets on loopback, nothing but the public types.
package dev.goatdb.it.e2e;
