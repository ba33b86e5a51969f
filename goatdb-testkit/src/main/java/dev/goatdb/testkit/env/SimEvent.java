package dev.goatdb.testkit.env;

import java.util.function.BooleanSupplier;

/// Something that happens at a virtual time. Events of the same time happen in the order in which
/// they were enqueued.
///
/// @param nanos when
/// @param sequence breaks ties
/// @param label for people and for the trace
/// @param alive asked when the time has come; an event that is not alive is dropped silently
/// @param task what happens
record SimEvent(long nanos, long sequence, String label, BooleanSupplier alive, Runnable task)
    implements Comparable<SimEvent> {

  @Override
  public int compareTo(SimEvent other) {
    int byTime = Long.compare(nanos, other.nanos);
    return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return label + " at " + nanos + " ns";
  }
}
