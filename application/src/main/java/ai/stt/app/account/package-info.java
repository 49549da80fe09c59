/** Accounts: signing up, logging in, reading, changing and deleting them. */
@NullMarked
package ai.stt.app.account;

import org.jspecify.annotations.NullMarked;
