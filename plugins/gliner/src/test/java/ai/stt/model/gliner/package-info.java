/** Tests of GLiNER on the real engine, with a tiny model of random weights. */
@NullMarked
package ai.stt.model.gliner;

import org.jspecify.annotations.NullMarked;
