package ai.stt.inference.wire;

import ai.stt.speech.audio.PcmSource;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads values by the types that signatures and records declare, so that no name of a
 * class is ever taken from the wire: numbers, texts, enums, records and sealed families of them,
 * lists, maps and arrays. Listeners and sources of audio stay where they are and are lent. Any
 * value may be null. Thread-safe.
 */
public final class PlainData {
  private static final String LENT = "ai.stt.plugin.";
  private static final Map<Type, Form> FORMS = new ConcurrentHashMap<>();
  private static final Map<Type, Form> SIMPLE = simple();

  private PlainData() {}

  /** A value without its type. */
  public static byte[] bytes(Type type, Object value) {
    var out = new WireOut(null, WireOut.Lender.NOTHING);
    write(out, type, value);
    return out.content();
  }

  /** The value again. */
  public static <T> T value(Class<T> type, byte[] bytes) {
    Object value = read(new WireIn(ByteBuffer.wrap(bytes), null), type, Form.Borrower.NOTHING);
    return type.cast(Objects.requireNonNull(value));
  }

  static void write(WireOut out, Type type, @Nullable Object value) {
    form(type).writeNullable(out, value);
  }

  static @Nullable Object read(WireIn in, Type type, Form.Borrower borrower) {
    return form(type).readNullable(in, borrower);
  }

  /**
   * How values of a type are written.
   *
   * @throws IllegalArgumentException when they cannot be
   */
  static Form form(Type type) {
    Form known = FORMS.get(type);
    if (known == null) {
      known = make(type, new HashMap<>());
      FORMS.put(type, known);
    }
    return known;
  }

  private static Form make(Type type, Map<Type, Form> making) {
    Form known = SIMPLE.get(type);
    if (known == null) {
      known = making.get(type);
    }
    if (known != null) {
      return known;
    }
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      return generic.getRawType() == List.class
          ? listOf(make(of[0], making))
          : generic.getRawType() == Map.class
              ? mapOf(make(of[0], making), make(of[1], making))
              : refuse(type);
    }
    return type instanceof Class<?> plain ? ofClass(plain, making) : refuse(type);
  }

  private static Form ofClass(Class<?> type, Map<Type, Form> making) {
    if (type.isArray()) {
      return arrayOf(type.componentType(), make(type.componentType(), making));
    }
    if (type.isEnum()) {
      return Form.of((out, value) -> out.text(((Enum<?>) value).name()), in -> constant(type, in));
    }
    if (type.isRecord()) {
      return RecordForm.of(type, making, PlainData::make);
    }
    if (type.isSealed() && type.isInterface()) {
      return RecordForm.ofFamily(type, making, PlainData::make);
    }
    return isLent(type) ? LentForm.of(type) : refuse(type);
  }

  /** Whether such an object stays where it is, and only its number is sent. */
  static boolean isLent(Class<?> type) {
    return type.isInterface()
        && !type.isSealed()
        && (type == PcmSource.class || type.getName().startsWith(LENT));
  }

  private static Object constant(Class<?> type, WireIn in) {
    String name = in.text();
    for (Object each : type.getEnumConstants()) {
      if (((Enum<?>) each).name().equals(name)) {
        return each;
      }
    }
    throw new BrokenFrameException("%s has no %s".formatted(type.getSimpleName(), name));
  }

  private static Form listOf(Form item) {
    return new Form(
        (out, value) -> {
          List<?> all = (List<?>) value;
          out.int32(all.size());
          all.forEach(each -> item.writeNullable(out, each));
        },
        (in, borrower) -> {
          Object[] all = new Object[in.count(1)];
          for (int i = 0; i < all.length; i++) {
            all[i] = item.readNullable(in, borrower);
          }
          return Collections.unmodifiableList(Arrays.asList(all));
        });
  }

  private static Form mapOf(Form key, Form item) {
    return new Form(
        (out, value) -> {
          Map<?, ?> all = (Map<?, ?>) value;
          out.int32(all.size());
          all.forEach(
              (name, each) -> {
                key.writeNullable(out, name);
                item.writeNullable(out, each);
              });
        },
        (in, borrower) -> {
          Map<@Nullable Object, @Nullable Object> all = new LinkedHashMap<>();
          for (int left = in.count(2); left > 0; left--) {
            Object name = key.readNullable(in, borrower);
            all.put(name, item.readNullable(in, borrower));
          }
          return Collections.unmodifiableMap(all);
        });
  }

  private static Form arrayOf(Class<?> type, Form item) {
    return new Form(
        (out, value) -> {
          int length = Array.getLength(value);
          out.int32(length);
          for (int i = 0; i < length; i++) {
            item.writeNullable(out, Array.get(value, i));
          }
        },
        (in, borrower) -> {
          Object all = Array.newInstance(type, in.count(1));
          for (int i = 0; i < Array.getLength(all); i++) {
            Array.set(all, i, item.readNullable(in, borrower));
          }
          return all;
        });
  }

  private static Map<Type, Form> simple() {
    Map<Type, Form> forms = new HashMap<>();
    Form flag = Form.of((out, value) -> out.flag((Boolean) value), WireIn::flag);
    Form whole = Form.of((out, value) -> out.int32((Integer) value), WireIn::int32);
    Form large = Form.of((out, value) -> out.int64((Long) value), WireIn::int64);
    Form real =
        Form.of(
            (out, value) -> out.int32(Float.floatToRawIntBits((Float) value)),
            in -> Float.intBitsToFloat(in.int32()));
    Form exact =
        Form.of(
            (out, value) -> out.int64(Double.doubleToRawLongBits((Double) value)),
            in -> Double.longBitsToDouble(in.int64()));
    forms.putAll(Map.of(boolean.class, flag, Boolean.class, flag));
    forms.putAll(Map.of(int.class, whole, Integer.class, whole, long.class, large));
    forms.putAll(Map.of(Long.class, large, float.class, real, Float.class, real));
    forms.putAll(Map.of(double.class, exact, Double.class, exact, void.class, flag));
    forms.put(String.class, Form.of((out, value) -> out.text((String) value), WireIn::text));
    forms.put(
        Path.class, Form.of((out, value) -> out.text(value.toString()), in -> Path.of(in.text())));
    forms.put(
        Duration.class,
        Form.of((out, value) -> out.text(value.toString()), in -> Duration.parse(in.text())));
    forms.put(byte[].class, Form.of((out, value) -> out.bytes((byte[]) value), WireIn::bytes));
    forms.put(float[].class, Form.of((out, value) -> out.floats((float[]) value), WireIn::floats));
    return Map.copyOf(forms);
  }

  private static Form refuse(Type type) {
    throw new IllegalArgumentException("values of %s are no plain data".formatted(type));
  }
}
