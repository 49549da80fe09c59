/** Tests of the pages under docs/reference; never of what the pages are about. */
@NullMarked
package ai.stt.config.reference;

import org.jspecify.annotations.NullMarked;
