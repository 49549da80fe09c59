package ai.stt.config.wiring;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import com.google.inject.BindingAnnotation;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks what is an HTTP resource of a feature. A module that provides one into the set with {@code
 * ProvidesIntoSet} puts it into the API.
 */
@BindingAnnotation
@Retention(RUNTIME)
@Target({METHOD, PARAMETER})
@interface Resource {}
