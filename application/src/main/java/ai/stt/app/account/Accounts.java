package ai.stt.app.account;

import ai.stt.platform.account.Account;
import ai.stt.platform.account.EmailAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The store of accounts. Part of a unit of work. */
public interface Accounts {
  /** Adds an account with the default preferences; empty when the address has one. */
  Optional<Account> add(
      EmailAddress email, String name, String plan, String passwordHash, Instant createdAt);

  /** The account with this id. */
  Optional<Account> find(long id);

  /** The account of an address. */
  Optional<Account> find(EmailAddress email);

  /** What an account's password is checked against. */
  Optional<String> passwordHash(long id);

  /** Keeps the name, plan and preferences; false when the account is gone. */
  boolean update(Account account);

  /**
   * Removes an account and everything that belongs to it in any table; false when there is none.
   */
  boolean delete(long id);

  /** Accounts in the order of their ids. */
  List<Account> list(int limit, int offset);

  /** How many there are. */
  long count();
}
