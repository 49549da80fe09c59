/** Tests of this room. */
@NullMarked
package ai.stt.app.model;

import org.jspecify.annotations.NullMarked;
