/**
 * Read in this order: nothing here is used; each class breaks a rule on purpose, and a test proves that the
 * rule sees it.
 */
package dev.lifeguard.verification.architecture.planted;
