/** Where audio lies: large, unchangeable pieces of bytes by name. Holds no tables. */
@NullMarked
package ai.stt.app.storage;

import org.jspecify.annotations.NullMarked;
