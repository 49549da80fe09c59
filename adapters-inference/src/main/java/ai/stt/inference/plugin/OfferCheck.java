package ai.stt.inference.plugin;

import ai.stt.plugin.Model;
import ai.stt.plugin.ModelOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether an offer says what it must; the plugin's compiler did not check that for us. */
final class OfferCheck {
  private static final Pattern CAPABILITY = Pattern.compile("[a-z][a-z0-9-]{0,63}");

  private OfferCheck() {}

  /** A copy of what a plugin offers, which may hold nulls that its compiler let pass. */
  static List<ModelOffer<?>> checked(@Nullable List<@Nullable ModelOffer<?>> offers) {
    if (offers == null) {
      throw new PluginRefusedException("offers() gave null in place of a list");
    }
    List<ModelOffer<?>> checked = new ArrayList<>();
    for (ModelOffer<?> offer : offers) {
      if (offer == null || hasNull(offer)) {
        throw new PluginRefusedException("offers() gave an offer that is null or has a null part");
      }
      checkCapability(offer);
      checked.add(offer);
    }
    return List.copyOf(checked);
  }

  private static boolean hasNull(ModelOffer<?> offer) {
    return Stream.of(
            Optional.ofNullable(offer.capability()),
            Optional.ofNullable(offer.descriptor()),
            Optional.ofNullable(offer.loader()))
        .anyMatch(Optional::isEmpty);
  }

  private static void checkCapability(ModelOffer<?> offer) {
    Optional<Class<?>> type = Optional.ofNullable(offer.capability().type());
    Optional<String> id = Optional.ofNullable(offer.capability().id());
    if (type.filter(Model.class::isAssignableFrom).isEmpty()
        || id.filter(text -> CAPABILITY.matcher(text).matches()).isEmpty()) {
      throw new PluginRefusedException("offers() gave an offer of a capability that is none");
    }
  }
}
