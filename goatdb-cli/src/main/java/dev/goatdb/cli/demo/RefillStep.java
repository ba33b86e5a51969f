package dev.goatdb.cli.demo;

import dev.goatdb.cli.terminal.Terminal;

/// The server loses its files, all but its key; the peers give it everything back.
///
/// @param cast the three
/// @param narrator prints and judges
record RefillStep(Cast cast, Narrator narrator) {

  void run() {
    narrator.title("4. The server's files are destroyed; the peers refill it");
    String database = cast.server().db().status().database();
    String digest = cast.server().repository().digest();
    cast.disconnect();
    cast.destroyServer();
    narrator.claim(
        cast.server().repository().count() == 0
            && cast.server().db().status().database().equals(database),
        "the server starts empty, and is the same database by its key");
    Terminal.Watch watch = narrator.watch();
    cast.connect();
    cast.sync(narrator);
    double rate = watch.perSecond(cast.server().repository().count());
    narrator.figure("refillItemsPerSecond", rate);
    narrator.claim(
        cast.server().repository().digest().equals(digest),
        "it has everything again, every commit and signature, after %.2f s: %,.0f items/s",
        watch.nanos() / 1e9,
        rate);
  }
}
