package dev.goatdb.testkit.transport;

import dev.goatdb.api.spi.transport.CloseReason;

/// What lies between the two ends of a connection. It calls [PairedLink#arrive(byte[], int)] and
/// [PairedLink#endedByPeer(CloseReason)] of the receiving end, now or later, in the order in which
/// it was called.
interface Wire {

  /// Hands over at once.
  Wire DIRECT =
      new Wire() {
        @Override
        public void frame(PairedLink receiver, byte[] frame) {
          receiver.arrive(frame, frame.length);
        }

        @Override
        public void end(PairedLink receiver, CloseReason reason) {
          receiver.endedByPeer(reason);
        }
      };

  /// Carries a frame.
  void frame(PairedLink receiver, byte[] frame);

  /// Carries the word that the sender closed the link.
  void end(PairedLink receiver, CloseReason reason);
}
