package ai.stt.inference.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The part of Python's pickle language (protocol 2, PEP 307 and pickletools.py) that a state dict
 * needs: numbers, texts, tuples, dictionaries, and the handful of names in {@link Global}. Any
 * other instruction or name ends the reading; no name leads to code.
 */
final class TorchPickle {
  /** Numbers in an entry of the zip. */
  record Storage(String key, TensorType type) {}

  /** A tensor as the pickle describes it; sizes in numbers, not bytes. */
  record Reference(Storage storage, long offset, List<Long> shape, List<Long> strides) {}

  /** All names that a file may use. */
  private enum Global {
    DICT,
    TENSOR,
    PARAMETER,
    F32,
    F16,
    BF16,
    I64,
    I32,
    I16,
    I8
  }

  /** Things that are neither numbers, texts, tuples nor dictionaries. */
  private enum Special {
    MARK,
    NONE
  }

  private static final Map<String, Global> ALLOWED =
      Map.of(
          "collections OrderedDict", Global.DICT,
          "torch._utils _rebuild_tensor_v2", Global.TENSOR,
          "torch._utils _rebuild_parameter", Global.PARAMETER,
          "torch FloatStorage", Global.F32,
          "torch HalfStorage", Global.F16,
          "torch BFloat16Storage", Global.BF16,
          "torch LongStorage", Global.I64,
          "torch IntStorage", Global.I32,
          "torch ShortStorage", Global.I16,
          "torch CharStorage", Global.I8);

  private static final int MAX_TEXT_BYTES = 1 << 16;
  private static final int MAX_VALUES = 4_000_000;

