/** Tests of all stores together. */
@NullMarked
package ai.stt.persistence;

import org.jspecify.annotations.NullMarked;
