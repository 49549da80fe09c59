package ai.stt.inference.foreign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** A C struct in memory, read and written by the names of its fields. */
public record Struct(StructLayout layout, MemorySegment memory) {
  /** Reads a field. */
  public int getInt(String field) {
    return memory.get(JAVA_INT, CLayout.offset(layout, field));
  }

  /** Reads a field. */
  public long getLong(String field) {
    return memory.get(JAVA_LONG, CLayout.offset(layout, field));
  }

  /** Reads a field. */
  public float getFloat(String field) {
    return memory.get(JAVA_FLOAT, CLayout.offset(layout, field));
  }

  /** Reads a byte, since a Java boolean must not be made of one that is neither 0 nor 1. */
  public int getByte(String field) {
    return memory.get(JAVA_BYTE, CLayout.offset(layout, field));
  }

  /** Reads a field. */
  public MemorySegment getAddress(String field) {
    return memory.get(ADDRESS, CLayout.offset(layout, field));
  }

  /** Writes a field. */
  public Struct set(String field, int value) {
    memory.set(JAVA_INT, CLayout.offset(layout, field), value);
    return this;
  }

  /** Writes a field. */
  public Struct set(String field, long value) {
    memory.set(JAVA_LONG, CLayout.offset(layout, field), value);
    return this;
  }

  /** Writes a field. */
  public Struct set(String field, float value) {
    memory.set(JAVA_FLOAT, CLayout.offset(layout, field), value);
    return this;
  }

  /** Writes a field. */
  public Struct set(String field, boolean value) {
    memory.set(JAVA_BOOLEAN, CLayout.offset(layout, field), value);
    return this;
  }

  /** Writes a field. */
  public Struct set(String field, MemorySegment value) {
    memory.set(ADDRESS, CLayout.offset(layout, field), value);
    return this;
  }
}
