package ai.stt.http.testing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.server.monitoring.ApplicationEvent;
import org.glassfish.jersey.server.monitoring.ApplicationEventListener;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;
import org.jspecify.annotations.Nullable;

/** What Jersey says it serves, once it has started. Thread-safe. */
final class ServedRoutes implements ApplicationEventListener {
  private final CompletableFuture<List<Resource>> resources = new CompletableFuture<>();

  @Override
  public void onEvent(ApplicationEvent event) {
    if (event.getType() == ApplicationEvent.Type.INITIALIZATION_FINISHED) {
      resources.complete(event.getResourceModel().getResources());
    }
  }

  @Override
  public @Nullable RequestEventListener onRequest(RequestEvent event) {
    return null;
  }

  /** Every method and path, without Jersey's own OPTIONS; waits for the start. */
  Set<String> served() {
    Set<String> routes = new TreeSet<>();
    for (Resource resource : resources.join()) {
      add("", resource, routes);
    }
    return routes;
  }

  private static void add(String parent, Resource resource, Set<String> routes) {
    String path = (parent + "/" + resource.getPath()).replaceAll("/+", "/");
    for (ResourceMethod method : resource.getResourceMethods()) {
      if (!method.getHttpMethod().equals("OPTIONS")) {
        routes.add(method.getHttpMethod() + " " + path);
      }
    }
    for (Resource child : resource.getChildResources()) {
      add(path, child, routes);
    }
  }
}
