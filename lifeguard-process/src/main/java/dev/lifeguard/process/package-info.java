/**
 * Read in this order: {@link dev.lifeguard.process.Command} says what to start and {@link
 * dev.lifeguard.process.ExecTask} with what input and output; {@link dev.lifeguard.process.ExecWorker} runs one after
 * another, each in a process of its own; {@link dev.lifeguard.process.Containment} says how surely they die; {@code
 * LaunchLine} and {@code Guard} are what is really started, by the one thread of {@code Spawner}; {@code
 * RunningCommand} is the life of one attempt, with {@code OutputPump} at its pipes and {@code ProcessGroup} at its
 * end; {@link dev.lifeguard.process.ExecResult} is what remains.
 */
package dev.lifeguard.process;
