/// The contract of a transport: move whole frames between two processes, in order, in both
/// directions. A transport knows nothing of what is in a frame.
///
/// `TransportContract` in `goatdb-testkit` tests a transport against it.
package dev.goatdb.api.spi.transport;
