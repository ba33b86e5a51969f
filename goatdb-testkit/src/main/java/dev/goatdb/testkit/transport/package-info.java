/// Transports without a wire.
///
/// [dev.goatdb.testkit.transport.MemoryTransportProvider] joins databases of one process, on real
/// threads or in the simulator. [dev.goatdb.testkit.transport.FakeNetwork] joins the nodes of a
/// simulation and can delay, cut, partition and garble, all by the simulation's seed. Both move
/// frames through the same pair of links, which keeps the promises of
/// [dev.goatdb.api.spi.transport.Link]: frames wait at the receiver until they are requested, what
/// waits or travels is bounded, and the handler of a link is called from the turns of one worker
/// only.
package dev.goatdb.testkit.transport;
