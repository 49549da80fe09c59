package ai.stt.inference.wire;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How objects are written that stay where they are. */
final class LentForm {
  /** The listener of an interface that listens to nothing, where there is one. */
  private static final String NOBODY = "NONE";

  private LentForm() {}

  static Form of(Class<?> type) {
    Object nobody = nobody(type);
    return new Form(
        (out, value) -> {
          boolean none = Objects.equals(value, nobody);
          out.flag(none);
          if (!none) {
            out.int64(out.lend(value, type));
          }
        },
        (in, borrower) -> {
          boolean none = in.flag();
          if (none && nobody == null) {
            throw new BrokenFrameException("nobody listens to " + type.getSimpleName());
          }
          return none && nobody != null ? nobody : borrower.borrow(in.int64(), type);
        });
  }

  private static @Nullable Object nobody(Class<?> type) {
    for (Field field : type.getFields()) {
      if (field.getName().equals(NOBODY)
          && Modifier.isStatic(field.getModifiers())
          && type.isAssignableFrom(field.getType())) {
        try {
          return field.get(null);
        } catch (IllegalAccessException e) {
          throw new IllegalStateException("fields of interfaces are public", e);
        }
      }
    }
    return null;
  }
}
