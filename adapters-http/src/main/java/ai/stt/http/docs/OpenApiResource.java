package ai.stt.http.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;

/** {@code GET /openapi.json}: the contract for programs. Thread-safe. */
@Path("/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
  private final String document;

  /**
   * The contract, with what is this server's own in it.
   *
   * @param maxUploadBytes the largest file that anybody may send
   */
  public OpenApiResource(ObjectMapper json, String version, long maxUploadBytes) {
    try (var in = PageFile.open("openapi.json")) {
      ObjectNode tree = json.readValue(in, ObjectNode.class);
      tree.withObject("/info").put("version", version);
      tree.withObject("/components/parameters/UploadLength/schema").put("maximum", maxUploadBytes);
      this.document = json.writeValueAsString(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The OpenAPI 3.1 document. */
  @GET
  public String document() {
    return document;
  }
}
