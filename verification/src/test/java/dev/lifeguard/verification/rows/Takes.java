package dev.lifeguard.verification.rows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rows of the lifecycle tables that a scene is there for, each as {@code "table STATE SIGNAL"}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Takes {
    String[] value();
}
