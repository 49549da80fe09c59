/** Phone numbers in texts, and all of redaction measured on a set of sentences. */
@NullMarked
package ai.stt.inference.phone;

import org.jspecify.annotations.NullMarked;
