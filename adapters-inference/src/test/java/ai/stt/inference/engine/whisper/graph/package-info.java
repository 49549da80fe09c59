/** Tests of the room of the same name. */
@NullMarked
package ai.stt.inference.engine.whisper.graph;

import org.jspecify.annotations.NullMarked;
