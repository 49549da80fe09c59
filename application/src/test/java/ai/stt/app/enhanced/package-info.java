@NullMarked
package ai.stt.app.enhanced;

import org.jspecify.annotations.NullMarked;
