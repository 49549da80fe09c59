/** Models that could be installed, and those that are. Holds no downloading. */
@NullMarked
package ai.stt.app.catalog;

import org.jspecify.annotations.NullMarked;
