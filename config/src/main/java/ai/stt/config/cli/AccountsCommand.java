package ai.stt.config.cli;

import ai.stt.app.account.AdminAccount;
import ai.stt.app.account.ChangeAccount;
import ai.stt.app.account.DeleteAccount;
import ai.stt.app.account.ReadAccount;
import ai.stt.app.account.SignUp;
import ai.stt.app.credit.GrantCredits;
import ai.stt.app.job.DropRecordings;
import ai.stt.app.key.CreateKey;
import ai.stt.app.key.NewKey;
import ai.stt.app.storage.Page;
import ai.stt.app.storage.PageRequest;
import ai.stt.config.wiring.Program;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.account.EmailAddress;
import ai.stt.platform.credit.CreditSummary;
import ai.stt.platform.key.ApiKey;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks after accounts, for the operator; also while the server runs. */
@Command(
    name = "accounts",
    description = "Create, list, audit and delete accounts, change their plans and credits.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class AccountsCommand {
  private static final String EMAIL = "EMAIL";
  private static final int PASSWORD_BYTES = 15;

  private final Console console;

  AccountsCommand(Console console) {
    this.console = console;
  }

  @Command(
      name = "create",
      description = "Make an account. Prints its first key, and its password when none is given.",
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(paramLabel = EMAIL) String email,
      @Option(names = "--name", paramLabel = "NAME", defaultValue = "") String name,
      @Option(names = "--plan", paramLabel = "PLAN", description = "Default: the initial one.")
          @Nullable String plan,
      @Option(
              names = "--password",
              paramLabel = "PASSWORD",
              arity = "0..1",
              interactive = true,
              description = "Asks for the password of the console; without, one is made up.")
          char @Nullable [] password,
      @Mixin DatabaseOption database) {
    try (Program program = database.start()) {
      SignUp signUp = program.get(SignUp.class);
      String secret = password == null ? madeUp() : new String(password);
      SignUp.SignedUp made =
          plan == null
              ? signUp.signUp(email, secret, name)
              : signUp.signUp(email, secret, name, plan);
      console.out().printf("account  %d%n", made.account().id());
      console.out().printf("plan     %s%n", made.account().plan());
      if (password == null) {
        console.out().printf("password %s%n", secret);
      }
      console.out().printf("key      %s%n", made.key().secret().reveal());
      console.note("neither is shown again");
      return ExitCode.DONE;
    }
  }

  @Command(name = "list", description = "All accounts.", mixinStandardHelpOptions = true)
  int list(@Mixin DatabaseOption database) {
    try (Program program = database.start()) {
      ReadAccount read = program.get(ReadAccount.class);
      console.out().printf("%-8s %-40s %-12s %10s  %s%n", "ID", EMAIL, "PLAN", "CREDITS", "SINCE");
      var wanted = new PageRequest(100, 0);
      while (true) {
        Page<Account> page = read.list(wanted);
        page.results().forEach(account -> row(read, account));
        int end = wanted.offset() + wanted.limit();
        if (end >= page.count()) {
          return ExitCode.DONE;
        }
        wanted = new PageRequest(wanted.limit(), end);
      }
    }
  }

  private void row(ReadAccount read, Account account) {
    console
        .out()
        .printf(
            "%-8d %-40s %-12s %10d  %s%n",
            account.id(),
            account.email(),
            account.plan(),
            read.read(account.id()).credits().balance(),
            account.createdAt());
  }

  @Command(
      name = "plan",
      description = "Put an account on another plan.",
      mixinStandardHelpOptions = true)
  int plan(
      @Parameters(paramLabel = EMAIL) String email,
      @Parameters(paramLabel = "PLAN") String plan,
      @Mixin DatabaseOption database) {
    try (Program program = database.start()) {
      program.get(ChangeAccount.class).changePlan(find(program, email).id(), plan);
      console.note("%s is on the plan %s".formatted(email, plan));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "delete",
      description =
          "Delete an account with its transcripts, recordings, keys and credits, for good.",
      mixinStandardHelpOptions = true)
  int delete(@Parameters(paramLabel = EMAIL) String email, @Mixin DatabaseOption database) {
    try (Program program = database.start()) {
      program.get(DeleteAccount.class).delete(find(program, email).id());
      var _ = program.get(DropRecordings.class).drop(); // a running server would, within seconds
      console.note("%s is gone".formatted(email));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "credits",
      description = "Grant credits, or take them away with a negative number.",
      mixinStandardHelpOptions = true)
  int credits(
      @Parameters(paramLabel = EMAIL) String email,
      @Parameters(paramLabel = "CREDITS", description = "One per minute of audio.") long credits,
      @Option(
              names = "--reference",
              paramLabel = "TEXT",
              description = "Such as an invoice: the same one again changes nothing.")
          @Nullable String reference,
      @Mixin DatabaseOption database) {
    try (Program program = database.start()) {
      long id = find(program, email).id();
      String key = Optional.ofNullable(reference).orElseGet(() -> "operator " + UUID.randomUUID());
      GrantCredits grant = program.get(GrantCredits.class);
      var _ = credits > 0 ? grant.grant(id, credits, key) : grant.adjust(id, credits, key);
      CreditSummary now = program.get(ReadAccount.class).read(id).credits();
      console.note("%s has %d credits".formatted(email, now.balance()));
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "audit",
      description = "What was done to an account, the newest first: when, what, and of what.",
      mixinStandardHelpOptions = true)
  int audit(
      @Parameters(
              paramLabel = "EMAIL|ID",
              description = "Only its id finds an account that was deleted.")
          String account,
      @Mixin DatabaseOption database) {
    try (Program program = database.start()) {
      long id =
          account.matches("\\d{1,18}") ? Long.parseLong(account) : find(program, account).id();
      List<AuditEvent> events = program.get(ReadAccount.class).audit(id, Integer.MAX_VALUE);
      if (events.isEmpty()) {
        throw new SpeechException(ErrorCode.NOT_FOUND, "nothing is known of account " + id);
      }
      events.forEach(this::row);
      return ExitCode.DONE;
    }
  }

  private void row(AuditEvent event) {
    String what = event.kind().name().toLowerCase(Locale.ROOT);
    console
        .out()
        .println("%-30s %-24s %s".formatted(event.at(), what, event.detail()).stripTrailing());
  }

  @Command(
      name = "key",
      description = "Make a key of an account and print it, this once.",
      mixinStandardHelpOptions = true)
  int key(
      @Parameters(
              paramLabel = EMAIL,
              arity = "0..1",
              description = "Default: the operator's own account.")
          @Nullable String email,
      @Option(names = "--name", paramLabel = "NAME", defaultValue = "From the command line")
          String name,
      @Mixin DatabaseOption database) {
    try (Program program = database.start()) {
      AdminAccount admin = program.get(AdminAccount.class);
      NewKey made =
          admin
              .ensure()
              .filter(first -> email == null)
              .orElseGet(
                  () -> {
                    Account account = email == null ? admin.account() : find(program, email);
                    return program.get(CreateKey.class).create(account.id(), name, ApiKey.ALL);
                  });
      console.out().println(made.secret().reveal());
      return ExitCode.DONE;
    }
  }

  private static Account find(Program program, String email) {
    return program.get(ReadAccount.class).read(new EmailAddress(email)).account();
  }

  private static String madeUp() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
