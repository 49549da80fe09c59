/** Breaks the house's rules on purpose. */
@NullMarked
package ai.stt.config.architecture.planted.app.impl;

import org.jspecify.annotations.NullMarked;
