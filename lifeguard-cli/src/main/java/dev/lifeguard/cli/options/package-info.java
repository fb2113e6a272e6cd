/**
 * Read in this order: an {@code Option} is a row of an {@code OptionTable}, which reads a command line into a {@code
 * CommandLine} and writes the help; {@code Quantity} reads the values; what cannot be is a {@code UsageException}.
 */
package dev.lifeguard.cli.options;
