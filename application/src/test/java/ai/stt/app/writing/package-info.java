@NullMarked
package ai.stt.app.writing;

import org.jspecify.annotations.NullMarked;
