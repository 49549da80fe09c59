/** Breaks the house's rules on purpose. */
@NullMarked
package ai.stt.config.architecture.planted.http.two;

import org.jspecify.annotations.NullMarked;
