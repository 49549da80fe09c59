package ai.stt.config.account;

import ai.stt.app.credit.Ledger;
import ai.stt.app.storage.Stores;
import ai.stt.app.storage.UnitOfWork;
import ai.stt.platform.credit.LedgerEntry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names the units of work by what they did to their stores, and comes by a step before and one
 * after the commit of each, such as "before Jobs.add" and "after Jobs.add". What came to nothing,
 * such as a claim when there is no job, is no step.
 */
record StoppingWork(UnitOfWork work, Steps steps) implements UnitOfWork {
  @Override
  public <T> T in(Function<Stores, T> task) {
    return stepwise(work::in, task);
  }

  @Override
  public <T> T unflushed(Function<Stores, T> task) {
    return stepwise(work::unflushed, task);
  }

  private <T> T stepwise(Function<Function<Stores, T>, T> unit, Function<Stores, T> task) {
    Set<String> done = new TreeSet<>();
    T result =
        unit.apply(
            stores -> {
              T made = task.apply(new NamedStores(stores, done));
              done.forEach(name -> steps.reached("before " + name));
              return made;
            });
    done.forEach(name -> steps.reached("after " + name));
    return result;
  }

  private record NamedStores(Stores stores, Set<String> done) implements Stores {
    @Override
    public <S> S get(Class<S> kind) {
      S store = stores.get(kind);
      return kind.cast(
          Proxy.newProxyInstance(
              kind.getClassLoader(),
              new Class<?>[] {kind},
              (proxy, method, arguments) -> call(kind, store, method, arguments)));
    }

    private @Nullable Object call(
        Class<?> kind, Object store, Method method, Object @Nullable [] arguments)
        throws Throwable {
      try {
        Object result = method.invoke(store, arguments);
        if (!isNothing(result)) {
          done.add(kind.getSimpleName() + "." + method.getName() + detail(kind, arguments));
        }
        return result;
      } catch (InvocationTargetException e) {
        throw e.getTargetException();
      }
    }

    private static boolean isNothing(@Nullable Object result) {
      return switch (result) {
        case Optional<?> found -> found.isEmpty();
        case Collection<?> found -> found.isEmpty();
        case null, default -> false;
      };
    }

    /** The kind of an entry of the ledger; of a sign of life whether there is progress. */
    private static String detail(Class<?> kind, Object @Nullable [] arguments) {
      if (arguments == null) {
        return "";
      }
      if (kind.equals(Ledger.class) && arguments[0] instanceof LedgerEntry.Draft draft) {
        return " " + draft.kind();
      }
      for (Object argument : arguments) {
        if (argument instanceof Map<?, ?> progress) {
          return progress.values().stream().anyMatch(part -> part.equals(0.5)) ? " half" : "";
        }
      }
      return "";
    }
  }
}
