package ai.stt.http.operation;

import ai.stt.app.model.LiveModel;
import ai.stt.app.operation.Devices;
import ai.stt.app.operation.ModelOperations;
import ai.stt.app.operation.OperatedModel;
import ai.stt.http.access.Callers;
import ai.stt.platform.key.Scope;
import ai.stt.speech.model.ModelStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** {@code /admin}: plugins, models and devices, for the operator's account. Thread-safe. */
@Path("/admin")
@Produces(MediaType.APPLICATION_JSON)
public final class OperationResource {
  private final Callers callers;
  private final ModelOperations operations;
  private final Devices devices;
  private final List<WorkPlaces> places;

  /**
   * A resource on these.
   *
   * @param places the queues in front of the devices
   */
  public OperationResource(
      Callers callers, ModelOperations operations, Devices devices, List<WorkPlaces> places) {
    this.callers = callers;
    this.operations = operations;
    this.devices = devices;
    this.places = List.copyOf(places);
  }

  /** Every plugin, those that failed included. */
  record PluginsAnswer(List<PluginAnswer> plugins) {}

  /** Live models. */
  record ModelsAnswer(List<OperatedAnswer> models) {}

  /** A queue: its name, and how much runs and waits. */
  record QueueAnswer(String name, int running, int waiting) {}

  /** Every device, and the queues in front of them. */
  record DevicesAnswer(List<DeviceAnswer> devices, List<QueueAnswer> queues) {}

  /** The plugins in the folder. */
  @GET
  @Path("/plugins")
  public Response plugins(@Context HttpServletRequest request) {
    callers.requireOperator(request, Scope.READ);
    List<OperatedModel> models = operations.models();
    return answer(
        new PluginsAnswer(
            operations.plugins().stream()
                .map(
                    plugin ->
                        PluginAnswer.of(
                            plugin, ids(models, live -> live.plugin().equals(plugin.id()))))
                .toList()));
  }

  /** The live models of every capability. */
  @GET
  @Path("/models")
  public Response models(@Context HttpServletRequest request) {
    callers.requireOperator(request, Scope.READ);
    return answer(models(operations.models()));
  }

  /** Brings a model into memory, in the background. */
  @POST
  @Path("/models/{id}/load")
  public Response load(@Context HttpServletRequest request, @PathParam("id") String id) {
    return change(request, id, operations::load);
  }

  /** Frees a model's memory. */
  @POST
  @Path("/models/{id}/unload")
  public Response unload(@Context HttpServletRequest request, @PathParam("id") String id) {
    return change(request, id, operations::unload);
  }

  /** Loads a model and keeps it in memory however idle. */
  @POST
  @Path("/models/{id}/pin")
  public Response pin(@Context HttpServletRequest request, @PathParam("id") String id) {
    return change(request, id, wanted -> operations.pin(wanted, true));
  }

  /** Lets a model go when it is idle. */
  @POST
  @Path("/models/{id}/unpin")
  public Response unpin(@Context HttpServletRequest request, @PathParam("id") String id) {
    return change(request, id, wanted -> operations.pin(wanted, false));
  }

  /** The devices and what they hold, and the queues. */
  @GET
  @Path("/devices")
  public Response devices(@Context HttpServletRequest request) {
    callers.requireOperator(request, Scope.READ);
    List<OperatedModel> models = operations.models();
    return answer(
        new DevicesAnswer(
            devices.now().stream()
                .map(
                    device ->
                        DeviceAnswer.of(
                            device,
                            ids(
                                models,
                                live ->
                                    live.status() == ModelStatus.READY
                                        && live.device().equals(device.name()))))
                .toList(),
            places.stream()
                .map(
                    queue ->
                        new QueueAnswer(
                            queue.name(), queue.running().getAsInt(), queue.waiting().getAsInt()))
                .toList()));
  }

  private Response change(HttpServletRequest request, String id, Consumer<String> change) {
    callers.requireOperator(request, Scope.MANAGE);
    change.accept(id);
    return answer(
        models(
            operations.models().stream()
                .filter(model -> model.live().descriptor().id().equals(id))
                .toList()));
  }

  private static ModelsAnswer models(List<OperatedModel> models) {
    return new ModelsAnswer(models.stream().map(OperatedAnswer::of).toList());
  }

  private static List<String> ids(List<OperatedModel> models, Predicate<LiveModel> wanted) {
    return models.stream()
        .map(OperatedModel::live)
        .filter(wanted)
        .map(live -> live.descriptor().id())
        .toList();
  }

  private static Response answer(Object entity) {
    return Response.ok(entity).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }
}
