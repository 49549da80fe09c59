package ai.stt.inference.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** How records and sealed families of records are written: part by part, as they declare them. */
final class RecordForm {
  private final Constructor<?> constructor;
  private final Map<Method, Form> parts = new LinkedHashMap<>();

  private RecordForm(Constructor<?> constructor) {
    this.constructor = constructor;
  }

  /**
   * Of a record, which may hold records of its own kind.
   *
   * @param making what is being made
   * @param make makes the form of a part
   */
  static Form of(
      Class<?> type, Map<Type, Form> making, BiFunction<Type, Map<Type, Form>, Form> make) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < types.length; i++) {
      types[i] = components[i].getType();
    }
    RecordForm made;
    try {
      made = new RecordForm(type.getDeclaredConstructor(types));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has this constructor", e);
    }
    made.constructor.setAccessible(true);
    var form = new Form(made::write, made::read);
    making.put(type, form);
    for (RecordComponent component : components) {
      component.getAccessor().setAccessible(true);
      made.parts.put(component.getAccessor(), make.apply(component.getGenericType(), making));
    }
    return form;
  }

  /** Of a sealed interface: the simple name tells which. */
  static Form ofFamily(
      Class<?> type, Map<Type, Form> making, BiFunction<Type, Map<Type, Form>, Form> make) {
    Map<String, Form> members = new HashMap<>();
    var form =
        new Form(
            (out, value) -> {
              String name = value.getClass().getSimpleName();
              out.text(name);
              member(members, name).writer().write(out, value);
            },
            (in, borrower) -> member(members, in.text()).reader().read(in, borrower));
    making.put(type, form);
    for (Class<?> each : type.getPermittedSubclasses()) {
      members.put(each.getSimpleName(), make.apply(each, making));
    }
    return form;
  }

  private static Form member(Map<String, Form> members, String name) {
    Form form = members.get(name);
    if (form == null) {
      throw new BrokenFrameException("there is no " + name);
    }
    return form;
  }

  private void write(WireOut out, Object value) {
    parts.forEach(
        (accessor, form) -> {
          try {
            form.writeNullable(out, accessor.invoke(value));
          } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("a record that does not tell its parts", e);
          }
        });
  }

  private Object read(WireIn in, Form.Borrower borrower) {
    @Nullable Object[] values = new @Nullable Object[parts.size()];
    int at = 0;
    for (Form form : parts.values()) {
      values[at++] = form.readNullable(in, borrower);
    }
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException
        | InstantiationException
        | IllegalAccessException
        | IllegalArgumentException e) {
      throw new BrokenFrameException("no " + constructor.getDeclaringClass().getSimpleName());
    }
  }
}
