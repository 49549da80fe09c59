/** Who is calling and what they may use: keys, networks, limits. Holds no HTTP. */
@NullMarked
package ai.stt.app.access;

import org.jspecify.annotations.NullMarked;
