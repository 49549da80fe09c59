package ai.stt.app.cloud;

import ai.stt.platform.cloud.CloudInstance;
import ai.stt.platform.cloud.InstanceReport;
import ai.stt.platform.key.SecretHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The store of instances. Part of a unit of work. They go with their account. */
public interface Instances {
  /** Adds one that has never reported. */
  CloudInstance add(
      long accountId, String name, String region, @Nullable String url, SecretHash token);

  /** An account's instances in the order of their ids. */
  List<CloudInstance> of(long accountId);

  /** Keeps a report in place of the one before; false when nobody has the token. */
  boolean report(SecretHash token, InstanceReport report);

  /** Removes an account's instance; false when there is none. */
  boolean remove(long accountId, long id);
}
