/** Accounts and log-ins in the database, and how passwords are hashed. */
@NullMarked
package ai.stt.persistence.account;

import org.jspecify.annotations.NullMarked;
