/// Time, chance and threads: everything that the engine takes from its surroundings besides storage
/// and transport comes through [dev.goatdb.api.spi.runtime.Env], so that a simulator can run the
/// real engine in one thread from one seed.
package dev.goatdb.api.spi.runtime;
