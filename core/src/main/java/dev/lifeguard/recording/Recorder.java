package dev.lifeguard.recording;

import dev.lifeguard.dataplane.Recording;

/** Finds out whether the runtime can record. A class of its own: what it asks about must not be loaded to ask. */
public final class Recorder {

    private Recorder() {}

    /** {@return a recording by JFR where the runtime has it and this module reads it, else {@link Recording#NONE}} */
    public static Recording ofRuntime() {
        return ModuleLayer.boot()
                .findModule("jdk.jfr")
                .filter(Recorder.class.getModule()::canRead)
                .<Recording>map(module -> new FlightRecording())
                .orElse(Recording.NONE);
    }
}
