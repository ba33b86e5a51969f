/// A queue that keeps what is most urgent, as an example of a merge strategy.
package dev.goatdb.it.queue;
