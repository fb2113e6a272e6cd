/**
 * Read in this order: {@link dev.lifeguard.verification.architecture.SourceFile} and
 * {@link dev.lifeguard.verification.architecture.SourceTree} (what is looked at),
 * {@link dev.lifeguard.verification.architecture.SourceRule} (what a line may not contain), then the tests. Each
 * rule is also run on a planted violation, because a rule that finds nothing may simply be blind.
 */
package dev.lifeguard.verification.architecture;
