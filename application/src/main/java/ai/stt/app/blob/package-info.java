/** Where audio lies: large, unchangeable pieces of bytes by name. Holds no tables. */
@NullMarked
package ai.stt.app.blob;

import org.jspecify.annotations.NullMarked;
