package ai.stt.app.live;

import ai.stt.app.credit.ReadCredits;
import ai.stt.app.credit.SpendCredits;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.account.Plan;
import ai.stt.platform.credit.Credits;
import ai.stt.speech.error.ErrorCode;
import ai.stt.speech.error.SpeechException;
import java.time.Duration;

/**
 * Charges streams as their audio arrives: a credit when a minute begins, so that nothing is owed
 * when a connection or a server breaks. Thread-safe.
 */
public final class ChargeStream {
  private final UnitOfWork work;
  private final SpendCredits spend;
  private final ReadCredits credits;

  /** Charges in these stores. */
  public ChargeStream(UnitOfWork work, SpendCredits spend, ReadCredits credits) {
    this.work = work;
    this.spend = spend;
    this.credits = credits;
  }

  /**
   * Opens the bill of a stream.
   *
   * @param stream its id, unique for ever: a minute of it is charged once
   * @throws SpeechException {@code NO_CREDITS} when there is nothing for a first minute
   */
  public Bill open(long accountId, Plan plan, String stream) {
    if (credits.summary(accountId, plan).balance() < 1) {
      throw new SpeechException(ErrorCode.NO_CREDITS, "No credits remaining. Upgrade your plan.");
    }
    return new Bill(accountId, plan, stream);
  }

  private void minute(Stores stores, Bill bill, long minute) {
    String name = "stream:%s:%d".formatted(bill.stream, minute);
    spend.hold(stores, bill.accountId, bill.plan, 1, name);
    spend.settle(stores, bill.accountId, name, 1);
  }

  /** What a stream costs. For the thread that feeds. */
  public final class Bill {
    private final long accountId;
    private final Plan plan;
    private final String stream;
    private volatile long charged;

    private Bill(long accountId, Plan plan, String stream) {
      this.accountId = accountId;
      this.plan = plan;
      this.stream = stream;
    }

    /**
     * Charges the minutes that have begun.
     *
     * @param audio all that came, the next to be heard included
     * @throws SpeechException {@code NO_CREDITS} when one cannot be paid
     */
    public void upTo(Duration audio) {
      long minutes = Credits.of(audio);
      while (charged < minutes) {
        long next = charged;
        work.run(stores -> minute(stores, this, next));
        charged = next + 1;
      }
    }

    /** Credits so far. */
    public long charged() {
      return charged;
    }
  }
}
