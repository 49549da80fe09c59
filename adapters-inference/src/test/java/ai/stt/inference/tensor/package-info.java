@NullMarked
package ai.stt.inference.tensor;

import org.jspecify.annotations.NullMarked;
