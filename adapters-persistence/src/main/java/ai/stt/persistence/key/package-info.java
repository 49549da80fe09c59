/** API keys in the database. */
@NullMarked
package ai.stt.persistence.key;

import org.jspecify.annotations.NullMarked;
