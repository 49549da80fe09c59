package ai.stt.config.cli;

import ai.stt.app.credit.LedgerMismatch;
import ai.stt.app.credit.ReadCredits;
import ai.stt.config.wiring.Program;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the books, for the operator; also while the server runs. */
@Command(
    name = "credits",
    description = "Check the ledger of credits.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class CreditsCommand {
  private final Console console;

  CreditsCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "audit",
      description = "Add every ledger up; exit code 1 when a balance does not agree.",
      mixinStandardHelpOptions = true)
  int audit(@Mixin DatabaseOption database) {
    try (Program program = database.start()) {
      List<LedgerMismatch> wrong = program.get(ReadCredits.class).audit();
      for (LedgerMismatch each : wrong) {
        console
            .out()
            .printf(
                "account %d: available %d, ledger says %d; reserved %d, ledger says %d%n",
                each.accountId(),
                each.available(),
                each.availableSum(),
                each.reserved(),
                each.reservedSum());
      }
      console.note(
          wrong.isEmpty()
              ? "every balance is what its ledger adds up to"
              : wrong.size() + " account(s) do not agree with their ledgers");
      return wrong.isEmpty() ? ExitCode.DONE : ExitCode.FAULT;
    }
  }
}
