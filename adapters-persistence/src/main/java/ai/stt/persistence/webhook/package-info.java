/** Webhooks in the database: messages on their way, their log, secrets. Sends nothing. */
@NullMarked
package ai.stt.persistence.webhook;

import org.jspecify.annotations.NullMarked;
