/** Registered servers in the database. */
@NullMarked
package ai.stt.persistence.cloud;

import org.jspecify.annotations.NullMarked;
