/** Tests of access. */
@NullMarked
package ai.stt.app.access;

import org.jspecify.annotations.NullMarked;
