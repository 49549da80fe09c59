/** Accounts, their plans and what happened to them. Holds no storage and no HTTP. */
@NullMarked
package ai.stt.platform.account;

import org.jspecify.annotations.NullMarked;
