package dev.goatdb.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

/// The process of one contender: takes a sample whenever a line on its input asks for one, and
/// otherwise does nothing.
final class Worker {

  /// How an answer starts that is not a sample.
  static final String FAILED = "failed: ";

  private final Probe probe;
  private String before = "";

  private Worker(Probe probe) {
    this.probe = probe;
  }

  /// Answers until its input ends.
  ///
  /// @param arguments contender, directory, number of documents
  /// @throws IOException if a file cannot be read or removed
  /// @throws SQLException if SQLite fails
  static void main(String[] arguments) throws IOException, SQLException {
    PrintStream answers = System.out;
    // Whatever a library prints must not look like an answer.
    System.setOut(System.err);
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Contender contender = Contender.valueOf(arguments[0]);
    Path directory = Path.of(arguments[1]);
    try (Probe probe = new Probe(contender, directory, Integer.parseInt(arguments[2]))) {
      Worker worker = new Worker(probe);
      for (String question = questions.readLine();
          question != null;
          question = questions.readLine()) {
        answers.println(worker.answer(question));
        answers.flush();
      }
    }
  }

  private String answer(String question) throws SQLException {
    String[] words = question.split(" ");
    if (words[0].equals("close")) {
      probe.close();
      return "closed";
    }
    if (!words[0].equals(before)) {
      // The garbage of another row is not this one's.
      System.gc();
      before = words[0];
    }
    try {
      return probe.sample(Row.valueOf(words[0]), Integer.parseInt(words[1])).line();
    } catch (IOException | SQLException | RuntimeException e) {
      // Not the end of the run: the others have figures still to come. The run fails when it is
      // over.
      e.printStackTrace();
      return FAILED + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }
}
