/**
 * Read in this order: {@code EventFeedStress}, {@code EventWakeUpStress}, {@code EventDemandStress} for one subscriber;
 * {@code EventPublisherStress} for who comes at the end; {@code
 * StartBudgetStress} for the permits that the pools of one JVM share.
 */
package dev.lifeguard.control;
