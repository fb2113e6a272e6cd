package dev.lifeguard.testkit.engine;

/**
 * How often something goes wrong between a member and the engine, as shares from 0 to 1. Each is drawn for each operation.
 *
 * @param lostRequest an operation fails and has not happened
 * @param lostReply an operation fails and has happened
 * @param lostFrame a frame that is told is not heard
 * @param doubledFrame a frame that is told is heard twice
 * @param lateFrame a frame that is told comes late, so behind others
 */
public record NetworkFaults(
        double lostRequest, double lostReply, double lostFrame, double doubledFrame, double lateFrame) {

    /** Checks the shares. */
    public NetworkFaults {
        for (double share : new double[] {lostRequest, lostReply, lostFrame, doubledFrame, lateFrame}) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "How often a fault comes is a share from 0 to 1, but is " + share + ".");
            }
        }
    }

    /** {@return nothing goes wrong} */
    public static NetworkFaults none() {
        return new NetworkFaults(0, 0, 0, 0, 0);
    }

    /** {@return a bad network: 2 % of the operations fail, half of those after they happened; 10 % of the frames each are
     *     lost, doubled, late} */
    public static NetworkFaults bad() {
        return new NetworkFaults(0.01, 0.01, 0.1, 0.1, 0.1);
    }
}
