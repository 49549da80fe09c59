/** Counts and places that all servers on one database share. */
@NullMarked
package ai.stt.persistence.access;

import org.jspecify.annotations.NullMarked;
