@NullMarked
package ai.stt.inference.plugin;

import org.jspecify.annotations.NullMarked;
