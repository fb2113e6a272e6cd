package dev.lifeguard.process;

/**
 * How surely a command and what it starts can be killed, and how surely they die with this JVM.
 *
 * <p>What this machine offers is tried once, by starting something, in the order of these constants. In
 * every grade a process that leaves its group on purpose (with {@code setsid}) is out of reach; a group that has
 * stopped itself (with {@code SIGSTOP}) can be killed, but does not notice the death of this JVM before it goes on.
 */
public enum Containment {
    /**
     * Each command has a process group of its own under a guard, and the kernel tells the guard at once
     * when this JVM dies: the whole group is killed then, as it is for a cancel or a limit. Needs
     * {@code setsid} and {@code setpriv} (util-linux) and {@code sh}.
     */
    GROUP,
    /**
     * As {@link #GROUP}, but the guard looks once a second whether this JVM is alive. Needs {@code setsid}
     * and {@code sh}.
     */
    GROUP_POLLED,
    /**
     * The kernel kills the command itself when this JVM dies, but not what the command started. A cancel or
     * a limit kills the command and those of its descendants that are known at that moment. Needs
     * {@code setpriv}.
     */
    PDEATHSIG,
    /**
     * A cancel or a limit kills the command and those of its descendants that are known at that moment. When
     * this JVM dies, only a command that watches its standard input or output notices.
     */
    COOPERATIVE;

    /**
     * Tells the best grade that works on this machine. The first call starts a few short processes to find
     * out and may take some milliseconds; the answer is kept.
     *
     * @return the grade that an {@link ExecWorker} uses unless told otherwise
     */
    public static Containment available() {
        return ContainmentProbe.Holder.BEST;
    }

    /**
     * Tells whether a kill reaches the whole process group.
     *
     * @return true for the grades with a guard
     */
    public boolean guarded() {
        return this == GROUP || this == GROUP_POLLED;
    }

    /**
     * Describes the grade for a person.
     *
     * @return one sentence
     */
    public String words() {
        return switch (this) {
            case GROUP -> "GROUP: a command and all that it starts are killed together, and die with this program.";
            case GROUP_POLLED ->
                "GROUP_POLLED: a command and all that it starts are killed together, and die within about a second"
                        + " after this program; setpriv (util-linux) would make it at once.";
            case PDEATHSIG ->
                "PDEATHSIG: a command dies with this program, but what it started may survive; setsid (util-linux)"
                        + " would prevent that.";
            case COOPERATIVE ->
                "COOPERATIVE: a command survives a sudden death of this program, and what it started may survive a"
                        + " kill; setsid and setpriv (util-linux) would prevent that.";
        };
    }
}
