package ai.stt.app.testing;

import ai.stt.app.job.FirstRequest;
import ai.stt.app.job.FirstRequests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class InMemoryFirstRequests implements FirstRequests, InMemoryStore {
  private List<FirstRequest> requests = new ArrayList<>();

  @Override
  public Optional<FirstRequest> find(long accountId, String key) {
    return requests.stream()
        .filter(request -> request.accountId() == accountId && request.key().equals(key))
        .findFirst();
  }

  @Override
  public void put(FirstRequest request) {
    find(request.accountId(), request.key()).ifPresent(requests::remove);
    requests.add(request);
  }

  @Override
  public void forget(Instant before) {
    requests.removeIf(request -> request.at().isBefore(before));
  }

  @Override
  public Runnable snapshot() {
    var before = new ArrayList<>(requests);
    return () -> requests = before;
  }

  @Override
  public void forgetAccount(long accountId) {
    requests.removeIf(request -> request.accountId() == accountId);
  }
}
