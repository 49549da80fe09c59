/** Tests of what all features share. */
@NullMarked
package ai.stt.app.storage;

import org.jspecify.annotations.NullMarked;
