/** Which models are live, and borrowing one. Holds no loading and no plugin machinery. */
@NullMarked
package ai.stt.app.model;

import org.jspecify.annotations.NullMarked;
