package dev.lifeguard.dataplane;

/** What a checkout that waits is: the first who claims it, or who lets it leave, has it. */
public class CheckoutSpecification {

    private boolean waits = true;

    public boolean claim() {
        return take();
    }

    public boolean leave() {
        return take();
    }

    public boolean stillWaits() {
        return waits;
    }

    private boolean take() {
        boolean had = waits;
        waits = false;
        return had;
    }
}
