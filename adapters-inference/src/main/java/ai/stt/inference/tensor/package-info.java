/**
 * Tensors in files: readers and writers of weight formats, memory-mapped, so that the heap holds
 * names and shapes only. Knows no model family and runs no arithmetic but changes of precision.
 */
@NullMarked
package ai.stt.inference.tensor;

import org.jspecify.annotations.NullMarked;
