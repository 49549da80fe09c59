/** {@code /api/v1/webhooks}: the account's side of webhooks. Sends none. */
@NullMarked
package ai.stt.http.webhook;

import org.jspecify.annotations.NullMarked;
