package ai.stt.config.account;

import static org.assertj.core.api.Assertions.assertThat;

import ai.stt.app.testing.Platform;
import ai.stt.platform.credit.CreditSummary;
import ai.stt.platform.job.Job;
import ai.stt.speech.error.ErrorCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More orders at once than an account can pay, over HTTP, at two servers on one database. */
@Timeout(120)
final class CrowdedAccountTest {
  private static final int ORDERS = 200;
  private static final int PAID = 10;

  /** Full for a moment: to be asked again. */
  private static final Set<Integer> FULL = Set.of(429, 503);

  @Test
  void twoHundredOrdersAtOnceOnTenCreditsAreTenTranscripts(@TempDir Path folder) throws Exception {
    try (var migrated = new MigratedDatabase(folder);
        var one = server(migrated, folder, "one");
        var two = server(migrated, folder, "two")) {
      var signedUp = one.platform.signUp("ada@example.org", Platform.CROWD);
      String key = signedUp.key().secret().reveal();
      long account = signedUp.account().id();
      int refused = 0;
      int done = 0;
      for (HttpResponse<String> answer : answers(one, two, key)) {
        JsonNode body = AccountClient.json(answer);
        if (answer.statusCode() == 402) {
          assertThat(body.at("/code").asText()).isEqualTo("no_credits");
          refused++;
        } else {
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
          switch (one.jobs
              .await
              .await(body.at("/id").asLong(), Duration.ofSeconds(60))
              .orElseThrow()) {
            case Job.Completed _ -> done++;
            case Job.Failed failed -> {
              assertThat(failed.code()).isEqualTo(ErrorCode.NO_CREDITS);
              refused++;
            }
            case Job other -> throw new AssertionError(other);
          }
        }
      }
      assertThat(done).isEqualTo(PAID);
      assertThat(refused).isEqualTo(ORDERS - PAID);
      CreditSummary credits = two.platform.credits.summary(account, Platform.CROWD);
      assertThat(new long[] {credits.balance(), credits.reserved(), credits.used()})
          .containsExactly(0, 0, PAID);
      assertThat(two.platform.credits.audit()).isEmpty();
    }
  }

  /** Two servers have one store of recordings, and each its own folder for all else. */
  private static AccountServer server(MigratedDatabase migrated, Path folder, String name)
      throws Exception {
    Path own = Files.createDirectories(folder.resolve(name));
    Path blobs = Files.createDirectories(folder.resolve("blobs"));
    Files.createSymbolicLink(own.resolve("blobs"), blobs);
    return new AccountServer(migrated.database(), own);
  }

  private static List<HttpResponse<String>> answers(
      AccountServer one, AccountServer two, String key) throws Exception {
    var together = new CountDownLatch(ORDERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<String>>> orders = new ArrayList<>();
      for (int i = 0; i < ORDERS; i++) {
        var client = new AccountClient(i % 2 == 0 ? one : two, key);
        String script = "60 say Number %d.".formatted(i);
        orders.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  HttpResponse<String> answer = client.transcribe(script, "async", "true");
                  while (FULL.contains(answer.statusCode())) {
                    Thread.sleep(20); // a request each
                    answer = client.transcribe(script, "async", "true");
                  }
                  return answer;
                }));
      }
      List<HttpResponse<String>> answers = new ArrayList<>();
      for (Future<HttpResponse<String>> order : orders) {
        answers.add(order.get());
      }
      return answers;
    }
  }
}
