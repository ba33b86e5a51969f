package dev.goatdb.transport.ws;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The HTTP side of the port: says that the server is up, and lets WebSockets through at one path.
final class HttpFront extends Handler.Wrapper {

  private static final String HEALTH_PATH = "/health";
  private static final byte[] OK = "ok".getBytes(StandardCharsets.US_ASCII);

  private final String webSocketPath;

  HttpFront(String webSocketPath, Handler upgrades) {
    super(upgrades);
    this.webSocketPath = webSocketPath;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    if (path.equals(HEALTH_PATH) && HttpMethod.GET.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
      response.write(true, ByteBuffer.wrap(OK), callback);
      return true;
    }
    return path.equals(webSocketPath) && super.handle(request, response, callback);
  }
}
