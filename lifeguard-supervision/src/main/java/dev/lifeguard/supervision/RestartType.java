package dev.lifeguard.supervision;

/** Whether a child that has ended by itself is started again. */
public enum RestartType {
    /** Always: it has no reason to end. */
    PERMANENT,
    /** When it failed. One that ended normally has done its work; it is started again only with its group. */
    TRANSIENT,
    /** Never, and it is not started again with its group either. */
    TEMPORARY;

    /**
     * {@return whether a child of this type is started again}
     *
     * @param failed whether it failed, or ended normally
     */
    public boolean startsAgain(boolean failed) {
        return this == PERMANENT || (this == TRANSIENT && failed);
    }
}
