/**
 * Read in this order: {@link dev.lifeguard.recording.Recorder}, which asks the runtime; {@link
 * dev.lifeguard.recording.FlightRecording}, which writes the events; {@link dev.lifeguard.recording.Events}, what is
 * in them. The only package that knows JFR; nothing loads it on a runtime without the module {@code jdk.jfr}.
 */
package dev.lifeguard.recording;
