/** Daily usage in the database. */
@NullMarked
package ai.stt.persistence.usage;

import org.jspecify.annotations.NullMarked;
