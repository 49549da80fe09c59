package ai.stt.app.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.stt.app.access.ClientNetwork;
import ai.stt.app.storage.PageRequest;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.app.testing.MovableClock;
import ai.stt.app.testing.Platform;
import ai.stt.platform.account.Account;
import ai.stt.platform.account.AuditEvent;
import ai.stt.platform.account.EmailAddress;
import ai.stt.platform.account.EmailPreferences;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What accounts and sessions promise over any stores. */
public abstract class AccountsContract {
  private static final ClientNetwork HOME = new ClientNetwork("192.0.2.1");
  private static final String PASSWORD = "a long enough phrase";
  private final MovableClock clock = new MovableClock("2026-03-14T09:26:53Z");

  @SuppressWarnings("NullAway.Init") // set before each test
  private Platform platform;

  /** Stores without contents. */
  protected abstract UnitOfWork emptyStores();

  @BeforeEach
  void begin() {
    platform = new Platform(emptyStores(), clock);
  }

  @Test
  void whoSignsUpHasAnAccountAKeyAndTheMonthsCredits() {
    var signedUp = platform.signUp.signUp(" Ada@Example.ORG ", PASSWORD, " Ada ");
    Account account = signedUp.account();
    assertThat(account.email()).isEqualTo(new EmailAddress("ada@example.org"));
    assertThat(account.name()).isEqualTo("Ada");
    assertThat(account.plan()).isEqualTo("small");
    var view = platform.accounts.read(account.id());
    assertThat(view.account()).isEqualTo(account);
    assertThat(view.plan()).isEqualTo(Platform.SMALL);
    assertThat(view.credits().balance()).isEqualTo(10);
    assertThat(view.credits().resetsAt()).isEqualTo("2026-04-01T00:00:00Z");
    assertThat(platform.authenticate.authenticate(signedUp.key().secret().reveal()).account())
        .isEqualTo(account);
    assertThat(platform.accounts.read(account.email())).isEqualTo(view);
    assertThat(platform.accounts.audit(account.id(), 10))
        .extracting(AuditEvent::kind, AuditEvent::detail)
        .containsExactly(
            tuple(AuditEvent.Kind.KEY_CREATED, "key " + signedUp.key().key().id()),
            tuple(AuditEvent.Kind.ACCOUNT_CREATED, "plan small"));
  }

  @Test
  void anAddressHasOneAccountHoweverItIsWritten() {
    platform.account("ada@example.org", Platform.SMALL);
    refused(ErrorCode.CONFLICT, () -> platform.signUp.signUp("ADA@example.org", PASSWORD, "Other"));
    assertThat(platform.accounts.list(PageRequest.FIRST).count()).isEqualTo(1);
  }

