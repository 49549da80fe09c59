/** Native libraries of the engines, installed once per machine. Loads none of them. */
@NullMarked
package ai.stt.inference.catalog.natives;

import org.jspecify.annotations.NullMarked;