  private final ByteBuffer code;
  private final ArrayDeque<Object> stack = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private TorchPickle(byte[] code) {
    this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads the dictionary that the pickle describes.
   *
   * @throws UnreadableFileException when it is anything but a dictionary of tensors
   */
  static Map<String, Reference> read(byte[] code) throws UnreadableFileException {
    try {
      return tensors(new TorchPickle(code).run());
    } catch (BufferUnderflowException | NoSuchElementException e) {
      throw new UnreadableFileException("its pickle ends too early");
    } catch (ClassCastException | IndexOutOfBoundsException e) {
      throw damaged();
    }
  }

  private static Map<String, Reference> tensors(Object root) throws UnreadableFileException {
    Map<String, Reference> tensors = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) root).entrySet()) {
      if (!(entry.getKey() instanceof String name)
          || !(entry.getValue() instanceof Reference tensor)) {
        throw new UnreadableFileException("it holds more than named tensors");
      }
      tensors.put(name, tensor);
    }
    return tensors;
  }

  private Object run() throws UnreadableFileException {
    while (true) {
      int instruction = code.get() & 0xff;
      if (instruction == '.') {
        return stack.pop();
      }
      step(instruction);
      if (stack.size() > MAX_VALUES || memo.size() > MAX_VALUES) {
        throw damaged();
      }
    }
  }

  private void step(int instruction) throws UnreadableFileException {
    switch (instruction) {
      case 0x80 -> requireProtocol(code.get());
      case '(' -> stack.push(Special.MARK);
      case 'N' -> stack.push(Special.NONE);
      case 0x88 -> stack.push(true);
      case 0x89 -> stack.push(false);
      case 'K' -> stack.push((long) (code.get() & 0xff));
      case 'M' -> stack.push((long) (code.getShort() & 0xffff));
      case 'J' -> stack.push((long) code.getInt());
      case 0x8a -> stack.push(longOf(code.get() & 0xff));
      case 'X' -> stack.push(text(code.getInt()));
      case '}' -> stack.push(new LinkedHashMap<Object, Object>());
      case ')' -> stack.push(List.of());
      case 't' -> stack.push(sinceMark());
      case 0x85 -> tuple(1);
      case 0x86 -> tuple(2);
      case 0x87 -> tuple(3);
      case 'q' -> memo.put(code.get() & 0xff, stack.element());
      case 'r' -> memo.put(code.getInt(), stack.element());
      case 'h' -> recall(code.get() & 0xff);
      case 'j' -> recall(code.getInt());
      case 's' -> put(List.of(stack.pop(), stack.pop()).reversed());
      case 'u' -> put(sinceMark());
      case 'c' -> stack.push(global());
      case 'Q' -> stack.push(storage((List<?>) stack.pop()));
      case 'R' -> call((List<?>) stack.pop(), (Global) stack.pop());
      case 'b' -> build(stack.pop());
      default ->
          throw new UnreadableFileException(
              "its pickle does more than hold tensors (instruction %d)".formatted(instruction));
    }
  }

  private static void requireProtocol(int protocol) throws UnreadableFileException {
    if (protocol != 2) {
      throw new UnreadableFileException("its pickle is of protocol " + protocol + ", not 2");
    }
  }

  private void tuple(int size) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      values.addFirst(stack.pop());
    }
    stack.push(Collections.unmodifiableList(values));
  }

  private List<Object> sinceMark() {
    List<Object> values = new ArrayList<>();
    for (Object value = stack.pop(); value != Special.MARK; value = stack.pop()) {
      values.add(value);
    }
    return Collections.unmodifiableList(values.reversed());
  }

  private void recall(int index) throws UnreadableFileException {
    Object value = memo.get(index);
    if (value == null) {
      throw damaged();
    }
    stack.push(value);
  }

  private void put(List<?> keysAndValues) throws UnreadableFileException {
    if (!(stack.element() instanceof LinkedHashMap<?, ?>)) {
      throw damaged();
    }
    @SuppressWarnings("unchecked") // this machine makes no other LinkedHashMap
    Map<Object, Object> dictionary = (Map<Object, Object>) stack.element();
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      if (!(keysAndValues.get(i) instanceof String key)) {
        throw new UnreadableFileException("it holds more than named tensors");
      }
      dictionary.put(key, keysAndValues.get(i + 1));
    }
  }

  private long longOf(int bytes) throws UnreadableFileException {
    if (bytes > Long.BYTES) {
      throw damaged();
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      int next = code.get(); // the highest byte carries the sign
      value |= (i == bytes - 1 ? (long) next : next & 0xffL) << (8 * i);
    }
    return value;
  }

  private String text(int bytes) throws UnreadableFileException {
    if (bytes < 0 || bytes > MAX_TEXT_BYTES) {
      throw damaged();
    }
    byte[] text = new byte[bytes];
    code.get(text);
    return new String(text, UTF_8);
  }

  private Global global() throws UnreadableFileException {
    String name = line() + " " + line();
    Global known = ALLOWED.get(name);
    if (known == null) {
      throw new UnreadableFileException(
          "its pickle names '%s', which is no part of a state dict"
              .formatted(name.replaceAll("[^\\w. ]", "?")));
    }
    return known;
  }

  private String line() throws UnreadableFileException {
    var line = new StringBuilder();
    for (int next = code.get(); next != '\n'; next = code.get()) {
      line.append((char) (next & 0xff));
      if (line.length() > 200) {
        throw damaged();
      }
    }
    return line.toString();
  }

  /** {@code ('storage', type, key, device, count)}. */
  private static Storage storage(List<?> id) throws UnreadableFileException {
    String key = (String) id.get(2);
    if (id.size() != 5 || !id.get(0).equals("storage") || !key.matches("[0-9A-Za-z_]{1,64}")) {
      throw damaged();
    }
    TensorType type =
        switch ((Global) id.get(1)) {
          case F32 -> TensorType.F32;
          case F16 -> TensorType.F16;
          case BF16 -> TensorType.BF16;
          case I64 -> TensorType.I64;
          case I32 -> TensorType.I32;
          case I16 -> TensorType.I16;
          case I8 -> TensorType.I8;
          case DICT, TENSOR, PARAMETER -> throw damaged();
        };
    return new Storage(key, type);
  }

  private void call(List<?> arguments, Global function) throws UnreadableFileException {
    switch (function) {
      case DICT -> stack.push(new LinkedHashMap<Object, Object>());
      case TENSOR ->
          stack.push(
              new Reference(
                  (Storage) arguments.get(0),
                  (Long) arguments.get(1),
                  sizes(arguments.get(2)),
                  sizes(arguments.get(3))));
      case PARAMETER -> stack.push((Reference) arguments.getFirst());
      default -> throw damaged();
    }
  }

  private static List<Long> sizes(Object tuple) {
    return ((List<?>) tuple).stream().map(Long.class::cast).toList();
  }

  /** A state dict carries its modules' versions as attributes; they are of no use here. */
  private void build(Object attributes) throws UnreadableFileException {
    if (!(stack.element() instanceof LinkedHashMap) || !(attributes instanceof LinkedHashMap)) {
      throw damaged();
    }
  }

  private static UnreadableFileException damaged() {
    return new UnreadableFileException("its pickle is damaged");
  }
}
