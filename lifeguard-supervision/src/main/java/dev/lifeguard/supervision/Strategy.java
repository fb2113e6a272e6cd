package dev.lifeguard.supervision;

/** Whom a supervisor starts again when one of its children has ended and is to be started again. */
public enum Strategy {
    /** That child only. Children do not depend on each other, so several can be on their way at a time. */
    ONE_FOR_ONE,
    /** All children: they are stopped in reverse order, then started in order. */
    ONE_FOR_ALL,
    /** That child and those after it, which may depend on it: stopped in reverse order, then started in order. */
    REST_FOR_ONE
}
