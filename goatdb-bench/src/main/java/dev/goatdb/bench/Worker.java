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

  private Worker() {}

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
      for (String question = questions.readLine();
          question != null;
          question = questions.readLine()) {
        answers.println(answer(probe, question));
        answers.flush();
      }
    }
  }

  private static String answer(Probe probe, String question) throws IOException, SQLException {
    String[] words = question.split(" ");
    if (words[0].equals("close")) {
      probe.close();
      return "closed";
    }
    // The garbage of the sample before, and that of the check after it, is nobody's but this
    // contender's.
    System.gc();
    return probe.sample(Row.valueOf(words[0]), Integer.parseInt(words[1])).line();
  }
}
