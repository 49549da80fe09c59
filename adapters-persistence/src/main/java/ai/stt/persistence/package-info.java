/** The stores of all features together. A new store is one line here. */
@NullMarked
package ai.stt.persistence;

import org.jspecify.annotations.NullMarked;
