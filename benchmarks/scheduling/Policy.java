import ai.stt.app.scheduling.DeviceLoad;
import ai.stt.app.scheduling.PlaceWork.Decision;
import ai.stt.app.scheduling.WaitingWork;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Decides what is started and loaded where. */
interface Policy {
  List<Decision> plan(
      Collection<DeviceLoad> devices, Collection<WaitingWork> waiting, Instant now);
}
