package ai.stt.http.account;

import ai.stt.app.account.LimitSignUps;
import ai.stt.app.account.ReadAccount;
import ai.stt.app.account.SignUp;
import ai.stt.http.access.Callers;
import ai.stt.http.request.JsonBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** {@code POST /api/v1/signup}: a new account with its first key. Thread-safe. */
@Path("/api/v1/signup")
@Produces(MediaType.APPLICATION_JSON)
public final class SignUpResource {
  private final Callers callers;
  private final LimitSignUps limits;
  private final SignUp signUp;
  private final ReadAccount read;

  /** A resource on these use cases. */
  public SignUpResource(Callers callers, LimitSignUps limits, SignUp signUp, ReadAccount read) {
    this.callers = callers;
    this.limits = limits;
    this.signUp = signUp;
    this.read = read;
  }

  /**
   * The new account.
   *
   * @param key its first key, shown this once
   */
  record SignUpAnswer(AccountAnswer account, String key) {}

  /** Makes an account. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response signUp(@Context HttpServletRequest request, InputStream in) throws IOException {
    JsonBody body = JsonBody.read(in, "email", "password", "name");
    String email = body.text("email");
    String password = body.text("password");
    String name = body.optionalText("name").orElse("");
    limits.count(callers.network(request));
    SignUp.SignedUp made = signUp.signUp(email, password, name);
    AccountAnswer account = AccountAnswer.of(read.read(made.account().id()));
    return Response.status(Response.Status.CREATED)
        .entity(new SignUpAnswer(account, made.key().secret().reveal()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
