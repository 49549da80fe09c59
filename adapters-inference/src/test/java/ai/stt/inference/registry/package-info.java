@NullMarked
package ai.stt.inference.registry;

import org.jspecify.annotations.NullMarked;
