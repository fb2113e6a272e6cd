package dev.lifeguard.tree.recording;

import dev.lifeguard.tree.Recording;

/** Finds out whether the runtime can record. A class of its own: what it asks about must not be loaded to ask. */
public final class Recorder {

    private Recorder() {}

    /**
     * {@return a recording of one tree by JFR, where the runtime has it and this module reads it}
     *
     * @param tree the name of its root
     */
    public static Recording ofRuntime(String tree) {
        return ModuleLayer.boot()
                .findModule("jdk.jfr")
                .filter(Recorder.class.getModule()::canRead)
                .<Recording>map(module -> new FlightRecording(tree))
                .orElse(Recording.NONE);
    }
}
