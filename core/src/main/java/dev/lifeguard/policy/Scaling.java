package dev.lifeguard.policy;

/** How many workers the pool keeps as its load changes. The default keeps its size. */
public record Scaling() {

    private static final Scaling NONE = new Scaling();

    /** {@return the size stays as it is set} */
    public static Scaling fixed() {
        return NONE;
    }
}
