@NullMarked
package ai.stt.inference.device;

import org.jspecify.annotations.NullMarked;
