/** The account API over a real database and a real HTTP server, with scripts for recordings. */
@NullMarked
package ai.stt.config.account;

import org.jspecify.annotations.NullMarked;
