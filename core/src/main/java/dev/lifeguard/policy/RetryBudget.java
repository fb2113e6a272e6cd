package dev.lifeguard.policy;

/** Which share of the work retries may be. The default sets no bound beside that of each task. */
public record RetryBudget() {

    private static final RetryBudget NONE = new RetryBudget();

    /** {@return no budget} */
    public static RetryBudget none() {
        return NONE;
    }
}