  @Test
  void peopleWhoSignUpTogetherWithOneAddressGetOneAccount() {
    long made =
        IntStream.range(0, 8)
            .parallel()
            .filter(
                i -> {
                  try {
                    platform.account("one@example.org", Platform.SMALL);
                    return true;
                  } catch (SpeechException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT);
                    return false;
                  }
                })
            .count();
    assertThat(made).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "ada@",
        "@example.org",
        "a b@example.org",
        "ada@localhost",
        "a@b.c\r\nBcc: x@y.z",
        "' or 1=1 --@example.org x"
      })
  void whatIsNoAddressIsRefused(String email) {
    refused(ErrorCode.INVALID_REQUEST, () -> platform.signUp.signUp(email, PASSWORD, "Ada"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "aaaaaaaaaaaa", "ada@example.org", "ADA@example.org"})
  void aPasswordThatIsEasilyGuessedIsRefused(String password) {
    refused(
        ErrorCode.INVALID_REQUEST,
        () -> platform.signUp.signUp("ada@example.org", password, "Ada"));
  }

  @Test
  void textThatLooksLikeSqlIsJustText() {
    String name = "Robert'); drop table account; --";
    Account account = platform.account("bobby@example.org", Platform.SMALL);
    platform.change.change(account.id(), name(name));
    assertThat(platform.accounts.read(account.id()).account().name()).isEqualTo(name);
  }

  @Test
  void aSessionBeginsWithThePasswordAndEnds() {
    Account account = platform.account("ada@example.org", Platform.SMALL);
    var first = platform.logIn.logIn("ada@example.org", PASSWORD, HOME);
    var second = platform.logIn.logIn("Ada@example.org", PASSWORD, HOME);
    assertThat(first.token()).hasSizeGreaterThanOrEqualTo(43).isNotEqualTo(second.token());
    assertThat(platform.logIn.resume(first.token())).isEqualTo(account);

    platform.logIn.logOut(first.token());
    platform.logIn.logOut(first.token());
    refused(ErrorCode.UNAUTHORIZED, () -> platform.logIn.resume(first.token()));
    clock.move(LogIn.SESSION.minusSeconds(1));
    assertThat(platform.logIn.resume(second.token())).isEqualTo(account);
    clock.move(Duration.ofSeconds(1));
    refused(ErrorCode.UNAUTHORIZED, () -> platform.logIn.resume(second.token()));
    refused(ErrorCode.UNAUTHORIZED, () -> platform.logIn.resume("made up"));
  }

  @Test
  void aWrongPasswordAndAnUnknownAddressGetTheSameAnswer() {
    platform.account("ada@example.org", Platform.SMALL);
    var wrong = refusal(() -> platform.logIn.logIn("ada@example.org", "another phrase", HOME));
    var unknown = refusal(() -> platform.logIn.logIn("eve@example.org", PASSWORD, HOME));
    var noAddress = refusal(() -> platform.logIn.logIn("eve", PASSWORD, HOME));
    assertThat(wrong.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(unknown).hasMessage(wrong.getMessage());
    assertThat(noAddress).hasMessage(wrong.getMessage());
  }

  @Test
  void guessingIsSlowedDownWithoutLockingTheOwnerOut() {
    platform.account("ada@example.org", Platform.SMALL);
    var thief = new ClientNetwork("203.0.113.9");
    for (int i = 0; i < 10; i++) {
      refused(
          ErrorCode.UNAUTHORIZED, () -> platform.logIn.logIn("ada@example.org", "a guess", thief));
    }
    var limit = refusal(() -> platform.logIn.logIn("ada@example.org", PASSWORD, thief));
    assertThat(limit.code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(limit.retryAfter().orElseThrow())
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofMinutes(15));
    assertThat(platform.logIn.logIn("ada@example.org", PASSWORD, HOME).token()).isNotEmpty();
    clock.move(limit.retryAfter().orElseThrow());
    assertThat(platform.logIn.logIn("ada@example.org", PASSWORD, thief).token()).isNotEmpty();
  }

  @Test
  void onlyWhatIsNamedChanges() {
    Account account = platform.account("ada@example.org", Platform.SMALL);
    var change =
        new ChangeAccount.Change(
            Optional.empty(),
            Optional.of(false),
            Optional.empty(),
            Optional.of(true),
            Optional.of(true));
    Account changed = platform.change.change(account.id(), change);
    assertThat(changed)
        .isEqualTo(
            account
                .withEmailPreferences(new EmailPreferences(false, true, true))
                .withKeepsAudio(true));
    assertThat(platform.accounts.read(account.id()).account()).isEqualTo(changed);
    refused(
        ErrorCode.INVALID_REQUEST, () -> platform.change.change(account.id(), name("two\nlines")));
    refused(ErrorCode.NOT_FOUND, () -> platform.change.change(Long.MAX_VALUE, change));
    refused(ErrorCode.NOT_FOUND, () -> platform.change.change(-1, change));
  }

  @Test
  void anotherPlanHoldsAtOnceAndIsWrittenDown() {
    var signedUp = platform.signUp("ada@example.org", Platform.SMALL);
    long id = signedUp.account().id();
    String secret = signedUp.key().secret().reveal();
    platform.authenticate.authenticate(secret);
    platform.change.changePlan(id, "bought");
    assertThat(platform.authenticate.authenticate(secret).account().plan()).isEqualTo("bought");
    refused(ErrorCode.INVALID_REQUEST, () -> platform.change.changePlan(id, "golden"));
    assertThat(platform.accounts.audit(id, 1))
        .extracting(AuditEvent::kind, AuditEvent::detail)
        .containsExactly(tuple(AuditEvent.Kind.PLAN_CHANGED, "plan bought"));
  }

  @Test
  void whatIsDeletedIsGoneExceptTheLineThatSaysSo() {
    var signedUp = platform.signUp("gone@example.org", Platform.SMALL);
    long id = signedUp.account().id();
    var session = platform.logIn.logIn("gone@example.org", PASSWORD, HOME);
    platform.spend.hold(id, Platform.SMALL, 3, "job:1");
    platform.spend.settle(id, "job:1", 2);
    platform.countRequests.count(id);
    platform.countRequests.flush();
    Account other = platform.account("stays@example.org", Platform.SMALL);

    platform.delete.delete(id);
    String secret = signedUp.key().secret().reveal();
    refused(ErrorCode.UNAUTHORIZED, () -> platform.authenticate.authenticate(secret));
    refused(ErrorCode.UNAUTHORIZED, () -> platform.logIn.resume(session.token()));
    refused(ErrorCode.NOT_FOUND, () -> platform.accounts.read(id));
    refused(ErrorCode.NOT_FOUND, () -> platform.delete.delete(id));
    assertThat(platform.credits.entries(id, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(platform.usage.lastThirtyDays(id).total().requests()).isZero();
    assertThat(platform.accounts.audit(id, 10))
        .containsExactly(new AuditEvent(id, AuditEvent.Kind.ACCOUNT_DELETED, "", clock.instant()));
    assertThat(platform.accounts.list(PageRequest.FIRST).results()).containsExactly(other);
    assertThat(platform.account("gone@example.org", Platform.SMALL).id()).isNotEqualTo(id);
  }

  @Test
  void accountsAreListedInPages() {
    List<Account> all =
        IntStream.range(0, 3)
            .mapToObj(i -> platform.account("a%d@example.org".formatted(i), Platform.SMALL))
            .toList();
    var page = platform.accounts.list(new PageRequest(2, 1));
    assertThat(page.count()).isEqualTo(3);
    assertThat(page.results()).isEqualTo(all.subList(1, 3));
    assertThat(platform.accounts.list(new PageRequest(2, 9)).results()).isEmpty();
    refused(ErrorCode.INVALID_REQUEST, () -> new PageRequest(-1, 0));
    refused(ErrorCode.INVALID_REQUEST, () -> new PageRequest(1, -1));
  }

  private static ChangeAccount.Change name(String name) {
    return new ChangeAccount.Change(
        Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static void refused(ErrorCode code, Runnable work) {
    assertThat(refusal(work).code()).isEqualTo(code);
  }

  private static SpeechException refusal(Runnable work) {
    try {
      work.run();
    } catch (SpeechException e) {
      return e;
    }
    throw new AssertionError("was not refused");
  }
}
