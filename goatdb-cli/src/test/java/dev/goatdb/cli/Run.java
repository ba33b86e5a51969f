package dev.goatdb.cli;

import dev.goatdb.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One run of the program within this process.
record Run(int code, String out, String err) {

  static Run of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Terminal terminal =
        new Terminal(new PrintWriter(out), new PrintWriter(err), false, System::nanoTime, () -> {});
    int code = Main.run(terminal, arguments);
    return new Run(code, out.toString(), err.toString());
  }

  /// Standard output as JSON: one document and nothing else.
  JsonNode json() {
    return JsonMapper.builder()
        .enable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build()
        .readTree(out);
  }
}
