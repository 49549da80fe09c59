package ai.stt.inference.engine.whispercpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** A C struct in memory, read and written by the names of its fields. */
record Struct(StructLayout layout, MemorySegment memory) {
  int getInt(String field) {
    return memory.get(JAVA_INT, Layouts.offset(layout, field));
  }

  long getLong(String field) {
    return memory.get(JAVA_LONG, Layouts.offset(layout, field));
  }

  float getFloat(String field) {
    return memory.get(JAVA_FLOAT, Layouts.offset(layout, field));
  }

  /** Reads a byte, since a Java boolean must not be made of one that is neither 0 nor 1. */
  int getByte(String field) {
    return memory.get(JAVA_BYTE, Layouts.offset(layout, field));
  }

  MemorySegment getAddress(String field) {
    return memory.get(ADDRESS, Layouts.offset(layout, field));
  }

  Struct set(String field, int value) {
    memory.set(JAVA_INT, Layouts.offset(layout, field), value);
    return this;
  }

  Struct set(String field, long value) {
    memory.set(JAVA_LONG, Layouts.offset(layout, field), value);
    return this;
  }

  Struct set(String field, float value) {
    memory.set(JAVA_FLOAT, Layouts.offset(layout, field), value);
    return this;
  }

  Struct set(String field, boolean value) {
    memory.set(JAVA_BOOLEAN, Layouts.offset(layout, field), value);
    return this;
  }

  Struct set(String field, MemorySegment value) {
    memory.set(ADDRESS, Layouts.offset(layout, field), value);
    return this;
  }
}
