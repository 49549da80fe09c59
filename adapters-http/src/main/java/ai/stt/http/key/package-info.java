/** {@code /api/v1/keys}: an account's keys. Holds no rules. */
@NullMarked
package ai.stt.http.key;

import org.jspecify.annotations.NullMarked;
