/**
 * Read in this order: {@link dev.lifeguard.control.Supervisor}, the loop; {@link dev.lifeguard.control.Roster}, the
 * workers, with {@link dev.lifeguard.control.StartLine}, who may start now; {@link dev.lifeguard.control.Recovery}
 * and {@link dev.lifeguard.control.RestartJudge}, what follows when one dies; {@link
 * dev.lifeguard.control.Enforcement}, limits and escalation; {@link dev.lifeguard.control.Retries}, tasks that wait
 * for their time; {@link dev.lifeguard.control.Operations}, what is changed while the pool runs; {@link
 * dev.lifeguard.control.Scaler}, a size that follows the load; {@link dev.lifeguard.control.Successions}, a successor
 * first, for {@link dev.lifeguard.control.Recycler} and {@link dev.lifeguard.control.Rolls}; {@link
 * dev.lifeguard.control.Shutdown}, the end. Then what is shown and told: {@link dev.lifeguard.control.Pulse}, {@link
 * dev.lifeguard.control.Board}, {@link dev.lifeguard.control.Notifier}.
 *
 * <p>One thread owns everything here but {@link dev.lifeguard.control.Mailbox}, {@link
 * dev.lifeguard.control.Notifier}, {@link dev.lifeguard.control.EventPublisher} with its {@link
 * dev.lifeguard.control.EventFeed}, {@link dev.lifeguard.control.StartBudget}, {@link
 * dev.lifeguard.control.PolicyCall} and {@link dev.lifeguard.control.DeadLetterOffice} with its {@link
 * dev.lifeguard.control.DeadLetterDesk}.
 */
package dev.lifeguard.control;
