/// Links over WebSockets, client and server.
///
/// A frame of a link is one binary WebSocket message, whole at both ends, in as many WebSocket
/// fragments as the libraries like. [dev.goatdb.transport.ws.WsLink] keeps the promises of a link
/// for both sides; behind [dev.goatdb.transport.ws.WsSocket] it does not know which library carries
/// it: Jetty where connections are accepted, the JDK's client where they are made.
///
/// **Reading.** Both libraries read only on demand. A link demands one fragment at a time and reads
/// one frame ahead of what its handler requested, then stops: that keeps memory bounded, lets TCP
/// slow the sender down, and still notices a closing peer on an idle link.
///
/// **Writing.** A frame is copied and handed to the library at once, until 4 MiB are under way;
/// then the link is full and says so, and says when half of it has drained.
///
/// **Calls to the handler** are made one at a time by [dev.goatdb.transport.ws.Turns], on the
/// thread that read the frame when nothing else is going on, otherwise on a virtual thread of the
/// environment. No lock is held meanwhile.
///
/// **Ending.** Closing lets what is under way go out, then the closing handshake runs in the
/// background for at most 2 seconds. Each side pings every 20 seconds and gives a peer up that it
/// has not heard for 60.
package dev.goatdb.transport.ws;
