/**
 * Read in this order: {@link dev.lifeguard.examples.FirstTask}, {@link dev.lifeguard.examples.Tasks}, {@link
 * dev.lifeguard.examples.Checkout}, {@link dev.lifeguard.examples.LeaseOwners}, {@link
 * dev.lifeguard.examples.LimitsAndRetries}, {@link dev.lifeguard.examples.CrashAndRecovery}, {@link
 * dev.lifeguard.examples.GracefulShutdown}, {@link dev.lifeguard.examples.QueueOrders}, {@link
 * dev.lifeguard.examples.Keys}, {@link dev.lifeguard.examples.Delayed}, {@link dev.lifeguard.examples.TooMuch},
 * {@link dev.lifeguard.examples.ElasticSize}, {@link dev.lifeguard.examples.RecycledWorkers}, {@link
 * dev.lifeguard.examples.RollingReplacement}, {@link dev.lifeguard.examples.RetryShapes}, {@link
 * dev.lifeguard.examples.Poison}, {@link dev.lifeguard.examples.LiveOperation}, {@link
 * dev.lifeguard.examples.Seeing}, {@link dev.lifeguard.examples.FlightRecord}, {@link
 * dev.lifeguard.examples.Messages}, {@link dev.lifeguard.examples.MapStream}, {@link
 * dev.lifeguard.examples.ExecutorView}, {@link dev.lifeguard.examples.ContextInTasks}, {@link
 * dev.lifeguard.examples.SupervisionTree}, {@link dev.lifeguard.examples.Commands}. What each prints stands in {@code
 * docs/examples.md}, and a test compares.
 */
package dev.lifeguard.examples;
