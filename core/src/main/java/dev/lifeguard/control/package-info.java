/**
 * Read in this order: {@link dev.lifeguard.control.Supervisor}, the loop; {@link dev.lifeguard.control.Roster}, the
 * workers, and {@link dev.lifeguard.control.Recovery}, what follows when one dies; {@link
 * dev.lifeguard.control.Operations}, what is changed while the pool runs; {@link dev.lifeguard.control.Enforcement}, limits and escalation; {@link dev.lifeguard.control.Shutdown},
 * the end; {@link dev.lifeguard.control.RestartJudge}. One thread owns everything here but {@link
 * dev.lifeguard.control.Mailbox} and {@link dev.lifeguard.control.Notifier}.
 */
package dev.lifeguard.control;
