import org.jspecify.annotations.NullMarked;

/// A merge strategy of somebody else: nothing but a service.
@NullMarked
module dev.goatdb.it.queue {
  requires dev.goatdb.merge.spi;
  requires static org.jspecify;

  provides dev.goatdb.merge.spi.MergeStrategy with
      dev.goatdb.it.queue.BoundedQueue;
}
