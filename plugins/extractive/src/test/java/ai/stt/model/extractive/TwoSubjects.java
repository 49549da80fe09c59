package ai.stt.model.extractive;

import ai.stt.plugin.understanding.SourceText;

/** A text about bees, and then about a printer. */
final class TwoSubjects {
  static final SourceText TEXT =
      SourceText.of(
          """
          The bees arrived in April and settled in the garden behind the school.
          Each hive of bees needs water, flowers and a quiet place in the garden.
          Our beekeeper checks the hives every week and counts the bees.
          The bees make about thirty kilos of honey in each hive.
          Children learn how bees dance to show where flowers are.
          The honey from the garden is sold to parents of the school.
          In winter the bees stay in the hive and live on honey.
          A new hive for the bees is planned for the garden.
          The printer on the second floor does not print any more.
          Paper is stuck in the printer and the toner is empty.
          The printer company wants to repair the printer next month.
          A new printer with cheap toner would save a lot of paper.
          Everybody in the office prints contracts on this printer.
          The toner for the old printer is no longer made.
          Until the printer works, contracts are printed on the first floor.
          The office will order a new printer with two trays for paper.
          """);

  private TwoSubjects() {}
}
