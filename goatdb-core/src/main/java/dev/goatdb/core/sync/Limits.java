package dev.goatdb.core.sync;

import dev.goatdb.api.spi.transport.Link;

/// Bounds on everything that a peer can make this process hold or wait for. Sizes in bytes, times
/// in milliseconds.
///
/// @param frameBytes largest frame accepted, at least [#MIN_FRAME_BYTES]
/// @param targetBytes a frame that reaches this size is sent
/// @param windowBytes most bytes of COMMITS frames of one channel that wait for their
///   acknowledgement; a larger single bundle goes alone
/// @param unprocessedBytes most bytes of COMMITS frames of one link that wait for the log before
///   the link is asked for less
/// @param channels most channels of one link
/// @param parkedBytes most bytes of bundles whose session is unknown, of all links together
/// @param heldBytes most bytes of commits dated ahead, of all links together
/// @param outboxBytes most bytes that wait for a full link before it is given up
/// @param remembered most ids that a channel remembers of each kind: refused, received from the
///   peer
/// @param heartbeatMillis a link on which nothing was sent for so long sends a sign of life
/// @param silenceMillis a link on which nothing arrived for so long is given up
/// @param handshakeMillis a handshake that takes longer is given up
/// @param forceMillis least time between two forces of one repository for acknowledgements
/// @param aheadMillis commits dated further ahead of the clock are held
public record Limits(
    int frameBytes,
    int targetBytes,
    int windowBytes,
    int unprocessedBytes,
    int channels,
    int parkedBytes,
    int heldBytes,
    int outboxBytes,
    int remembered,
    long heartbeatMillis,
    long silenceMillis,
    long handshakeMillis,
    long forceMillis,
    long aheadMillis) {

  /// Least size of frames that a peer may ask for: a bundle of the most commits must fit when only
  /// one of them is carried.
  public static final int MIN_FRAME_BYTES = 256 << 10;

  /// What a database uses.
  public static final Limits DEFAULT =
      new Limits(
          Link.MAX_FRAME_BYTES,
          1 << 20,
          4 << 20,
          16 << 20,
          1024,
          16 << 20,
          4 << 20,
          32 << 20,
          1 << 16,
          15_000,
          45_000,
          15_000,
          20,
          600_000);

  /// Checks the bounds that others rely on.
  public Limits {
    if (frameBytes < MIN_FRAME_BYTES || frameBytes > Link.MAX_FRAME_BYTES) {
      throw new IllegalArgumentException("frameBytes is out of range: " + frameBytes);
    }
    if (targetBytes < 1 || targetBytes > frameBytes || windowBytes < 1) {
      throw new IllegalArgumentException("targetBytes or windowBytes is out of range");
    }
  }

  /// {@return the same limits with other sizes of frames}
  ///
  /// @param frame largest frame accepted
  /// @param target a frame that reaches this size is sent
  /// @param window most bytes that wait for their acknowledgement
  public Limits withSizes(int frame, int target, int window) {
    return new Limits(
        frame,
        target,
        window,
        unprocessedBytes,
        channels,
        parkedBytes,
        heldBytes,
        outboxBytes,
        remembered,
        heartbeatMillis,
        silenceMillis,
        handshakeMillis,
        forceMillis,
        aheadMillis);
  }

  /// {@return the same limits with other bounds on what is kept in memory}
  ///
  /// @param parked most bytes of bundles of unknown sessions
  /// @param held most bytes of commits dated ahead
  /// @param outbox most bytes that wait for a full link
  public Limits withMemory(int parked, int held, int outbox) {
    return new Limits(
        frameBytes,
        targetBytes,
        windowBytes,
        unprocessedBytes,
        channels,
        parked,
        held,
        outbox,
        remembered,
        heartbeatMillis,
        silenceMillis,
        handshakeMillis,
        forceMillis,
        aheadMillis);
  }
}
