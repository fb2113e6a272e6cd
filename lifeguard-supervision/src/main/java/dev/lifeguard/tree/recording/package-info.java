/**
 * Read in this order: {@link dev.lifeguard.tree.recording.Recorder}, which asks the runtime; {@code FlightRecording}, which
 * writes the events; {@code Events}, what is in them. The only package of the trees that knows JFR; nothing loads it on a
 * runtime without the module {@code jdk.jfr}.
 */
package dev.lifeguard.tree.recording;
